"""Enable Buyer Touchpoints by Campaign record type, from the layouts' record type mappings.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_layouts.htm
"""

from parity.marketo_measure.catalogue import ENABLE_TOUCHPOINTS
from parity.orgs.question import Question
from parity.orgs.rows import Row
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.grants import READ_CAMPAIGN
from parity.snapshot.org_setup import Part, TouchpointChoices

_NAME = "CampaignLayouts"


def read_choices(so_far: SoFar) -> tuple[TouchpointChoices, ...] | NotRead:
    """The active values and the default, by record type."""
    answer = so_far.answers[_NAME]
    mappings = answer.body.get("recordTypeMappings") if isinstance(answer.body, dict) else None
    if not answer.is_good or not isinstance(mappings, list):
        return NotRead(f"the layouts of Campaign could not be read ({answer.error})")
    return tuple(
        _choices(mapping, picklist)
        for mapping in mappings
        for picklist in mapping.get("picklistsForRecordType") or []
        if picklist.get("picklistName") == ENABLE_TOUCHPOINTS
    )


def _choices(mapping: Row, picklist: Row) -> TouchpointChoices:
    values = [one for one in picklist.get("picklistValues") or [] if one.get("active")]
    return TouchpointChoices(
        record_type=str(mapping.get("developerName") or mapping.get("name")),
        field=ENABLE_TOUCHPOINTS,
        values=tuple(str(one.get("value")) for one in values),
        default=next((str(one.get("value")) for one in values if one.get("defaultValue")), None),
    )


PART = SnapshotPart(
    field="touchpoint_choices",
    name=Part.TOUCHPOINT_CHOICES,
    fix=READ_CAMPAIGN,
    questions=lambda _so_far: [Question(_NAME, "sobjects/Campaign/describe/layouts")],
    read=read_choices,
)
