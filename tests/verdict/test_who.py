"""Who changed a component: its own row says it, else the newest line of Setup that names it and no other object."""

from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.rules.finding import Finding, Severity, items_of
from parity.snapshot.changes import Changes, ComponentChange, SetupChange
from parity.snapshot.records import Role
from parity.verdict.who import Changed, Who, unread_notes, who_changed
from tests.small_snapshots import snapshot
from tests.verdict.findings import finding

SCORE = finding("Freight_Score__c", Severity.WARNING)
TRIGGER = finding("LeadRouting", Severity.WARNING, kind=Kind.TRIGGER)
ITSELF = "the component itself"


def row(kind: str, object_name: str, component: str, by: str, day: int) -> ComponentChange:
    return ComponentChange(kind=kind, object=object_name, component=component, by=by, at=f"2026-11-{day:02d}")


def line(display: str, by: str = "Bo", day: int = 10) -> SetupChange:
    return SetupChange(at=f"2026-11-{day:02d}", by=by, display=display)


def changes(*told: ComponentChange | SetupChange, **more: Any) -> Changes:
    rows = tuple(one for one in told if isinstance(one, ComponentChange))
    return Changes(calls=2, components=rows, setup=tuple(one for one in told if isinstance(one, SetupChange)), **more)


def who(one: Finding, *told: ComponentChange | SetupChange) -> Who | None:
    """Who changed it in the sandbox, where production tells nothing."""
    sides = snapshot(Role.SANDBOX, changes=changes(*told)), snapshot(Role.PRODUCTION)
    found = who_changed((one,), *sides)
    return found[one.fingerprint].sandbox if found else None


def by_line(display: str, by: str = "Bo", day: int = 10) -> Who:
    return Who(by=by, at=f"2026-11-{day:02d}", told_by=display)


def test_each_org_tells_its_own_by_fingerprint_in_order() -> None:
    here = changes(row("field", "Lead", "Freight_Score__c", "Ada", 1))
    there = changes(row("field", "Lead", "freight_score__C", "Bo", 2), row("trigger", "", "LeadRouting", "Cy", 3))
    both = snapshot(Role.SANDBOX, changes=here), snapshot(Role.PRODUCTION, changes=there)
    found = who_changed((SCORE, TRIGGER), *both)
    assert found == {
        SCORE.fingerprint: Changed(
            sandbox=Who(by="Ada", at="2026-11-01", told_by=ITSELF),
            production=Who(by="Bo", at="2026-11-02", told_by=ITSELF),
        ),
        TRIGGER.fingerprint: Changed(sandbox=None, production=Who(by="Cy", at="2026-11-03", told_by=ITSELF)),
    }
    assert list(found) == sorted(found)
    assert list(who_changed((TRIGGER, SCORE), *both)) == list(found)


def test_only_one_org_or_none_may_hold_changes() -> None:
    told = changes(row("field", "Lead", "Freight_Score__c", "Ada", 1))
    sides = snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION, changes=told)
    (one,) = who_changed((SCORE,), *sides).values()
    assert (one.sandbox, one.production) == (None, Who(by="Ada", at="2026-11-01", told_by=ITSELF))
    assert who_changed((SCORE,), snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION)) == {}
    assert who_changed((SCORE,), snapshot(Role.SANDBOX, changes=changes()), snapshot(Role.PRODUCTION)) == {}


@pytest.mark.parametrize("kind", [Kind.OBJECT, Kind.CAUSE, Kind.READINESS])
def test_what_is_no_single_component_has_nobody(kind: Kind) -> None:
    one = finding("Freight_Score__c", Severity.WARNING, kind=kind)
    assert who(one, row(kind.value, "Lead", "Freight_Score__c", "Ada", 1), line("Changed Freight_Score")) is None
    # The others of the list are told all the same.
    sides = snapshot(Role.SANDBOX, changes=changes(line("Changed Freight_Score"))), snapshot(Role.PRODUCTION)
    assert list(who_changed((one, SCORE), *sides)) == [SCORE.fingerprint]


def test_the_newest_row_of_that_very_component_counts_and_before_any_line() -> None:
    told = (
        row("field", "Lead", "Freight_Score__c", "Ada", 1),
        row("field", "Lead", "Freight_Score__c", "Bo", 5),
        row("field", "Lead", "Freight_Score__c", "Cy", 3),
        row("field", "Contact", "Freight_Score__c", "Dee", 9),
        row("automation", "Lead", "Freight_Score__c", "Eve", 9),
        row("field", "Lead", "Other_Score__c", "Flo", 9),
        line("Changed Freight_Score", day=20),
    )
    assert who(SCORE, *told) == Who(by="Bo", at="2026-11-05", told_by=ITSELF)


def test_the_trail_tells_what_has_no_row_by_its_newest_line() -> None:
    told = (line("Deleted custom field: Freight_Score (Lead)", day=3), line("Changed Freight_Score", "Cy", 9))
    assert who(SCORE, *told, line("Freight_Score made", "Dee", 1)) == by_line("Changed Freight_Score", "Cy", 9)
    assert who(SCORE, line("Changed Other_Score")) is None


@pytest.mark.parametrize(
    ("component", "display", "is_told"),
    [
        ("Freight_Score__c", "Changed freight_score__C of Lead", True),
        ("acme__Freight_Score__c", "Changed Freight_Score", True),
        ("acme__One__Freight__c", "Changed Freight", True),
        ("Freight_Score__c", "Changed My.Freight_Score", False),
        ("Freight_Score__c", "Changed Old_Freight_Score", False),
        ("Freight_Score__c", "Changed Freight_Scores", False),
        ("Freight_Score__c", "Changed Freight_Score.", True),
        ("Freight.Score", "Changed Freight-Score", False),
        # Fewer than five letters stand in too many lines to mean this component.
        ("Rate__c", "Changed Rate__c", False),
        ("Rates__c", "Changed Rates__c", True),
        # A line that names other objects is about a component of the same name there.
        ("Freight_Score__c", "Changed Freight_Score (Account)", False),
        ("Freight_Score__c", "Changed Freight_Score (Account, Lead)", True),
        ("Freight_Score__c", "Changed Freight_Score (Leads of Accounts)", True),
    ],
)
def test_a_line_must_name_the_component_and_no_other_object(component: str, display: str, is_told: bool) -> None:
    one = finding(component, Severity.WARNING)
    assert who(one, line(display)) == (by_line(display) if is_told else None)


def test_automation_is_looked_for_by_its_name_without_its_kind() -> None:
    rule = finding("validation rule Needs_City", Severity.WARNING, kind=Kind.AUTOMATION)
    assert who(rule, line("Changed Needs_City validation")) == by_line("Changed Needs_City validation")
    own = row("automation", "Lead", "validation rule Needs_City", "Ada", 1)
    assert who(rule, own) == Who(by="Ada", at="2026-11-01", told_by=ITSELF)
    kept = finding("validation rule", Severity.WARNING, kind=Kind.RECORD_TYPE)
    assert who(kept, line("Changed validation rule")) == by_line("Changed validation rule")


def of_classes(*names: str) -> Finding:
    return structs.replace(TRIGGER, items=items_of(f"class[{name}]" for name in names))


def test_a_class_that_a_trigger_names_is_told_and_not_the_trigger() -> None:
    told = (row("class", "", "Router", "Ada", 2), row("class", "", "Sorter", "Bo", 5))
    trigger = row("trigger", "", "LeadRouting", "Cy", 9)
    assert who(of_classes("ROUTER"), *told, trigger) == Who(
        by="Ada", at="2026-11-02", told_by="the class Router itself"
    )
    newest = Who(by="Bo", at="2026-11-05", told_by="the class Sorter itself")
    assert who(of_classes("Router", "Sorter"), *told, trigger) == newest
    assert who(of_classes("Sorter", "Unknown"), *told, trigger) == newest
    assert who(of_classes("Unknown"), *told, trigger) is None
    assert who(of_classes("Changer"), line("Changed Changer class on Account")) == by_line(
        "Changed Changer class on Account"
    )
    # Only a class's own row: a field of that name is another thing.
    assert who(of_classes("Router"), row("field", "", "Router", "Ada", 2), trigger) is None


def test_a_trigger_whose_other_items_differ_is_told_by_its_own_row() -> None:
    trigger = row("trigger", "", "LeadRouting", "Cy", 9)
    told = Who(by="Cy", at="2026-11-09", told_by=ITSELF)
    assert who(structs.replace(TRIGGER, items=items_of(("Status", "my class[Router]"))), trigger) == told
    field = structs.replace(SCORE, items=items_of(("class[Router]",)))
    assert who(field, row("field", "Lead", "Freight_Score__c", "Ada", 1), trigger) == Who(
        by="Ada", at="2026-11-01", told_by=ITSELF
    )


def test_what_could_not_be_read_is_a_sentence_an_org() -> None:
    sides = (
        snapshot(Role.SANDBOX, changes=changes(unread=("Flow (x)", "Trail (y)"))),
        snapshot(Role.PRODUCTION, changes=changes(unread=("Flow (z)",))),
    )
    assert unread_notes(*sides) == (
        "Who changed what could not be read in the sandbox: Flow (x), Trail (y).",
        "Who changed what could not be read in the production: Flow (z).",
    )
    assert unread_notes(snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION, changes=changes())) == ()
