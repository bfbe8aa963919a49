"""The condition that nothing is deleted before it is known that production will let Marketo Measure connect."""

from parity.integrity.counted import counted
from parity.marketo_measure.authorize import authorize_checks
from parity.switch.checklist import ItemStatus, about, questions, states
from parity.switch.gate.condition import Condition
from parity.switch.gate.evidence import Evidence, Fails, known


def authorize_answered(evidence: Evidence) -> str:
    """Everything that Authorize can fail on is proven by the orgs as they are now, or answered for by a person.

    A refusal that the orgs prove makes the verdict a NO-GO; where somebody has waived that, it needs an answer too.
    """
    now = known(evidence.orgs)
    checks = {one.id: one for one in authorize_checks(known(now.sandbox), now.production)}
    entries, project = known(evidence.ledger).entries, evidence.project
    user = now.production.integration_user
    whom = about(project, None if user is None else user.username)
    asked = questions(states(entries, project.tenant.name, checks, whom, evidence.now))
    missing = [one for one in asked if one.state is ItemStatus.OPEN]
    if missing:
        lines = [f"{one.item.id}: {one.why or one.item.title}" for one in missing]
        raise Fails("\n".join([f"not answered: {len(missing)} of {counted(len(asked), 'question')}", *lines, _HOW]))
    proven = sum(one.state is ItemStatus.PROVEN for one in asked)
    return (
        f"of {counted(len(asked), 'question')}: {proven} proven by the orgs, {len(asked) - proven} answered by people"
    )


_HOW = "parity checklist says where to look; then: parity checklist QUESTION --note 'who looked, where, what was seen'"

CONDITIONS = (
    Condition(
        name="authorize",
        title="Authorize in production will not be refused",
        explained="on everything that Authorize can fail on (docs/authorize.md), both orgs as they are now prove that "
        "it will not, or a person has answered the question in `parity checklist`",
        check=authorize_answered,
    ),
)
