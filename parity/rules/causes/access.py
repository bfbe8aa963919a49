"""Fields that one org's user may not see, and objects that it may not write: access, told once a user or object."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from parity.rules.causes.cause import CauseRule, Explanation, OrgPair, value_in
from parity.rules.finding import Finding
from parity.rules.sources import Source
from parity.snapshot.records import Role

_FIELD_RULES = frozenset({"field-access-changed", "integration-field-not-writable"})
_WRITE = frozenset({"createable", "updateable"})
_LEAST = 2


def _side(finding: Finding) -> Role:
    """The org whose user does not see the field."""
    return Role.SANDBOX if finding.sandbox is None else Role.PRODUCTION


def _unseen(rule_id: str, proof: str) -> Callable[[OrgPair, tuple[Finding, ...]], Iterable[Explanation]]:
    def explain(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
        by_role: dict[Role, list[Finding]] = defaultdict(list)
        for one in findings:
            if one.rule == rule_id:
                by_role[_side(one)].append(one)
        for role in Role:
            if by_role[role]:
                user = orgs.snapshots[role].user.username or "the signed-in user"
                yield Explanation(
                    component=f"{user} ({role})",
                    sandbox="not visible" if role is Role.SANDBOX else "visible",
                    production="not visible" if role is Role.PRODUCTION else "visible",
                    proof=proof,
                    explained=tuple(by_role[role]),
                )

    return explain


def _no_access(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    """An object that a user may not create or edit takes the right away from all of its fields."""
    by_object: dict[tuple[str, Role], list[Finding]] = defaultdict(list)
    for one in findings:
        if one.rule in {"object-access-changed", "integration-object-not-accessible"}:
            for role in Role:
                if all(value_in(item, role) is False for item in one.items):
                    by_object[one.object, role].append(one)
    for (name, role), mine in sorted(by_object.items()):
        rights = {item.name for one in mine for item in one.items}
        lost = {right for right in rights & _WRITE if _none_has(orgs, role, name, right)}
        fields = [
            one
            for one in findings
            if one.object == name
            and one.rule in _FIELD_RULES
            and {item.name for item in one.items} <= lost
            and all(value_in(item, role) is False for item in one.items)
        ]
        if len(mine) + len(fields) >= _LEAST:
            user = orgs.snapshots[role].user.username or "the signed-in user"
            granted = ", ".join(sorted(rights))
            yield Explanation(
                object=name,
                component=f"{name}: {user} ({role})",
                sandbox="no access" if role is Role.SANDBOX else "access",
                production="no access" if role is Role.PRODUCTION else "access",
                proof=f"describe of {name} in {role}: {granted} are false, and no field of it can be written.",
                explained=(*mine, *fields),
            )


def _none_has(orgs: OrgPair, role: Role, name: str, attribute: str) -> bool:
    described = orgs.snapshots[role].objects.get(name)
    return described is not None and not any(getattr(field, attribute) is True for field in described.fields)


CAUSES = (
    CauseRule(
        id="cause-object-not-accessible",
        title="A user may not create or edit an object in one org",
        message="{component} may not do with {object} what the other org's user may: {number}",
        why="Rights on an object decide those on its fields: this is one missing permission, not many.",
        fix="Grant Read, Create and Edit on {object}: Setup > Permission Sets > the user's > Object Settings > {object}.",
        source=Source.DESCRIBE,
        explain=_no_access,
        order=10,
    ),
    CauseRule(
        id="cause-fields-hidden",
        title="Field-level security hides fields from the user of one org",
        message="{component} may not see fields that exist in both orgs: {number}",
        why="What cannot be seen cannot be compared. The fields are not missing, and the verdict stays open until they can "
        "be read.",
        fix="Grant Read Access to the fields listed below: Setup > Permission Sets > the user's > Object Settings > the "
        "object > Field Permissions. The package brings Marketo Measure Administrator for its own fields.",
        source=Source.FIELD_DEFINITION,
        explain=_unseen("field-not-visible", "FieldDefinition lists every one of these fields in that org."),
        order=20,
        undecided=True,
    ),
    CauseRule(
        id="cause-field-list-unreadable",
        title="Missing and hidden fields cannot be told apart in one org",
        message="{component} may not read the list of all fields, so some were seen in one org only: {number}",
        why="Without FieldDefinition a field that is absent from describe may be missing or hidden. Neither is assumed.",
        fix="Grant View Setup and Configuration: Setup > Permission Sets > the user's > System Permissions; collect again.",
        source=Source.FIELD_DEFINITION,
        explain=_unseen(
            "field-missing-or-not-visible",
            "FieldDefinition could not be read in that org (see what could not be read).",
        ),
        order=21,
        undecided=True,
    ),
)
