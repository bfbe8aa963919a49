"""Rules on automation other than triggers: what refuses or alters a save must be the same in both orgs."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source
from parity.snapshot.automation import Automation, AutomationKind


def _is(test: Callable[[Difference], bool]) -> Callable[[Difference], bool]:
    return lambda difference: difference.kind is Kind.AUTOMATION and test(difference)


def _runs(record: Automation | None) -> bool:
    return record is not None and record.active is True


def _unknown(difference: Difference) -> bool:
    """Whether it is a workflow rule whose contents were not read: nothing tells whether it is active."""
    record = difference.record
    return isinstance(record, Automation) and record.kind is AutomationKind.WORKFLOW_RULE and record.active is None


RULES = (
    Rule(
        id="automation-only-in-production",
        family="automation",
        title="Automation is active in production and not in the sandbox",
        severity=Severity.WARNING,
        fires=_is(
            lambda difference: (
                not _unknown(difference)
                and difference.attribute in {PRESENCE, "active"}
                and _runs(difference.production_record)
            )
        ),
        message="{object}: {component} is active in production and not in the sandbox (sandbox: {sandbox})",
        why=(
            "It will act on what Marketo Measure saves for the first time after a switch that cannot be undone. Adobe asks "
            "for an exact replica; one record that is refused halts an export job."
        ),
        fix="Deploy or activate it in the sandbox and rehearse again: {page}.",
    ),
    Rule(
        id="automation-only-in-sandbox",
        family="automation",
        title="Automation is active in the sandbox and not in production",
        severity=Severity.WARNING,
        fires=_is(
            lambda difference: (
                not _unknown(difference)
                and difference.attribute in {PRESENCE, "active"}
                and not _runs(difference.production_record)
            )
        ),
        message="{object}: {component} is active in the sandbox and not in production (production: {production})",
        why="The rehearsal saw something happen that production will not do.",
        fix="Deploy it to production if go-live needs it, else switch it off in the sandbox: {page}.",
    ),
    Rule(
        id="workflow-rule-in-one-org",
        family="automation",
        title="A workflow rule exists in one org only",
        severity=Severity.WARNING,
        fires=_is(lambda difference: _unknown(difference) and difference.attribute == PRESENCE),
        message="{object}: {component} exists in one org only (sandbox: {sandbox}; production: {production})",
        why=(
            "Whether a workflow rule is active stands only in its metadata, which was not read here (docs/contents.md); one "
            "that is not there cannot have been rehearsed."
        ),
        fix="Look at Setup > Workflow Rules in both orgs, and deploy or delete it.",
        source=Source.AUTOMATION,
    ),
    Rule(
        id="automation-changed",
        family="automation",
        title="Active automation behaves otherwise in production",
        severity=Severity.WARNING,
        fires=_is(
            lambda difference: (
                difference.attribute
                in {"TriggerType", "RecordTriggerType", "TriggerOrder", "LockType", "ErrorDisplayField"}
            )
        ),
        message="{object}: {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="It runs at another moment, or refuses another thing, than in the rehearsal.",
        fix="Deploy production's version to the sandbox: {page}.",
        source=Source.AUTOMATION,
    ),
    Rule(
        id="automation-text-changed",
        family="automation",
        title="Active automation says something else",
        severity=Severity.INFO,
        fires=_is(lambda difference: difference.attribute == "ErrorMessage"),
        message="{object}: {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Users read another text. A changed formula is told by a rule of its own, where the contents were read.",
        fix="Deploy production's text to the sandbox: {page}.",
        source=Source.AUTOMATION,
    ),
    Rule(
        id="automation-property-changed",
        family="automation",
        title="Another property of automation differs",
        severity=Severity.WARNING,
        fires=_is(lambda _difference: True),
        message="{object}: {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="parity has no rule of its own for this property, so a person must look what it changes.",
        fix="Compare it in both orgs: {page}.",
        source=Source.AUTOMATION,
        fallback=True,
    ),
)
