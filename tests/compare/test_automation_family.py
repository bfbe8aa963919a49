"""Automation compared, on two small snapshots."""

from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import Difference, Kind
from parity.compare.families import automation
from parity.compare.family import SnapshotPair
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.org_setup import Part, Unread
from parity.snapshot.records import (
    Role,
)
from tests.compare.test_families import lead, snapshot

FLOW = Automation(kind=AutomationKind.FLOW, object="Lead", name="Greet", active=True, details={"Trigger": "Create"})


def automated(sandbox: Automation | None, production: Automation | None, *unread: Part) -> tuple[Difference, ...]:
    """What differs between two orgs with one piece of automation each; production could not read these parts."""
    sides = [
        structs.replace(snapshot(role, lead()), automation=() if one is None else (one,))
        for role, one in ((Role.SANDBOX, sandbox), (Role.PRODUCTION, production))
    ]
    reasons = tuple(Unread(part=one, reason="refused", fix="Grant it.") for one in unread)
    sides[1] = structs.replace(sides[1], unread=reasons)
    return automation.compare(SnapshotPair(sandbox=sides[0], production=sides[1])).differences


def changed(**changes: Any) -> Automation:
    return structs.replace(FLOW, **changes)


def test_a_piece_of_automation_that_differs_is_told_whole() -> None:
    other = changed(details={"Trigger": "Update"})
    assert automated(FLOW, other) == (
        Difference(
            kind=Kind.AUTOMATION,
            object="Lead",
            component="record-triggered flow Greet",
            attribute="Trigger",
            sandbox="Create",
            production="Update",
            sandbox_record=FLOW,
            production_record=other,
        ),
    )
    assert automated(FLOW, FLOW) == automated(None, None) == ()


@pytest.mark.parametrize(
    ("sandbox", "production", "found"),
    [
        (FLOW, None, [("presence", "active", None)]),
        (None, FLOW, [("presence", None, "active")]),
        (changed(active=False), None, []),
        (None, changed(active=False), []),
        (changed(active=None), None, [("presence", "there", None)]),
        (FLOW, changed(active=False), [("active", True, False)]),
        (changed(active=False), FLOW, [("active", False, True)]),
        (changed(active=False), changed(active=False, details={}), []),
        (FLOW, changed(details={}), [("Trigger", "Create", None)]),
        (changed(details={}), FLOW, [("Trigger", None, "Create")]),
        (changed(details={"Trigger": "Create", "A": 1}), FLOW, [("A", 1, None)]),
        (changed(name="GREET"), FLOW, []),
        (changed(name="Other"), FLOW, [("presence", None, "active"), ("presence", "active", None)]),
        (changed(namespace="acme"), FLOW, [("presence", None, "active"), ("presence", "active", None)]),
    ],
)
def test_what_differs_in_automation(
    sandbox: Automation | None, production: Automation | None, found: list[tuple[str, Any, Any]]
) -> None:
    told = [(one.attribute, one.sandbox, one.production) for one in automated(sandbox, production)]
    assert sorted(told, key=str) == sorted(found, key=str)


@pytest.mark.parametrize(
    ("sandbox", "production", "found"),
    [
        ({"ErrorDisplayField": "Top of Page"}, {}, []),
        ({}, {"ErrorDisplayField": ""}, []),
        ({"ErrorDisplayField": "Top of Page"}, {"ErrorDisplayField": "City"}, ["ErrorDisplayField"]),
        ({"ErrorDisplayField": "Fax"}, {"ErrorDisplayField": "City"}, ["ErrorDisplayField"]),
        # Anywhere else these are texts like others.
        ({"ErrorMessage": "Top of Page"}, {}, ["ErrorMessage"]),
        ({"ErrorMessage": ""}, {}, ["ErrorMessage"]),
    ],
)
def test_a_message_beside_no_field_stands_at_the_top_of_the_page(
    sandbox: dict[str, Any], production: dict[str, Any], found: list[str]
) -> None:
    assert [one.attribute for one in automated(changed(details=sandbox), changed(details=production))] == found


def test_what_belongs_to_an_org_is_no_difference() -> None:
    mail, copied = changed(details={"To": "a@acme.example"}), changed(details={"To": "a@acme.example.invalid"})
    assert automated(copied, mail) == automated(mail, copied) == ()
    assert len(automated(copied, changed(details={"To": "b@acme.example"}))) == 1


def test_a_kind_that_one_org_could_not_read_is_not_compared() -> None:
    assert automated(FLOW, None, Part.FLOWS) == ()
    assert len(automated(FLOW, None, Part.VALIDATION_RULES)) == 1


def test_both_records_go_with_a_difference() -> None:
    off = changed(active=False)
    (one,) = automated(FLOW, off)
    assert (one.kind, one.sandbox_record, one.production_record) == (Kind.AUTOMATION, FLOW, off)
    (missing,) = automated(FLOW, None)
    assert (missing.object, missing.sandbox_record, missing.production_record) == ("Lead", FLOW, None)
    (new,) = automated(None, FLOW)
    assert (new.component, new.sandbox_record, new.production_record) == ("record-triggered flow Greet", None, FLOW)


def processes(sandbox: dict[str, str], production: dict[str, str]) -> list[tuple[str, str, Any, Any]]:
    """What differs between two orgs with these processes, name by object, all of them active."""
    sides = []
    for role, names in ((Role.SANDBOX, sandbox), (Role.PRODUCTION, production)):
        made = (
            Automation(kind=AutomationKind.PROCESS, object=object_name, name=name, active=True, details={})
            for name, object_name in names.items()
        )
        sides.append(structs.replace(snapshot(role, lead()), automation=tuple(made)))
    found = automation.compare(SnapshotPair(sandbox=sides[0], production=sides[1])).differences
    return [(one.object, one.component.rpartition(" ")[2], one.sandbox, one.production) for one in found]


def test_a_process_that_tells_no_object_is_the_one_of_its_name_in_the_other_org() -> None:
    assert processes({"Score": "?"}, {"Score": "Lead"}) == processes({"Score": "Lead"}, {"score": "?"}) == []
    assert processes({"Score": "Lead"}, {"Score": "Case"}) == [
        ("Case", "Score", None, "active"),
        ("Lead", "Score", "active", None),
    ]
    assert sorted(processes({"Alone": "?", "Score": "Lead"}, {})) == [
        ("?", "Alone", "active", None),
        ("Lead", "Score", "active", None),
    ]
