"""SARIF 2.1.0 (OASIS), for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"""

from typing import Any

from parity.formats.fix_list import applied_waivers, by_policy, clean, named, side_text, terms
from parity.formats.registry import Format
from parity.integrity.canonical import canonical_bytes
from parity.rules.component_paths import metadata_path, setup_path
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap, Role
from parity.verdict.baseline import SinceBaseline
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result, RuleText, result_digest

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: The name of our fingerprint, with a version for the day on which it is made otherwise.
FINGERPRINT = "parity/v1"
_LEVELS = {Severity.BLOCKER: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(result: Result, since: SinceBaseline | None = None) -> bytes:
    """The log with one run: a rule for each that fired, a result for each finding, in the result's order."""
    return canonical_bytes({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(result, since)]})


def _run(result: Result, since: SinceBaseline | None) -> dict[str, Any]:
    places = {name: place for place, name in enumerate(sorted(result.rules))}
    worst: dict[str, Severity] = {}
    for one in sorted(result.findings, key=lambda one: one.severity.rank):
        worst.setdefault(one.rule, one.severity)
    waivers, policy = applied_waivers(result), by_policy(result)
    states = {} if since is None else since.state
    entries = []
    for one in result.findings:
        entry = _result(one, places[one.rule])
        waiver = waivers.get(one.fingerprint)
        if waiver is not None:
            entry["suppressions"] = [{"kind": "external", "status": "accepted", "justification": terms(waiver)}]
        if one.fingerprint in policy:
            entry["properties"]["severityByRule"] = one.by_rule.value
            entry["properties"]["policy"] = policy[one.fingerprint]
        if one.fingerprint in states:
            entry["baselineState"] = states[one.fingerprint]
        entries.append(entry)
    return {
        "tool": {
            "driver": {
                "name": result.tool.name,
                "version": result.tool.version,
                "rules": [_rule(name, result.rules[name], worst.get(name)) for name in places],
            }
        },
        "automationDetails": {"id": f"parity/{clean(result.tenant or '')}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(result)],
        "results": entries,
        "properties": {
            "verdict": result.verdict.value,
            "reasons": [clean(one) for one in result.reasons],
            "result": result_digest(result),
            **({} if since is None else {"baseline": since.digest, "fixed": len(since.fixed)}),
        },
    }


def _rule(name: str, text: RuleText, worst: Severity | None) -> dict[str, Any]:
    """A rule with its help. Its level is that of its worst finding in this result."""
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": text.title},
        "fullDescription": {"text": text.why},
        "help": {
            "text": f"{text.title}. {text.why} Source: {text.source}",
            "markdown": f"**{text.title}.** {text.why}\n\n[Source]({text.source})",
        },
        "defaultConfiguration": {"level": "none" if worst is None else _LEVELS[worst]},
        "properties": {"tags": [text.family]},
    }
    return {**rule, "helpUri": text.source} if text.source.startswith("https://") else rule


def _result(one: Finding, place: int) -> dict[str, Any]:
    folded = one.cause is not None
    return {
        "ruleId": one.rule,
        "ruleIndex": place,
        # What a cause explains is counted with it: told here, and no alert of its own.
        "kind": "informational" if folded else "fail",
        "level": "none" if folded else _LEVELS[one.severity],
        "message": {"text": clean(f"{one.message}\n{one.fix}")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": metadata_path(one), "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [{"fullyQualifiedName": named(one), "kind": one.kind.value}],
            }
        ],
        "fingerprints": {FINGERPRINT: one.fingerprint},
        "partialFingerprints": {FINGERPRINT: one.fingerprint},
        "properties": {
            "severity": one.severity.value,
            "production": side_text(one, Role.PRODUCTION),
            "sandbox": side_text(one, Role.SANDBOX),
            "setupPath": clean(setup_path(one)),
            "undecided": one.undecided,
            **({"cause": one.cause} if folded else {}),
        },
    }


def _invocation(result: Result) -> dict[str, Any]:
    return {
        "executionSuccessful": result.verdict is not VerdictName.INCONCLUSIVE,
        "endTimeUtc": result.judged_at,
        "exitCode": result.exit_code,
        "exitCodeDescription": result.verdict.value,
        "toolExecutionNotifications": [_notification(one) for one in result.gaps],
    }


def _notification(gap: Gap) -> dict[str, Any]:
    text = f"{gap.role or 'both'}: {gap.subject}: {gap.reason}\n{gap.fix}"
    return {"level": "error", "descriptor": {"id": gap.area}, "message": {"text": clean(text)}}


FORMAT = Format(
    name="sarif",
    title="SARIF 2.1.0, for code scanning",
    file="parity.sarif",
    about=(
        "For GitHub code scanning, Azure DevOps and editors: each rule with its help, each finding with its "
        "fingerprint and, as its place, the component's file in a Salesforce DX project. What is waived is "
        "suppressed, what a cause explains is informational, what could not be read is a notification of the run."
    ),
    render=render,
    is_own=lambda data: data.startswith(b'{"$schema":') and b'"automationDetails":{"id":"parity/' in data,
    render_since=render,
)
