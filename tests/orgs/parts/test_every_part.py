"""What holds for every part of a snapshot: it is found, its field exists, its questions pack into few calls."""

from urllib.parse import unquote

import pytest
from msgspec import structs

from parity.marketo_measure.catalogue import RELATED_OBJECTS
from parity.orgs.collect import read_parts, snapshot_parts
from parity.orgs.composites import in_composites
from parity.orgs.question import Answer, Question
from parity.orgs.snapshot_part import Partly, SnapshotPart, SoFar, Turn, read_part
from parity.snapshot.org_setup import Part, Unread
from parity.snapshot.records import OBJECTS, Role, Snapshot
from tests.orgs.answers import REFUSED, answered, described, permissions, rows, so_far

NAMED = [one for one in snapshot_parts() if one.name is not None]
#: Fields of a snapshot that no part reads: what the collector itself tells, and the contents, which follow the parts.
OWN = {"schema_version", "tool", "role", "source", "collected_at", "api", "contents", "changes", "unread", "gaps"}
DESCRIBES = {name: described(name) for name in (*OBJECTS, *RELATED_OBJECTS)}


def asked(role: Role) -> dict[str, Question]:
    view = answered(DESCRIBES, role=role)
    return {one.name: one for part in snapshot_parts() for one in part.questions(view)}


def role_asked(part: SnapshotPart) -> Role:
    """An org that this part is read in."""
    in_sandbox = answered(DESCRIBES, role=Role.SANDBOX)
    return Role.SANDBOX if part.questions(in_sandbox) or part.again(in_sandbox) else Role.PRODUCTION


def test_each_field_of_a_snapshot_has_its_part() -> None:
    fields = {one.name for one in structs.fields(Snapshot)}
    assert {one.field for one in snapshot_parts()} == fields - OWN


def test_each_part_that_can_be_unread_is_read_by_one_file() -> None:
    assert sorted(one.name for one in NAMED if one.name) == sorted(
        set(Part) - {Part.TRIGGERS, Part.OBJECTS, Part.CONTENTS}
    )
    assert [one.name for one in NAMED if not one.fix] == []


def test_identity_comes_first_and_what_needs_answers_last() -> None:
    turns = [one.turn for one in snapshot_parts()]
    assert turns == sorted(turns)
    assert {one.field for one in snapshot_parts() if one.turn is Turn.IDENTITY} == {"org", "user"}
    assert {one.field for one in snapshot_parts() if one.turn is Turn.LAST} == {"integration_user"}


@pytest.mark.parametrize("role", list(Role))
def test_a_snapshot_takes_two_composites_of_each_api(role: Role) -> None:
    questions = asked(role).values()
    data = [one for one in questions if not one.is_tooling and not one.alone]
    tooling = [one for one in questions if one.is_tooling]
    assert (len(in_composites(data)), len(in_composites(tooling))) == (2, 2)
    assert [one.name for one in questions if one.alone] == ([] if role is Role.SANDBOX else ["RecordCounts"])
    first = {one.name for one in in_composites(data)[0]}
    assert {"Organization", "User", "UserPermissionAccess", *OBJECTS, *RELATED_OBJECTS} <= first


def test_only_one_org_is_asked_for_what_only_it_tells() -> None:
    sandbox, production = asked(Role.SANDBOX), asked(Role.PRODUCTION)
    assert set(sandbox) - set(production) == {"Touchpoints", "AttributionTouchpoints"}
    assert set(production) - set(sandbox) == {"SandboxProcess", "RecordCounts", "ConnectedApplication"}


def test_every_question_is_sent_to_one_api_whoever_asks_it() -> None:
    view = so_far(**DESCRIBES)
    paths: dict[str, set[str]] = {}
    for part in snapshot_parts():
        for one in part.questions(view):
            paths.setdefault(one.name, set()).add(one.path)
    assert {name for name, found in paths.items() if len(found) > 1} == set()


@pytest.mark.parametrize("part", NAMED, ids=lambda one: one.name)
def test_a_refused_part_says_what_to_grant(part: SnapshotPart) -> None:
    role = role_asked(part)
    names = {one.name for one in part.questions(answered(DESCRIBES, role=role))}
    refused = dict.fromkeys(names | set(asked(role)), REFUSED)
    found = read_part(part, answered(refused, role=role))
    (unread,) = found.unread
    assert (unread.part, unread.fix) == (part.name, part.fix)
    assert not found.value


@pytest.mark.parametrize("part", NAMED, ids=lambda one: one.name)
def test_an_answer_of_another_shape_is_never_a_part(part: SnapshotPart) -> None:
    role = role_asked(part)
    strange = Answer(200, {"records": [None, 7], "sObjects": [{"name": "Lead", "count": "many"}], "fields": [7]})
    answers = dict.fromkeys(asked(role), strange) | {"UserPermissionAccess": permissions("PermissionsViewSetup")}
    found = read_part(part, answered(answers, role=role))
    assert [one.part for one in found.unread] == [part.name]
    assert not found.value


def test_a_part_that_asks_nothing_of_this_role_is_left_out() -> None:
    part = SnapshotPart(
        field="copies",
        questions=lambda view: [Question("A", "a")] if view.role is Role.PRODUCTION else [],
        read=lambda _view: ("read",),
    )
    assert read_parts([part], so_far()) == {"gaps": (), "unread": ()}
    assert read_parts([part], answered({}, role=Role.PRODUCTION))["copies"] == ("read",)


def test_parts_with_one_field_are_joined_and_an_unread_one_takes_nothing_away() -> None:
    def part(value: object) -> SnapshotPart:
        return SnapshotPart(field="automation", questions=lambda _view: [Question("A", "a")], read=lambda _view: value)

    unread = Unread(part=Part.FLOWS, reason="refused", fix="Grant it.")
    parts = [part(("a",)), part(Partly(value=None, unread=(unread,))), part(("b", "c"))]
    found = read_parts(parts, so_far())
    assert (found["automation"], found["unread"]) == (("a", "b", "c"), (unread,))
    assert "automation" not in read_parts([parts[1]], so_far())


def test_a_required_field_that_was_not_read_is_null() -> None:
    part = SnapshotPart(
        field="triggers", questions=lambda _view: [Question("A", "a")], read=lambda _view: Partly(value=None)
    )
    assert read_parts([part], so_far())["triggers"] is None


@pytest.mark.parametrize(
    ("part", "table", "column"),
    [
        ("stages", "OpportunityStage", "ApiName"),
        ("automation", "FlowDefinitionView", "RecordTriggerType"),
        ("integration_user", "PermissionSet", "PermissionsUpdateWithInactiveOwner"),
        ("integration_user", "PermissionSet", "UserPermissionsMarketingUser"),
    ],
)
def test_a_column_that_the_org_lacks_is_not_asked_for(part: str, table: str, column: str) -> None:
    def text(view: SoFar) -> str:
        parts = [one for one in snapshot_parts() if one.field == part]
        return next(unquote(one.path) for each in parts for one in each.questions(view) if one.name == table)

    assert column in text(so_far(**DESCRIBES))
    assert column not in text(answered(DESCRIBES, lacking=(column,)))
    assert ", ," not in text(answered(DESCRIBES, lacking=(column,)))


def test_rows_helps_only_with_rows() -> None:
    assert rows().has_rows
    assert not REFUSED.has_rows
