"""Automation beyond triggers: what refuses or alters a save must be the same in both orgs."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source
from parity.snapshot.automation import Automation, AutomationKind

_WHERE = "Setup > Object Manager > {object} (or Setup > Flows, Duplicate Rules, Approval Processes) > {component}"


def _is(test: Callable[[Difference], bool]) -> Callable[[Difference], bool]:
    return lambda difference: difference.kind is Kind.AUTOMATION and test(difference)


def _runs(record: Automation | None) -> bool:
    return record is not None and record.active is True


def _unknown(difference: Difference) -> bool:
    record: Automation = difference.record
    return record.kind is AutomationKind.WORKFLOW_RULE


def _rule(rule_id: str, title: str, severity: Severity, fires: Callable[[Difference], bool], **texts: str) -> Rule:
    return Rule(
        id=rule_id,
        family="automation",
        title=title,
        severity=severity,
        unused=severity,
        fires=_is(fires),
        source=Source.REPLICA if "source" not in texts else Source.AUTOMATION,
        message=texts["message"],
        why=texts["why"],
        fix=texts["fix"],
        fallback="fallback" in texts,
    )


RULES = (
    _rule(
        "automation-only-in-production",
        "Automation is active in production and not in the sandbox",
        Severity.WARNING,
        lambda difference: (
            not _unknown(difference)
            and difference.attribute in {PRESENCE, "active"}
            and _runs(difference.production_record)
        ),
        message="{object}: {component} is active in production and not in the sandbox (sandbox: {sandbox})",
        why="It will act on what Marketo Measure saves for the first time after a switch that cannot be undone. Adobe asks "
        "for an exact replica; one record that is refused halts an export job.",
        fix=f"Deploy or activate it in the sandbox and rehearse again: {_WHERE}.",
    ),
    _rule(
        "automation-only-in-sandbox",
        "Automation is active in the sandbox and not in production",
        Severity.WARNING,
        lambda difference: (
            not _unknown(difference)
            and difference.attribute in {PRESENCE, "active"}
            and not _runs(difference.production_record)
        ),
        message="{object}: {component} is active in the sandbox and not in production (production: {production})",
        why="The rehearsal saw something happen that production will not do.",
        fix=f"Deploy it to production if go-live needs it, else switch it off in the sandbox: {_WHERE}.",
    ),
    _rule(
        "workflow-rule-in-one-org",
        "A workflow rule exists in one org only",
        Severity.WARNING,
        lambda difference: _unknown(difference) and difference.attribute == PRESENCE,
        message="{object}: {component} exists in one org only (sandbox: {sandbox}; production: {production})",
        why="Whether a workflow rule is active stands only in its metadata, which parity does not spend a call a rule on; "
        "one that is not there cannot have been rehearsed.",
        fix="Look at Setup > Workflow Rules in both orgs, and deploy or delete it.",
        source="automation",
    ),
    _rule(
        "automation-changed",
        "Active automation behaves otherwise in production",
        Severity.WARNING,
        lambda difference: (
            difference.attribute in {"TriggerType", "RecordTriggerType", "LockType", "ErrorDisplayField"}
        ),
        message="{object}: {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="It runs at another moment, or refuses another thing, than in the rehearsal.",
        fix=f"Deploy production's version to the sandbox: {_WHERE}.",
        source="automation",
    ),
    _rule(
        "automation-version-changed",
        "Active automation has another version or text",
        Severity.INFO,
        lambda difference: difference.attribute in {"VersionNumber", "ErrorMessage"},
        message="{object}: {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Version numbers count saves, so two equal flows can differ in them; a changed text may come with a changed "
        "formula, which the API shows one rule at a time only.",
        fix=f"Compare both, and deploy production's version to the sandbox where they differ: {_WHERE}.",
        source="automation",
    ),
    _rule(
        "automation-property-changed",
        "Another property of automation differs",
        Severity.WARNING,
        lambda _difference: True,
        message="{object}: {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="parity has no rule of its own for this property, so a person must look what it changes.",
        fix=f"Compare it in both orgs: {_WHERE}.",
        source="automation",
        fallback="yes",
    ),
)
