"""A release that one org has already, on two small orgs."""

from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.rules.finding import Certainty, Finding, Severity
from parity.snapshot.records import ApiUse, Role, Snapshot
from tests.rules.causes.small import PRODUCTION, SANDBOX, cause_of, changed, folded, only_in, org, sides


def offering(role: Role, *versions: str, kind: str = "picklist") -> Snapshot:
    """An org whose Rating is of that type."""
    base = org(role, "Lead.Rating", api=ApiUse(version="66.0", versions_offered=versions))
    lead = base.objects["Lead"]
    rating = structs.replace(lead.fields[0], type=kind)
    return structs.replace(base, objects={"Lead": structs.replace(lead, fields=(rating,))})


NEW = only_in(SANDBOX, "Lead.ActivityMetricId", severity=Severity.BLOCKER)


def test_a_newer_sandbox_is_proven_to_bring_its_new_fields_and_never_blocks() -> None:
    orgs = offering(SANDBOX, "9.0", "67.0", "66.0"), offering(PRODUCTION, "66.0", "9.0")
    own, cause, explained = cause_of((*NEW, *only_in(SANDBOX, "Lead.Own__c")), *orgs)
    assert (own.rule, own.component, own.severity) == ("cause-release", "Salesforce release", Severity.WARNING)
    assert (own.sandbox, own.production) == ("API 67.0", "API 66.0")
    assert own.message == ("One org is on a newer release (API 67.0 in the sandbox, API 66.0 in production): 1 finding")
    assert cause.certainty is Certainty.PROVEN
    assert cause.proof == "GET /services/data: the sandbox offers versions up to 67.0, production up to 66.0."
    assert explained == ["Lead.ActivityMetricId"]


def test_what_a_newer_production_has_may_come_with_a_feature_too() -> None:
    orgs = offering(SANDBOX, "66.0"), offering(PRODUCTION, "66.0", "67.0")
    own, cause, _ = cause_of(only_in(PRODUCTION, "Lead.ActivityMetricId", severity=Severity.BLOCKER), *orgs)
    assert (cause.certainty, own.severity) == (Certainty.LIKELY, Severity.BLOCKER)
    assert own.message.startswith("Likely: One org is on a newer release")


@pytest.mark.parametrize(
    ("in_sandbox", "in_production"),
    [(("66.0",), ("66.0",)), ((), ("66.0",)), (("67.0",), ()), (("66.0", "67.0"), ("67.0", "66.0"))],
    ids=["the same", "sandbox unknown", "production unknown", "another order"],
)
def test_without_two_known_releases_that_differ_there_is_no_cause(
    in_sandbox: tuple[str, ...], in_production: tuple[str, ...]
) -> None:
    assert folded(NEW, offering(SANDBOX, *in_sandbox), offering(PRODUCTION, *in_production)) == []


def of_length(before: Any, after: Any, name: str = "Lead.Rating") -> Finding:
    return changed(name, length=(before, after))


@pytest.mark.parametrize(
    ("found", "explained"),
    [
        (only_in(SANDBOX, "Lead.NewOne")[0], True),
        (only_in(PRODUCTION, "Lead.NewOne")[0], False),
        (only_in(SANDBOX, "Lead.Email")[0], False),
        (only_in(SANDBOX, "Lead.NewOne__c")[0], False),
        (only_in(SANDBOX, "Lead.NewOne", kind=Kind.RECORD_TYPE)[0], False),
        (only_in(SANDBOX, "Lead.NewOne", undecided=True)[0], False),
        (of_length(255, 40), True),
        (of_length(40, 255), False),
        (of_length(255, 80), False),
        (of_length(80, 40), False),
        (of_length(255, 40, "Lead.Ghost"), False),
        (changed("Lead.Rating", scale=(255, 40)), False),
        (changed("Lead.Rating", length=(255, 40), scale=(1, 2)), False),
    ],
    ids=[
        "a new standard field",
        "in the older org",
        "known for long",
        "a custom field",
        "a record type",
        "not decided",
        "a wider picklist",
        "a narrower one",
        "another old length",
        "another new length",
        "a field that is not shown",
        "no length",
        "and more",
    ],
)
def test_what_comes_with_a_release(found: Finding, explained: bool) -> None:
    orgs = offering(SANDBOX, "67.0"), offering(PRODUCTION, "66.0")
    assert bool(folded((found,), *orgs)) is explained


@pytest.mark.parametrize(("kind", "explained"), [("picklist", True), ("multipicklist", True), ("string", False)])
@pytest.mark.parametrize("newer", list(Role))
def test_only_picklists_are_widened_by_a_release(newer: Role, kind: str, explained: bool) -> None:
    orgs = sides(newer, offering(newer, "67.0", kind=kind), offering(newer.other, "66.0", kind="string"))
    found = of_length(255, 40) if newer is SANDBOX else of_length(40, 255)
    assert bool(folded((found,), *orgs)) is explained
