"""Apex triggers on the objects besides the six. Where ApexTrigger was refused, the part `triggers` reports it."""

from parity.marketo_measure.catalogue import RELATED_OBJECTS
from parity.orgs.apex_triggers import trigger_questions, triggers_of
from parity.orgs.snapshot_part import SnapshotPart, SoFar
from parity.snapshot.records import Trigger


def read_related_triggers(so_far: SoFar) -> tuple[Trigger, ...]:
    """Those on the further objects; none where ApexTrigger was refused."""
    return triggers_of(so_far, RELATED_OBJECTS)


PART = SnapshotPart(field="related_triggers", questions=trigger_questions, read=read_related_triggers)
