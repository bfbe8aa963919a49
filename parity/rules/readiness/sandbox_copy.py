"""Rules on where the sandbox comes from, and whether the integration was rehearsed in it."""

from collections.abc import Iterable
from datetime import date

from parity.integrity.counted import counted
from parity.marketo_measure.rehearsal import copied_on, last_copy, proof_of
from parity.rules.finding import Severity
from parity.rules.readiness.rule import NotEvaluated, ReadinessRule, Risk
from parity.rules.readiness.situation import Situation
from parity.rules.sources import Source
from parity.snapshot.ids import full_id
from parity.snapshot.org_setup import Part, SandboxCopy

_OLDEST_DAYS = 365
_WITHOUT_DATA = frozenset({"DEVELOPER", "DEVELOPER_PRO"})
_ASK = "Look in production under Setup > Sandboxes, and collect again with a user who has Manage Sandboxes."
_SIGN_IN = "Collect the sandbox with `parity check`: its Organization.Id is not known."


def _copy(situation: Situation) -> SandboxCopy | None:
    sandbox = situation.sandbox.snapshot
    if sandbox.org.id is None:
        raise NotEvaluated("sandbox id", "the sandbox's own id is not known", _SIGN_IN)
    return last_copy(sandbox, situation.production.snapshot)


def _not_a_copy(situation: Situation) -> Iterable[Risk]:
    if _copy(situation) is None:
        known = sorted({one.sandbox for one in situation.production.snapshot.copies or ()})
        yield Risk(
            component=situation.sandbox.snapshot.org.name or "the sandbox",
            sandbox=situation.sandbox.snapshot.org.id,
            production=known or "no sandbox at all",
        )


def _made(copy: SandboxCopy | None) -> date | None:
    """The day of the copy, null where there is none; raises NotEvaluated where production does not tell it."""
    if copy is not None and copied_on(copy) is None:
        raise NotEvaluated("sandbox copies", "SandboxProcess does not tell when the copy was made", _ASK)
    return copied_on(copy) if copy is not None else None


def _old_copy(situation: Situation) -> Iterable[Risk]:
    copy = _copy(situation)
    made = _made(copy)
    if copy is not None and made is not None and (situation.today - made).days > _OLDEST_DAYS:
        yield Risk(
            component=copy.sandbox,
            sandbox=f"copied on {made.isoformat()}",
            production=None,
            detail=_ago(situation.today, made),
        )


def _ago(today: date, day: date) -> str:
    return f"{(today.year - day.year) * 12 + today.month - day.month} months ago"


def _clone(situation: Situation) -> Iterable[Risk]:
    copy = _copy(situation)
    if copy is not None and copy.source:
        known = {full_id(one.info): one.sandbox for one in situation.production.snapshot.copies or () if one.info}
        of = known.get(full_id(copy.source), copy.source)
        yield Risk(component=copy.sandbox, sandbox=f"a clone of the sandbox {of}", production=None)


def _no_data(situation: Situation) -> Iterable[Risk]:
    copy = _copy(situation)
    if copy is None or copy.source:
        return
    if not copy.license:
        raise NotEvaluated("sandbox copies", "SandboxProcess does not tell the licence type of the copy", _ASK)
    if copy.license.upper().replace(" ", "_") in _WITHOUT_DATA:
        yield Risk(component=copy.sandbox, sandbox=copy.license, production=None)


def _never_rehearsed(situation: Situation) -> Iterable[Risk]:
    _made(last_copy(situation.sandbox.snapshot, situation.production.snapshot))
    proof = proof_of(situation.sandbox.snapshot, situation.production.snapshot)
    if not proof.touchpoints:
        since = f"since the refresh on {proof.copied_on}" if proof.copied_on else "at all"
        yield Risk(component=f"no Buyer Touchpoint was made {since}", sandbox=0, production=None)


def _no_opportunity(situation: Situation) -> Iterable[Risk]:
    proof = proof_of(situation.sandbox.snapshot, situation.production.snapshot)
    if proof.touchpoints and not proof.attribution_touchpoints:
        yield Risk(
            component="no opportunity",
            sandbox=0,
            production=None,
            detail=counted(proof.people or 0, "lead or contact", "leads or contacts"),
        )


RULES = (
    ReadinessRule(
        id="readiness-not-a-copy-of-production",
        family="lineage",
        title="The sandbox is not a copy of this production",
        severity=Severity.BLOCKER,
        evaluate=_not_a_copy,
        needs=(Part.COPIES,),
        message="{component} ({sandbox}) is not a copy of this production, whose sandboxes are: {production}",
        why=(
            "SandboxProcess in production lists every copy that was made of it. A rehearsal in another org's copy proves "
            "nothing about this one."
        ),
        fix="Check which orgs parity.yaml signs in to; rehearse in a sandbox of this production (Setup > Sandboxes).",
        source=Source.COPIES,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-copy-is-old",
        family="lineage",
        title="The sandbox was copied more than a year ago",
        severity=Severity.WARNING,
        evaluate=_old_copy,
        needs=(Part.COPIES,),
        message="Sandbox {component} was {sandbox}, {detail}",
        why="Data, users and permissions have moved on since, beyond what metadata can show.",
        fix="Refresh it (Setup > Sandboxes > Refresh), and rehearse again. A refresh disconnects it and deletes what it holds.",
        source=Source.COPIES,
    ),
    ReadinessRule(
        id="readiness-sandbox-without-data",
        family="lineage",
        title="The sandbox was made without data",
        severity=Severity.WARNING,
        evaluate=_no_data,
        needs=(Part.COPIES,),
        message="Sandbox {component} is of the kind {sandbox}, which copies no records",
        why=(
            "There is no data to rehearse with but what was typed in: volumes, old records and automation on them were not "
            "tried."
        ),
        fix="Rehearse in a Partial or Full sandbox, or import a fair sample of leads, contacts and opportunities.",
        source=Source.COPIES,
    ),
    ReadinessRule(
        id="readiness-never-rehearsed",
        family="rehearsal",
        title="NEVER REHEARSED: the sandbox holds no touchpoint since its last refresh",
        severity=Severity.WARNING,
        evaluate=_never_rehearsed,
        needs=(Part.COPIES,),
        needs_sandbox=(Part.REHEARSAL,),
        message="NEVER REHEARSED: {component} in the sandbox",
        why=(
            "Two equal orgs prove that a rehearsal would have been honest, not that there was one. The switch to production "
            "cannot be undone."
        ),
        fix=(
            "Rehearse as Adobe describes: import about 20 leads, add them to a test campaign with Enable Buyer Touchpoints = "
            "Include All Campaign Members, and look at the report Buyer Touchpoint on Leads the next day."
        ),
        source=Source.REHEARSAL,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-no-opportunity-rehearsed",
        family="rehearsal",
        title="The rehearsal made no touchpoint on an opportunity",
        severity=Severity.INFO,
        evaluate=_no_opportunity,
        needs=(Part.COPIES,),
        needs_sandbox=(Part.REHEARSAL,),
        message="The rehearsal covered {detail} and {component}",
        why="Revenue is attributed on opportunities: stages, amounts and their automation were not tried.",
        fix="Give one of the test leads' accounts an opportunity with a contact role, and wait for the next sync.",
        source=Source.REHEARSAL,
    ),
    ReadinessRule(
        id="readiness-sandbox-is-a-clone",
        family="lineage",
        title="The sandbox is a clone of another sandbox",
        severity=Severity.WARNING,
        evaluate=_clone,
        needs=(Part.COPIES,),
        message="{component} is {sandbox}, not a copy of production",
        why="A clone shows what the other sandbox was: how old its data and metadata are in terms of production is not known.",
        fix="Rehearse in a sandbox that is made from production (Setup > Sandboxes > New Sandbox, Create From Production).",
        source=Source.COPIES,
    ),
)
