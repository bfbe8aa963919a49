"""A package in one org only, or at another version, on two small orgs."""

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.rules.finding import Certainty, Finding
from parity.snapshot.org_setup import Package
from parity.snapshot.records import Role, Snapshot, Trigger
from tests.rules.causes.small import PRODUCTION, SANDBOX, cause_of, changed, finding, folded, item, only_in, org, sides


def package(version: str, namespace: str = "acme") -> tuple[Package, ...]:
    return (
        Package(namespace="other", name="Other", version="1.0.0.1"),
        Package(namespace=namespace, name="Acme", version=version),
    )


def test_a_package_in_one_org_only_explains_what_bears_its_namespace_there() -> None:
    sandbox, production = org(SANDBOX, packages=package("2.1.0.1")), org(PRODUCTION, packages=package("1", "third"))
    mine = only_in(SANDBOX, "Lead.acme__A__c", "Lead.acme__B__c")
    others = (*only_in(PRODUCTION, "Lead.acme__C__c"), *only_in(SANDBOX, "Lead.Own__c", "Lead.other__A__c"))
    own, cause, explained = cause_of((*mine, *others), sandbox, production)
    assert (own.rule, own.component, own.sandbox, own.production) == ("cause-package-missing", "acme", "Acme 2.1", None)
    assert explained == ["Lead.acme__A__c", "Lead.acme__B__c"]
    assert cause.proof == "The installed packages of both orgs were read: acme is in sandbox only."
    own, cause, _ = cause_of(
        only_in(PRODUCTION, "Lead.acme__A__c"), production, structs.replace(sandbox, role=PRODUCTION)
    )
    assert (own.sandbox, own.production) == (None, "Acme 2.1")
    assert "acme is in production only" in cause.proof


def test_a_package_that_both_or_neither_has_is_not_missing() -> None:
    mine = only_in(SANDBOX, "Lead.acme__A__c", "Lead.acme__B__c")
    for packages in (package("2.1.0.1"), package("1", "third")):
        assert folded(mine, org(SANDBOX, packages=packages), org(PRODUCTION, packages=packages)) == []
    objects = (structs.replace(mine[0], kind=Kind.OBJECT), structs.replace(mine[1], kind=Kind.OBJECT))
    assert folded(objects, org(SANDBOX, packages=package("1.0.0.1")), org(PRODUCTION, packages=())) == []


@pytest.mark.parametrize("role", list(Role))
def test_without_the_lists_a_namespace_that_one_org_does_not_know_only_reads_likely(role: Role) -> None:
    mine = only_in(role, "Lead.acme__A__c", "Lead.acme__B__c")
    knows_none = (Trigger(name="acme", table_enum_or_id="Lead", status="Active"),)
    orgs = sides(role, org(role, packages=()), org(role.other, "Lead.Own__c", triggers=knows_none))
    own, cause, explained = cause_of(mine, *orgs)
    assert (own.component, own.sandbox, own.production) == (
        "acme",
        "seen" if role is SANDBOX else None,
        "seen" if role is PRODUCTION else None,
    )
    assert (cause.certainty, len(explained)) == (Certainty.LIKELY, 2)
    assert own.message.startswith("Likely: Package acme is in one org only")
    assert cause.proof == (
        "Only the names suggest it: nothing of acme was seen in the other org, and the installed packages could not be "
        "read in both."
    )


OF_ACME = Trigger(name="T", table_enum_or_id="Lead", status="Active", namespace_prefix="acme")


@pytest.mark.parametrize(
    ("findings", "other"),
    [
        (only_in(SANDBOX, "Lead.acme__A__c"), org(PRODUCTION)),
        ((*only_in(SANDBOX, "Lead.acme__A__c"), *only_in(PRODUCTION, "Lead.acme__B__c")), org(PRODUCTION)),
        (only_in(SANDBOX, "Lead.acme__A__c", "Lead.acme__B__c"), org(PRODUCTION, "Lead.acme__Z__c")),
        (only_in(SANDBOX, "Lead.acme__A__c", "Lead.acme__B__c"), org(PRODUCTION, triggers=(OF_ACME,))),
        ((changed("Lead.acme__A__c", length=(1, 2)), changed("Lead.acme__B__c", length=(1, 2))), org(PRODUCTION)),
    ],
    ids=["one is too few", "in both orgs", "the other has a field", "the other has a trigger", "no presence"],
)
def test_a_namespace_suggests_nothing_where_it_may_be_known(findings: tuple[Finding, ...], other: Snapshot) -> None:
    assert folded(findings, org(SANDBOX, triggers=None), other) == []


def of_trigger(*items: str) -> Finding:
    told = tuple(item(one, 1, 2) for one in items)
    return finding("Lead.acme__T", sandbox="x", production="y", attribute="BodyCrc", kind=Kind.TRIGGER, items=told)


@pytest.mark.parametrize(
    ("found", "explained"),
    [
        (only_in(PRODUCTION, "Lead.acme__A__c")[0], True),
        (only_in(SANDBOX, "Lead.acme__A__c")[0], False),
        (of_trigger("BodyCrc"), True),
        (of_trigger("ApiVersion", "BodyCrc"), True),
        (of_trigger("BodyCrc", "Status"), False),
        (of_trigger(), False),
        (structs.replace(of_trigger("BodyCrc"), kind=Kind.FIELD), False),
    ],
    ids=["new field", "field of the older", "code", "code and version", "status too", "no item", "no trigger"],
)
def test_a_newer_version_explains_its_new_fields_and_its_code(found: Finding, explained: bool) -> None:
    orgs = org(SANDBOX, packages=package("2.9.0.1")), org(PRODUCTION, packages=package("2.10.0.1"))
    causes = folded((found,), *orgs)
    assert bool(causes) is explained
    if explained:
        own, cause, _ = causes[0]
        assert (own.rule, own.sandbox, own.production) == ("cause-package-version", "Acme 2.9", "Acme 2.10")
        assert cause.proof == (
            "The installed packages of both orgs were read: production has the newer version of acme."
        )
    swapped = org(SANDBOX, packages=package("2.10.0.1")), org(PRODUCTION, packages=package("2.10.0.1"))
    assert folded((found,), *swapped) == []
    untold = org(SANDBOX, packages=package("")), org(PRODUCTION, packages=package("2.10.0.1"))
    assert folded((found,), *untold) == []


def test_a_namespace_that_is_in_both_orgs_does_not_end_the_look_at_others() -> None:
    mine = only_in(SANDBOX, "Lead.acme__A__c", "Lead.acme__B__c", "Lead.zeta__A__c", "Lead.zeta__B__c")
    both = org(SANDBOX, packages=(*package("1.0.0.1"), *package("1.0.0.1", "zeta")))
    (only_zeta,) = folded(mine, both, org(PRODUCTION, packages=package("1.0.0.1")))
    assert only_zeta[0].component == "zeta"
    (likely,) = folded(mine, org(SANDBOX), org(PRODUCTION, "Lead.acme__Z__c"))
    assert likely[0].component == "zeta"
    older = (*package("1.0.0.1"), *package("0.9.0.1", "zeta"))
    (version,) = folded(mine, both, org(PRODUCTION, packages=older))
    assert (version[0].component, version[0].rule) == ("zeta", "cause-package-version")
    assert version[1].proof.endswith("sandbox has the newer version of zeta.")
