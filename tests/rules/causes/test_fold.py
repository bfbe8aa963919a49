"""Findings folded under their causes: the cause's own finding whole, and what it may be named and lowered by."""

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.rules.causes.cause import OrgPair, only_in
from parity.rules.causes.cause import value_in as value_of
from parity.rules.causes.fold import fold
from parity.rules.causes.registry import all_causes
from parity.rules.finding import Cause, Certainty, Finding, Severity, fingerprint, items_of, seen_digest
from parity.snapshot.records import ApiUse, Role
from tests.rules.causes import small
from tests.rules.causes.small import PRODUCTION, SANDBOX, changed, finding, org
from tests.rules.causes.test_packages import package

FOUND = small.only_in(SANDBOX, "Lead.acme__A__c", "Lead.acme__B__c", severity=Severity.BLOCKER)
ORGS = org(SANDBOX, packages=package("2.1.0.1")), org(PRODUCTION, packages=())


def test_a_cause_has_a_finding_of_its_own_and_nothing_is_dropped() -> None:
    other = changed("Lead.Own__c", length=(1, 2))
    found = fold((*FOUND, other), *ORGS)
    rule = next(one for one in all_causes() if one.id == "cause-package-missing")
    seen = seen_digest(None)
    explains = tuple(sorted(one.fingerprint for one in FOUND))
    own = Finding(
        rule="cause-package-missing",
        severity=Severity.BLOCKER,
        kind=Kind.CAUSE,
        object="",
        component="acme",
        attribute="cause",
        sandbox="Acme 2.1",
        production=None,
        message="Package acme is in one org only (sandbox: Acme 2.1; production: nothing): 2 findings",
        fix=rule.fix.format(component="acme"),
        items=items_of(explains),
        seen=seen,
        fingerprint=fingerprint("cause-package-missing", "", "acme", seen),
    )
    marked = tuple(structs.replace(one, cause=own.fingerprint) for one in FOUND)
    assert found.findings == (own, *marked, other)
    assert found.causes == (
        Cause(
            fingerprint=own.fingerprint,
            rule="cause-package-missing",
            certainty=Certainty.PROVEN,
            proof="The installed packages of both orgs were read: acme is in sandbox only.",
            explains=explains,
        ),
    )


def test_one_finding_is_told_as_one_and_a_missing_side_as_nothing() -> None:
    sandbox, production = org(SANDBOX, packages=()), org(PRODUCTION, packages=package("2.1.0.1"))
    own, _, _ = small.cause_of(small.only_in(PRODUCTION, "Lead.acme__A__c"), sandbox, production)
    assert own.message == "Package acme is in one org only (sandbox: nothing; production: Acme 2.1): 1 finding"


def test_no_cause_lowers_what_the_project_names() -> None:
    orgs = org(SANDBOX, api=ApiUse(versions_offered=("67.0",))), org(PRODUCTION, api=ApiUse(versions_offered=("66.0",)))
    new = small.only_in(SANDBOX, "Lead.NewOne", "Lead.NewTwo", severity=Severity.BLOCKER)
    for named, severity in (
        ((), Severity.WARNING),
        (("lead.NEWTWO",), Severity.BLOCKER),
        (("Lead.Other",), Severity.WARNING),
    ):
        ((own, _, _),) = small.folded(new, *orgs, *named)
        assert own.severity is severity


def test_no_cause_lowers_what_the_policy_raised() -> None:
    orgs = org(SANDBOX, api=ApiUse(versions_offered=("67.0",))), org(PRODUCTION, api=ApiUse(versions_offered=("66.0",)))
    by_rule = small.only_in(SANDBOX, "Lead.NewOne", severity=Severity.BLOCKER)
    raised = small.only_in(SANDBOX, "Lead.NewTwo", severity=Severity.BLOCKER, rule_severity=Severity.INFO)
    lowered = small.only_in(SANDBOX, "Lead.NewTwo", severity=Severity.INFO, rule_severity=Severity.BLOCKER)
    for others, severity in ((raised, Severity.BLOCKER), (lowered, Severity.WARNING)):
        ((own, _, _),) = small.folded((*by_rule, *others), *orgs)
        assert own.severity is severity


def test_causes_come_worst_first_then_by_rule_object_and_component() -> None:
    switch = small.only_in(SANDBOX, "Opportunity.SyncedQuoteId", "Contact.Suffix", severity=Severity.INFO)
    two = small.only_in(SANDBOX, "Lead.zeta__A__c", severity=Severity.WARNING)
    packages = (*package("2.1.0.1"), *package("1.0.0.1", "zeta"))
    orgs = org(SANDBOX, packages=packages), org(PRODUCTION, packages=())
    found = fold((*switch, *two, *FOUND), *orgs)
    own = [one for one in found.findings if one.kind is Kind.CAUSE]
    assert [(one.severity, one.rule, one.component) for one in own] == [
        (Severity.BLOCKER, "cause-package-missing", "acme"),
        (Severity.WARNING, "cause-package-missing", "zeta"),
        (Severity.INFO, "cause-person-names", "Person name parts"),
        (Severity.INFO, "cause-quotes", "Quotes"),
    ]
    assert [one.fingerprint for one in found.causes] == sorted(one.fingerprint for one in found.causes)
    assert fold((), *orgs).findings == ()


def test_a_cause_of_something_open_is_open() -> None:
    hidden = structs.replace(of_labels(), undecided=True)
    sandbox = org(SANDBOX, "Lead.F__c", user=structs.replace(org(SANDBOX).user, language=None))
    ((own, _, _),) = small.folded((hidden,), sandbox, org(PRODUCTION, "Lead.F__c"))
    assert own.undecided
    ((own, _, _),) = small.folded((of_labels(),), sandbox, org(PRODUCTION, "Lead.F__c"))
    assert not own.undecided


def of_labels() -> Finding:
    return structs.replace(changed("Lead.F__c", label=("a", "b")), rule="field-label-changed")


@pytest.mark.parametrize(
    ("found", "role"),
    [
        (finding("Lead.A", sandbox="x"), SANDBOX),
        (finding("Lead.A", production="x"), PRODUCTION),
        (finding("Lead.A", sandbox="x", production="y"), None),
        (finding("Lead.A", sandbox="x", undecided=True), None),
        (finding("Lead.A", sandbox="x", attribute="length"), None),
    ],
)
def test_the_org_that_alone_has_it(found: Finding, role: Role | None) -> None:
    assert only_in(found) is role


def test_a_value_is_that_of_the_org() -> None:
    one = finding("Lead.A", sandbox="x", production="y")
    assert (value_of(one, SANDBOX), value_of(one, PRODUCTION)) == ("x", "y")


def test_a_field_is_lacking_only_where_the_list_of_all_fields_says_so() -> None:
    sandbox = org(SANDBOX, "Lead.A__c", "Case.A__c", unread=("Case",))
    hidden = structs.replace(sandbox.objects["Lead"], defined_fields=("A__c", "Hidden__c"))
    orgs = OrgPair(structs.replace(sandbox, objects={**sandbox.objects, "Lead": hidden}), org(PRODUCTION))
    assert orgs.has(SANDBOX, "Lead", "A__c")
    assert not orgs.has(SANDBOX, "Lead", "a__c")
    assert not orgs.lacks(SANDBOX, "Lead", "A__c")
    assert not orgs.lacks(SANDBOX, "Lead", "hidden__C")
    assert orgs.lacks(SANDBOX, "Lead", "B__c")
    assert not orgs.lacks(SANDBOX, "Case", "B__c")
    assert not orgs.lacks(SANDBOX, "Account", "B__c")
    assert not orgs.has(PRODUCTION, "Lead", "A__c")
    shown_yet_unlisted = structs.replace(hidden, defined_fields=())
    odd = OrgPair(structs.replace(sandbox, objects={"Lead": shown_yet_unlisted}), org(PRODUCTION))
    assert not odd.lacks(SANDBOX, "Lead", "A__c")
