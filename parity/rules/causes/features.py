"""Features of an org that add the same standard fields to many objects: currencies, address picklists, portals."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from parity.rules.causes.cause import CauseRule, Explanation, OrgPair, only_in
from parity.rules.finding import Finding, Severity
from parity.rules.sources import Source
from parity.snapshot.records import OBJECTS, Role

#: Objects that have CurrencyIsoCode as soon as several currencies are on.
_PRICED = ("Account", "Campaign", "Contact", "Lead", "Opportunity")
_ADDRESSES = {
    "Account": ("Billing", "Shipping"),
    "Contact": ("Mailing", "Other"),
    "Lead": ("",),
}
#: Standard fields that a switch of the org brings, which no deployment can make.
_PORTAL = frozenset(
    {
        ("Account", "IsPartner"),
        ("Account", "IsCustomerPortal"),
        ("Lead", "PartnerAccountId"),
        ("Opportunity", "PartnerAccountId"),
    }
)
_QUOTES = frozenset({("Opportunity", "SyncedQuoteId")})
_NAMES = frozenset({(name, part) for name in ("Contact", "Lead") for part in ("MiddleName", "Suffix")})
_CLEAN = frozenset(
    {(name, "CleanStatus") for name in ("Account", "Contact", "Lead")}
    | {
        ("Account", one)
        for one in ("DandbCompanyId", "DunsNumber", "NaicsCode", "NaicsDesc", "Tradestyle", "YearStarted")
    }
    | {("Lead", one) for one in ("CompanyDunsNumber", "DandbCompanyId")}
)


#: Every field that one of these switches brings.
BY_SWITCH = _PORTAL | _QUOTES | _NAMES | _CLEAN


def _codes() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, f"{address}{kind}Code")
        for name, addresses in _ADDRESSES.items()
        for address in addresses
        for kind in ("State", "Country")
    )


def _feature(
    name: str,
    fields: Sequence[tuple[str, str]],
    comes: Callable[[Finding], bool],
    orgs: OrgPair,
    findings: tuple[Finding, ...],
) -> Iterable[Explanation]:
    """A feature is on in one org only where every one of its fields is there, and proven absent in the other."""
    seen = [one for one in fields if all(one[0] in snapshot.objects for snapshot in orgs.snapshots.values())]
    for role in Role:
        if not seen or not all(orgs.has(role, *one) and orgs.lacks(role.other, *one) for one in seen):
            continue
        states = {role: "on", role.other: "off"}
        yield Explanation(
            component=name,
            sandbox=states[Role.SANDBOX],
            production=states[Role.PRODUCTION],
            proof=f"{', '.join('.'.join(one) for one in seen[:4])}{' and more' if len(seen) > 4 else ''} exist in "
            f"{role}; FieldDefinition proves that the other org has none of them.",
            explained=tuple(one for one in findings if only_in(one) is role and comes(one)),
        )


def _is_currency(finding: Finding) -> bool:
    return finding.component == "CurrencyIsoCode" and finding.object in OBJECTS


def _is_code(finding: Finding) -> bool:
    return (finding.object, finding.component) in _codes()


def _switch(
    name: str, fields: frozenset[tuple[str, str]], _orgs: OrgPair, findings: tuple[Finding, ...]
) -> Iterable[Explanation]:
    """A switch of the org explains whichever of its fields are in one org only."""
    for role in Role:
        mine = tuple(one for one in findings if (one.object, one.component) in fields and only_in(one) is role)
        if mine:
            states = {role: "on", role.other: "off"}
            names = sorted(f"{one.object}.{one.component}" for one in mine)
            yield Explanation(
                component=name,
                sandbox=states[Role.SANDBOX],
                production=states[Role.PRODUCTION],
                proof=f"{', '.join(names)}: standard fields that only this switch brings.",
                explained=mine,
            )


CAUSES = (
    CauseRule(
        id="cause-multi-currency",
        title="Several currencies are on in one org only",
        message="Several currencies are {sandbox} in the sandbox and {production} in production: {number}",
        why="Records carry a currency in one org only. An empty one is refused (NULL_EMPTY_CURRENCY_ISO_CODE), and dated "
        "exchange rates are not used for touchpoint revenue in Salesforce.",
        fix="Rehearse in a sandbox that is a copy of production: the feature cannot be switched off again.",
        source=Source.MULTI_CURRENCY,
        explain=partial(_feature, "Multiple currencies", [(name, "CurrencyIsoCode") for name in _PRICED], _is_currency),
        order=50,
        at_least=Severity.BLOCKER,
    ),
    CauseRule(
        id="cause-address-picklists",
        title="State and country picklists are on in one org only",
        message="State and country picklists are {sandbox} in the sandbox and {production} in production: {number}",
        why="Addresses are checked against lists in one org only: what fits the one is refused by the other "
        "(FIELD_INTEGRITY_EXCEPTION).",
        fix="Switch them on in both orgs: Setup > State and Country/Territory Picklists; or refresh the sandbox.",
        source=Source.ADDRESS_PICKLISTS,
        explain=partial(_feature, "State and country picklists", _codes(), _is_code),
        order=51,
        at_least=Severity.WARNING,
    ),
    CauseRule(
        id="cause-portal",
        title="Partner or customer portal features are on in one org only",
        message="Portal features are {sandbox} in the sandbox and {production} in production: {number}",
        why="Digital Experiences add standard fields. Nothing in the integration reads them; the orgs still differ.",
        fix="Enable Digital Experiences in both orgs (Setup > Digital Experiences > Settings), or refresh the sandbox.",
        source=Source.PORTALS,
        explain=partial(_switch, "Digital Experiences", _PORTAL),
        order=52,
    ),
    CauseRule(
        id="cause-quotes",
        title="Quotes are on in one org only",
        message="Quotes are {sandbox} in the sandbox and {production} in production: {number}",
        why="The switch adds Opportunity.SyncedQuoteId. Nothing in the integration reads it; the orgs still differ.",
        fix="Enable Quotes in both orgs (Setup > Quote Settings), or refresh the sandbox.",
        source=Source.DESCRIBE,
        explain=partial(_switch, "Quotes", _QUOTES),
        order=53,
    ),
    CauseRule(
        id="cause-person-names",
        title="Middle names or name suffixes are on in one org only",
        message="Middle names or suffixes are {sandbox} in the sandbox and {production} in production: {number}",
        why="Names are put together from other parts in one org than in the other.",
        fix="Switch both on in both orgs: Setup > User Interface > Enable Middle Names / Name Suffixes for Person Names.",
        source=Source.DESCRIBE,
        explain=partial(_switch, "Person name parts", _NAMES),
        order=54,
    ),
    CauseRule(
        id="cause-data-clean",
        title="Data.com fields are there in one org only",
        message="Data.com's fields are {sandbox} in the sandbox and {production} in production: {number}",
        why="The feature adds standard fields. Nothing in the integration reads them; the orgs still differ.",
        fix="Compare the features and licences of both orgs (Setup > Company Information), or refresh the sandbox.",
        source=Source.DESCRIBE,
        explain=partial(_switch, "Data.com", _CLEAN),
        order=55,
    ),
)
