"""Features of an org that add the same standard fields to many objects: currencies, address picklists, portals."""

from collections.abc import Callable, Iterable, Sequence

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
_PORTAL_PROOF = ("IsPartner", "IsCustomerPortal")
_PORTAL_FIELDS = frozenset(
    {
        ("Account", "IsPartner"),
        ("Account", "IsCustomerPortal"),
        ("Lead", "PartnerAccountId"),
        ("Opportunity", "PartnerAccountId"),
    }
)


def _codes() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, f"{address}{kind}Code")
        for name, addresses in _ADDRESSES.items()
        for address in addresses
        for kind in ("State", "Country")
    )


def _feature(
    name: str, fields: Sequence[tuple[str, str]], comes: Callable[[Finding], bool]
) -> Callable[[OrgPair, tuple[Finding, ...]], Iterable[Explanation]]:
    """A feature is on in one org only where every one of its fields is there, and proven absent in the other."""

    def explain(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
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

    return explain


def _is_currency(finding: Finding) -> bool:
    return finding.component == "CurrencyIsoCode" and finding.object in OBJECTS


def _is_code(finding: Finding) -> bool:
    return (finding.object, finding.component) in _codes()


def _is_portal(finding: Finding) -> bool:
    return (finding.object, finding.component) in _PORTAL_FIELDS


CAUSES = (
    CauseRule(
        id="cause-multi-currency",
        title="Several currencies are on in one org only",
        message="Several currencies are {sandbox} in the sandbox and {production} in production: {number}",
        why="Records carry a currency in one org only. An empty one is refused (NULL_EMPTY_CURRENCY_ISO_CODE), and dated "
        "exchange rates are not used for touchpoint revenue in Salesforce.",
        fix="Rehearse in a sandbox that is a copy of production: the feature cannot be switched off again.",
        source=Source.MULTI_CURRENCY,
        explain=_feature("Multiple currencies", [(name, "CurrencyIsoCode") for name in _PRICED], _is_currency),
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
        explain=_feature("State and country picklists", _codes(), _is_code),
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
        explain=_feature("Digital Experiences", [("Account", one) for one in _PORTAL_PROOF], _is_portal),
        order=52,
        at_most=Severity.WARNING,
    ),
)
