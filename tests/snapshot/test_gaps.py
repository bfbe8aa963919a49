"""What a snapshot does not prove, worked out from what is in it."""

from typing import Any

import pytest
from msgspec import UNSET, structs

from parity.snapshot.gaps import snapshot_gaps
from parity.snapshot.grants import READ_APEX, READ_SETUP
from parity.snapshot.records import OBJECTS, Gap, ObjectDescribe, Org, SignedInUser, Snapshot
from tests.snapshot.orgs import described, field, trigger, whole


def told(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(one.area, one.subject) for one in snapshot_gaps(snapshot)]


def with_lead(lead: ObjectDescribe, **changes: Any) -> Snapshot:
    return whole(objects={**whole().objects, "Lead": lead}, **changes)


def test_a_snapshot_that_was_read_whole_leaves_nothing_open() -> None:
    assert snapshot_gaps(whole()) == ()


def test_files_prove_nothing_of_where_they_come_from() -> None:
    assert told(whole(source="files")) == [("files", "origin")]


@pytest.mark.parametrize("changes", [{"collected_at": None}, {"user": SignedInUser(permissions={})}])
def test_a_snapshot_without_time_or_user_is_open(changes: dict[str, Any]) -> None:
    assert told(whole(**changes)) == [("origin", "time and user")]


@pytest.mark.parametrize("name", OBJECTS)
def test_each_of_the_six_objects_is_missed(name: str) -> None:
    rest = {key: value for key, value in whole().objects.items() if key != name}
    assert told(whole(objects=rest)) == [("describe", name)]


@pytest.mark.parametrize("attribute", ["calculated_formula", "picklist_values", "length"])
def test_a_property_that_one_field_does_not_tell_is_named(attribute: str) -> None:
    lead = described(field("Id"), structs.replace(field("Name"), **{attribute: UNSET}))
    (gap,) = snapshot_gaps(with_lead(lead))
    shown = dict(
        zip(type(lead.fields[0]).__struct_fields__, type(lead.fields[0]).__struct_encode_fields__, strict=True)
    )
    assert (gap.area, gap.subject) == ("describe", "properties of fields")
    assert gap.reason == f"the describes do not tell, so it is not compared: {shown[attribute]}"


def test_a_field_that_stands_twice_in_any_letter_case_is_told() -> None:
    lead = described(field("Id"), field("Name"), field("NAME"))
    assert told(with_lead(lead)) == [("describe", "Lead names")]


@pytest.mark.parametrize(
    ("lead", "why"),
    [
        (described(defined=None), "FieldDefinition was not read"),
        (described(defined=()), "describe shows: none at all"),
        (described(field("Id"), field("A__c"), field("B__c"), defined=("Id", "a__C")), "describe shows: B__c"),
    ],
)
def test_a_list_of_fields_that_cannot_be_whole_is_none(lead: ObjectDescribe, why: str) -> None:
    (gap,) = snapshot_gaps(with_lead(lead))
    assert (gap.area, gap.subject, gap.fix) == ("field-visibility", "FieldDefinition of Lead", READ_SETUP)
    assert gap.reason.endswith(why)


def test_a_standard_field_that_is_not_listed_is_no_gap_nor_is_a_list_of_files() -> None:
    lead = described(field("Id"), field("Odd"), defined=("Id",))
    assert told(with_lead(lead)) == []
    assert told(with_lead(described(defined=None), source="files")) == [("files", "origin")]


def test_triggers_that_were_not_read_are_open() -> None:
    (gap,) = snapshot_gaps(whole(triggers=None))
    assert (gap.area, gap.subject, gap.fix) == ("triggers", "ApexTrigger", READ_APEX)


@pytest.mark.parametrize(
    ("permissions", "open_"),
    [
        (None, True),
        ({"PermissionsViewAllData": True}, True),
        ({"PermissionsViewSetup": True}, False),
        ({"PermissionsAuthorApex": True}, False),
    ],
)
def test_no_trigger_at_all_is_believed_of_a_user_who_would_be_shown_one(
    permissions: dict[str, bool] | None, open_: bool
) -> None:
    user = SignedInUser(id="0057e00000RmwSWAAZ", permissions=permissions)
    assert told(whole(triggers=(), user=user)) == ([("triggers", "ApexTrigger")] if open_ else [])
    assert told(whole(user=user)) == []


@pytest.mark.parametrize(
    ("column", "shown"),
    [("usage_before_insert", "UsageBeforeInsert"), ("is_valid", "IsValid"), ("body_crc", "BodyCrc")],
)
def test_a_column_that_a_trigger_needs_is_named(column: str, shown: str) -> None:
    (gap,) = snapshot_gaps(whole(triggers=(trigger(), trigger("Other", **{column: None}))))
    assert (gap.subject, gap.reason) == ("ApexTrigger columns", f"the rows do not tell {shown}")


def test_the_body_of_a_package_s_trigger_is_hidden() -> None:
    assert told(whole(triggers=(trigger(namespace_prefix="ns", body_crc=None),))) == []


def test_a_trigger_of_another_object_and_one_that_stands_twice_are_told() -> None:
    assert told(whole(triggers=(trigger(table_enum_or_id="Task"),))) == [("triggers", "ApexTrigger objects")]
    twice = (trigger("A"), trigger("a", table_enum_or_id="Case"))
    assert told(whole(triggers=twice)) == [("triggers", "ApexTrigger names")]
    assert told(whole(triggers=(trigger("A"), trigger("A", status="Deleted")))) == []
    assert told(whole(triggers=(trigger("A"), trigger("A", namespace_prefix="ns")))) == []


def test_a_gap_that_the_snapshot_carries_is_kept_and_not_told_twice() -> None:
    met = Gap(area="triggers", subject="ApexTrigger", reason="refused", fix="Grant it.", role="sandbox")
    other = Gap(area="picklist", subject="Lead.A__c", reason="strange", fix="Look.", role="sandbox")
    assert snapshot_gaps(whole(triggers=None, gaps=(met, other))) == (other, met)


def test_an_org_that_is_not_told_is_open() -> None:
    assert told(whole(org=Org())) == [("identity", "id and kind (sandbox or production)")]
