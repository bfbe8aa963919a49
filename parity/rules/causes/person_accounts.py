"""Person Accounts: a feature that, once on, stays on, and that changes Account and Contact in hundreds of places.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_account.htm
"""

from collections.abc import Iterable

from parity.compare.difference import Kind
from parity.rules.causes.cause import CauseRule, Explanation, OrgPair, only_in, value_in
from parity.rules.finding import Finding, Severity
from parity.rules.sources import Source
from parity.snapshot.names import is_custom
from parity.snapshot.records import Role

_NAME_PARTS = frozenset({"FirstName", "LastName", "MiddleName", "Salutation", "Suffix"})
#: What the feature makes of Account.Name, which a person account fills from the name parts.
_ACCOUNT_NAME: dict[str, object] = {"nillable": True, "compoundFieldName": "Name", "extraTypeInfo": "personname"}


def _explain(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    for role in Role:
        if not orgs.has(role, "Account", "IsPersonAccount") or not orgs.lacks(role.other, "Account", "IsPersonAccount"):
            continue
        explained = tuple(one for one in findings if _comes_with_it(orgs, one, role))
        states = {role: "on", role.other: "off"}
        yield Explanation(
            component="Person Accounts",
            sandbox=states[Role.SANDBOX],
            production=states[Role.PRODUCTION],
            proof=f"Account.IsPersonAccount exists in the {role} org; FieldDefinition proves that the other has none.",
            explained=explained,
        )


def _comes_with_it(orgs: OrgPair, finding: Finding, role: Role) -> bool:
    name = finding.component
    if finding.object == "Account" and name == "Name":
        return all(
            one.name in _ACCOUNT_NAME and value_in(one, role) == _ACCOUNT_NAME[one.name] for one in finding.items
        )
    if only_in(finding) is not role or finding.object not in {"Account", "Contact"}:
        return False
    if finding.object == "Contact":
        return name == "IsPersonAccount"
    if finding.kind is Kind.RECORD_TYPE:
        return name == "PersonAccount"
    if name.endswith("__pc"):
        return orgs.has(role, "Contact", name.removesuffix("__pc") + "__c")
    standard = not is_custom(name)
    return standard and (name in _NAME_PARTS or name == "IsPersonAccount" or name.startswith("Person"))


CAUSES = (
    CauseRule(
        id="cause-person-accounts",
        title="Person Accounts are on in one org only",
        message="Person Accounts are {sandbox} in the sandbox and {production} in production: {number}",
        why="The feature cannot be switched off again. It adds the fields of Contact to Account, and lets Account.Name be "
        "empty: leads are converted and matched otherwise than in the rehearsal.",
        fix="Rehearse in a sandbox that is a copy of production: Setup > Sandboxes > Refresh. Person Accounts on in the "
        "sandbox only cannot be undone there; make a new sandbox.",
        source=Source.PERSON_ACCOUNTS,
        explain=_explain,
        order=30,
        at_least=Severity.BLOCKER,
    ),
)
