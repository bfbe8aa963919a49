"""Snapshots as bytes: one order whatever order an org answered in, and strict reading."""

import json
from typing import Any

import pytest
from msgspec import structs

from parity.errors import SnapshotError
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.changes import Changes, SetupChange
from parity.snapshot.contents import Contents
from parity.snapshot.file import canonical, in_order, metadata_digest, read_snapshot, snapshot_bytes, snapshot_digest
from parity.snapshot.org_setup import (
    HasOrder,
    IntegrationUser,
    Package,
    Part,
    Rehearsal,
    Stage,
    TouchpointChoices,
    TouchpointDay,
    Unread,
)
from parity.snapshot.records import ApiUse, Gap, ObjectDescribe, PicklistValue, RecordType, Snapshot
from tests.snapshot.orgs import described, field, trigger, whole


def value(name: str, *valid_for: str) -> PicklistValue:
    return PicklistValue(value=name, label=name, active=True, default_value=False, valid_for=valid_for)


def user(*sets: str) -> IntegrationUser:
    return IntegrationUser(
        username=None,
        permission_set=None,
        named=True,
        active=None,
        marketing_user=None,
        permission_sets=sets,
        permissions={},
        objects={},
        fields=None,
    )


DAYS = tuple(TouchpointDay(day=f"2026-11-{day}", touchpoints=1, parents=1) for day in (22, 21, 20))
STAGES = tuple(Stage(object="Lead", value=name, position=1, bucket="open") for name in ("A", "B"))
PACKAGES = tuple(Package(namespace=name, name=name, version="1.0.0.0") for name in ("a", "b"))
FLOWS = tuple(Automation(kind=AutomationKind.FLOW, object="Lead", name=name) for name in ("A", "B"))
CHOICES = TouchpointChoices(record_type="R", field="F", values=("A", "B"), default=None)
GAPS = tuple(Gap(area=area, subject="s", reason="r", fix="f") for area in ("a", "b"))
UNREAD = tuple(Unread(part=part, reason="r", fix="f") for part in (Part.TRIGGERS, Part.STAGES))
A, B = field("A__c"), field("B__c")

#: A snapshot in canonical order, and what is told of it in another order.
SHUFFLED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("triggers", {"triggers": (trigger("A"), trigger("B"))}, {"triggers": (trigger("B"), trigger("A"))}),
    ("stages", {"stages": STAGES}, {"stages": STAGES[::-1]}),
    ("packages", {"packages": PACKAGES}, {"packages": PACKAGES[::-1]}),
    ("automation", {"automation": FLOWS}, {"automation": FLOWS[::-1]}),
    ("permission sets", {"integration_user": user("a", "b")}, {"integration_user": user("b", "a")}),
    (
        "touchpoints",
        {"rehearsal": Rehearsal(people=DAYS, opportunities=DAYS)},
        {"rehearsal": Rehearsal(people=DAYS[::-1], opportunities=DAYS[::-1])},
    ),
    (
        "choices",
        {"touchpoint_choices": (CHOICES,)},
        {"touchpoint_choices": (structs.replace(CHOICES, values=("B", "A")),)},
    ),
    ("gaps", {"gaps": GAPS}, {"gaps": (*GAPS[::-1], GAPS[0])}),
    ("unread", {"unread": UNREAD}, {"unread": (*UNREAD[::-1], UNREAD[1])}),
    (
        "versions",
        {"api": ApiUse(versions_offered=("9.0", "62.0", "100.0"))},
        {"api": ApiUse(versions_offered=("100.0", "62.0", "9.0"))},
    ),
]


def lead(described_: ObjectDescribe) -> Snapshot:
    return whole(objects={**whole().objects, "Lead": structs.replace(described_, properties={"name": "Lead"})})


@pytest.mark.parametrize(("name", "ordered", "shuffled"), SHUFFLED, ids=[one[0] for one in SHUFFLED])
def test_the_order_of_answers_is_not_in_the_bytes(name: str, ordered: dict[str, Any], shuffled: dict[str, Any]) -> None:
    assert canonical(whole(**shuffled)) == canonical(whole(**ordered))
    found = canonical(whole(**shuffled))
    assert {key: getattr(found, key) for key in ordered} == ordered, name


@pytest.mark.parametrize(
    ("ordered", "shuffled"),
    [
        (described(A, B), described(B, A)),
        (
            described(structs.replace(A, length=1), structs.replace(A, length=2)),
            described(structs.replace(A, length=2), structs.replace(A, length=1)),
        ),
        (
            described(structs.replace(A, picklist_values=(value("A", "x", "y"), value("B")))),
            described(structs.replace(A, picklist_values=(value("B"), value("A", "y", "x")))),
        ),
        (
            described(structs.replace(A, reference_to=("Contact", "Lead"))),
            described(structs.replace(A, reference_to=("Lead", "Contact"))),
        ),
        (described(A, defined=("A__c", "B__c")), described(A, defined=("B__c", "A__c", "B__c"))),
        (
            structs.replace(
                described(A), record_types=(RecordType(developer_name="A"), RecordType(developer_name="B"))
            ),
            structs.replace(
                described(A), record_types=(RecordType(developer_name="B"), RecordType(developer_name="A"))
            ),
        ),
    ],
    ids=["fields", "fields of one name", "picklist values", "references", "defined fields", "record types"],
)
def test_the_order_of_a_describe_is_not_in_the_bytes(ordered: ObjectDescribe, shuffled: ObjectDescribe) -> None:
    assert snapshot_bytes(lead(shuffled)) == snapshot_bytes(lead(ordered))
    assert snapshot_digest(canonical(lead(shuffled))) == snapshot_digest(canonical(lead(ordered)))


def test_what_differs_has_another_digest() -> None:
    digests = {snapshot_digest(canonical(whole(**changes))) for _, changes, _ in SHUFFLED}
    assert len(digests) == len(SHUFFLED)


def test_a_record_with_lists_says_its_own_order() -> None:
    assert isinstance(user("b", "a"), HasOrder)
    assert not isinstance(STAGES[0], HasOrder)
    assert in_order((user("b"), user("b", "a"))) == in_order((user("a", "b"), user("b")))
    assert in_order(None) is None


def test_a_file_reads_as_it_was_written() -> None:
    snapshot = canonical(whole(stages=STAGES, gaps=GAPS))
    assert read_snapshot(snapshot_bytes(snapshot), "a.json") == snapshot


def edited(**changes: Any) -> bytes:
    return json.dumps({**json.loads(snapshot_bytes(whole())), **changes}).encode()


OBJECTS = json.loads(snapshot_bytes(whole()))["objects"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a snapshot that can be read"),
        (b"[]", "not a snapshot that can be read"),
        (snapshot_bytes(whole())[:-9], "not a snapshot that can be read"),
        (edited(schema_version=1), "cannot be used"),
        (edited(role="partner"), "`role` is `partner`"),
        (edited(colour="red"), "colour"),
        (edited(collected_at="yesterday"), "`collected_at` has a value that it may not have"),
        (edited(objects={**OBJECTS, "Case": OBJECTS["Lead"]}), "what stands under Case describes another object"),
        (edited(objects={key: one for key, one in OBJECTS.items() if key != "Case"}), "the snapshot has no Case"),
        (b'{"schema_version":' + b"[" * 200_000, "not a snapshot that can be read"),
    ],
    ids=["nothing", "a list", "cut", "old", "role", "unknown key", "time", "swapped", "missing", "deep"],
)
def test_anything_else_is_refused_with_its_name(data: bytes, why: str) -> None:
    with pytest.raises(SnapshotError, match=why) as refused:
        read_snapshot(data, "a.json")
    assert refused.value.where == "a.json"


def test_an_object_whose_absence_is_a_gap_may_be_missing() -> None:
    gap = Gap(area="describe", subject="Case", reason="refused", fix="Grant it.", role="sandbox")
    rest = {key: one for key, one in whole().objects.items() if key != "Case"}
    snapshot = canonical(whole(objects=rest, gaps=(gap,)))
    assert read_snapshot(snapshot_bytes(snapshot), "a.json") == snapshot


def test_the_digest_of_the_metadata_is_the_same_until_somebody_changes_the_org() -> None:
    one = whole()
    later = structs.replace(
        one,
        tool="parity 9.9",
        collected_at="2027-01-01T00:00:00Z",
        api=ApiUse(version=one.api.version, calls=99, daily_max=1, daily_remaining=0, fallback="slowly"),
        record_counts={"Lead": 7},
        rehearsal=Rehearsal(people=DAYS, opportunities=DAYS),
        changes=Changes(calls=2, setup=(SetupChange(at="2026-11-01", by="Ada Admin", display="Changed it"),)),
    )
    assert metadata_digest(later) == metadata_digest(one)
    assert snapshot_digest(later) != snapshot_digest(one)
    shallow, deep = (structs.replace(one, contents=Contents(depth=most, calls=most)) for most in (3, 9))
    assert metadata_digest(shallow) == metadata_digest(deep) != metadata_digest(one)
    for changed in (
        {"stages": STAGES},
        {"triggers": ()},
        {"packages": PACKAGES},
        {"api": ApiUse(version="1.0")},
        {"unread": UNREAD},
    ):
        assert metadata_digest(structs.replace(one, **changed)) != metadata_digest(one)
