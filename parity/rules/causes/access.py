"""Fields that one org's user may not see: missing access, reported once for each user."""

from collections.abc import Iterable
from functools import partial

from parity.rules.causes.cause import CauseRule, Explanation, OrgPair
from parity.rules.finding import Finding
from parity.rules.sources import Source
from parity.snapshot.grants import AFTER_A_DEPLOYMENT, READ_SETUP, read_fields
from parity.snapshot.records import Role


def _side(finding: Finding) -> Role:
    """The org whose user does not see the field."""
    return Role.SANDBOX if finding.sandbox is None else Role.PRODUCTION


def _unseen(rule_id: str, proof: str, orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    """What the rule says of fields, by the user who does not see them."""
    by_role: dict[Role, list[Finding]] = {role: [] for role in Role}
    for one in findings:
        if one.rule == rule_id:
            by_role[_side(one)].append(one)
    for role, unseen in by_role.items():
        if unseen:
            user = orgs.snapshots[role].user.username or "the signed-in user"
            yield Explanation(
                component=f"{user} ({role})",
                sandbox="not visible" if role is Role.SANDBOX else "visible",
                production="not visible" if role is Role.PRODUCTION else "visible",
                proof=proof,
                explained=tuple(unseen),
            )


CAUSES = (
    CauseRule(
        id="cause-fields-hidden",
        title="Field-level security hides fields from the user of one org",
        message="{component} may not see fields that exist in both orgs: {number}",
        why="What cannot be seen cannot be compared. The fields are not missing, and the verdict stays open until they can "
        "be read.",
        fix=f"{AFTER_A_DEPLOYMENT} Else: {read_fields('their objects')}",
        source=Source.FIELD_DEFINITION,
        explain=partial(_unseen, "field-not-visible", "FieldDefinition lists every one of these fields in that org."),
        order=20,
        undecided=True,
        guards=True,
    ),
    CauseRule(
        id="cause-field-list-unreadable",
        title="Missing and hidden fields cannot be told apart in one org",
        message="{component} may not read the list of all fields, so some were seen in one org only: {number}",
        why="Without FieldDefinition a field that is absent from describe may be missing or hidden. Neither is assumed.",
        fix=f"{READ_SETUP} Then collect again.",
        source=Source.FIELD_DEFINITION,
        explain=partial(
            _unseen,
            "field-missing-or-not-visible",
            "FieldDefinition could not be read in that org (see what could not be read).",
        ),
        order=21,
        undecided=True,
        guards=True,
    ),
)
