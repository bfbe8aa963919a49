"""Apex triggers of the six objects.

ApexTrigger needs Author Apex or View Setup; a user without these gets an error, or no rows:
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_apextrigger.htm
"""

from parity.orgs.apex_triggers import trigger_questions, triggers_nowhere, triggers_of
from parity.orgs.snapshot_part import Partly, SnapshotPart, SoFar
from parity.snapshot.grants import READ_APEX
from parity.snapshot.records import OBJECTS, Gap


def read_triggers(so_far: SoFar) -> Partly:
    """Those on the six objects; null with a gap where ApexTrigger was refused."""
    answer = so_far.answers["ApexTrigger"]
    if answer.has_rows:
        return Partly(value=(*triggers_of(so_far, OBJECTS), *triggers_nowhere(so_far)))
    gap = Gap(
        area="triggers",
        role=so_far.role.value,
        subject="ApexTrigger",
        reason=f"triggers could not be read ({answer.error})",
        fix=READ_APEX,
    )
    return Partly(value=None, gaps=(gap,))


PART = SnapshotPart(field="triggers", questions=trigger_questions, read=read_triggers)
