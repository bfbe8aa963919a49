"""What production has of a component that differs: this is what a waiver is tied to.

Without what says nothing about the component itself: ids, texts in the language of the user who asks, the rights of the
signed-in user, counters of the org.
"""

from typing import Any

from parity.compare.difference import Difference
from parity.compare.not_compared import (
    FIELD_NOT_COMPARED,
    OBJECT_NOT_COMPARED,
    RECORD_TYPE_NOT_COMPARED,
    TRIGGER_NOT_COMPARED,
)
from parity.compare.properties import VALUES, as_mapping
from parity.snapshot.automation import Automation
from parity.snapshot.contents import Content
from parity.snapshot.records import Field, RecordType, Trigger

_FIELD = frozenset(FIELD_NOT_COMPARED) | {"label", "inlineHelpText"}
_RECORD_TYPE = frozenset(RECORD_TYPE_NOT_COMPARED) | {"name"}
_TRIGGER = frozenset(TRIGGER_NOT_COMPARED)
_OBJECT = frozenset(OBJECT_NOT_COMPARED) | {"label", "labelPlural"}
_AUTOMATION = frozenset({"ErrorMessage"})


def production_side(difference: Difference) -> Any:
    """Production's component as plain data; null where production has none."""
    record = difference.production_record
    if isinstance(record, Field):
        plain = {name: value for name, value in as_mapping(record).items() if name not in _FIELD}
        if VALUES in plain:
            plain[VALUES] = {
                name: {key: item for key, item in value.items() if key != "label"}
                for name, value in plain[VALUES].items()
            }
        return plain
    if isinstance(record, RecordType):
        return {name: value for name, value in as_mapping(record).items() if name not in _RECORD_TYPE}
    if isinstance(record, Trigger):
        return {name: value for name, value in as_mapping(record).items() if name not in _TRIGGER}
    if isinstance(record, Automation | Content):
        return _automation_side(record)
    if isinstance(record, dict):
        return {name: value for name, value in record.items() if name not in _OBJECT}
    return difference.production


def _automation_side(record: Automation | Content) -> dict[str, Any]:
    if isinstance(record, Automation):
        kept = {name: value for name, value in record.details.items() if name not in _AUTOMATION}
        return {"kind": record.kind.value, "active": record.active, **kept}
    return {"kind": record.kind.value, **{key: one for key, one in record.values.items() if key not in _FIELD}}
