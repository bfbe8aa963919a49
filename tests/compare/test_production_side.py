"""What a waiver pins: production's component, without what says nothing of it."""

from typing import Any

import pytest

from parity.compare.difference import Difference, Kind
from parity.compare.production_side import production_side
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.contents import Content, ContentKind
from parity.snapshot.records import Field, PicklistValue, RecordType, Trigger


def side(record: Any, production: Any = None) -> Any:
    return production_side(
        Difference(
            kind=Kind.FIELD,
            object="Lead",
            component="X",
            attribute="length",
            sandbox=1,
            production=production,
            sandbox_record=None,
            production_record=record,
        )
    )


def test_a_field_without_its_texts_and_rights_and_its_values_without_labels() -> None:
    hot = PicklistValue(value="Hot", label="Heiß", active=True, default_value=False, valid_for=None)
    record = Field(
        name="Rating",
        type="picklist",
        label="Bewertung",
        inline_help_text="Hilfe",
        createable=True,
        byte_length=120,
        length=40,
        picklist_values=(hot,),
    )
    pinned = side(record)
    assert not {"label", "inlineHelpText", "createable", "updateable", "byteLength", "soapType"} & pinned.keys()
    assert (pinned["name"], pinned["type"], pinned["length"]) == ("Rating", "picklist", 40)
    assert pinned["picklistValues"]["Hot"]["active"] is True
    assert "label" not in pinned["picklistValues"]["Hot"]
    assert set(pinned["picklistValues"]) == {"Hot"}


def test_a_record_type_without_id_name_and_the_users_defaults() -> None:
    pinned = side(RecordType(developer_name="Main", name="Haupt", active=True, record_type_id="012", available=True))
    assert (pinned["developerName"], pinned["active"]) == ("Main", True)
    assert not {"name", "recordTypeId", "available", "defaultRecordTypeMapping", "urls"} & pinned.keys()


def test_a_trigger_without_what_follows_from_its_body() -> None:
    pinned = side(
        Trigger(
            name="T", table_enum_or_id="Lead", status="Active", body_crc=1.0, is_valid=True, length_without_comments=3
        )
    )
    assert (pinned["Name"], pinned["Status"], pinned["BodyCrc"]) == ("T", "Active", 1.0)
    assert not {"IsValid", "LengthWithoutComments"} & pinned.keys()


def test_automation_by_what_it_is_and_does_without_its_message() -> None:
    rule = Automation(
        kind=AutomationKind.VALIDATION_RULE,
        object="Lead",
        name="Needed",
        active=True,
        details={"ErrorMessage": "Bitte!", "ErrorDisplayField": "Phone"},
    )
    assert side(rule) == {"kind": "validation rule", "active": True, "ErrorDisplayField": "Phone"}


def test_contents_by_what_they_are_and_hold_without_texts() -> None:
    held = {"label": "Bewertung", "inlineHelpText": "Hilfe", "type": "Number", "active": True}
    hidden = Content(kind=ContentKind.HIDDEN_FIELD, object="Lead", name="Score__c", values=held)
    assert side(hidden) == {"kind": "hidden field", "type": "Number", "active": True}


@pytest.mark.parametrize(("record", "production", "pinned"), [(None, None, None), (None, "x", "x"), ("odd", 3, 3)])
def test_what_is_no_record_is_its_value(record: Any, production: Any, pinned: Any) -> None:
    assert side(record, production) == pinned


def test_an_object_without_its_texts_and_the_users_rights() -> None:
    plain = {"label": "Interessent", "labelPlural": "x", "searchable": True, "createable": True, "urls": {}}
    assert side(plain) == {"searchable": True}
