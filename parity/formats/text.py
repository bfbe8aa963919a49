"""The result for a terminal or a mail: the verdict first, then what to do."""

from parity.findings import Finding, Severity
from parity.formats.escape import printable
from parity.formats.registry import Format
from parity.result import Result
from parity.snapshot import Org
from parity.verdict import VerdictName, waived_fingerprints

_NEXT = {
    VerdictName.GO: "The sandbox is an honest rehearsal. Keep the report with the go-live decision.",
    VerdictName.GO_WITH_WAIVERS: "Read the waivers once more: they are what somebody decided not to see.",
    VerdictName.NO_GO: "Mend the blockers, worst first, or have a named person waive them; then check again.",
    VerdictName.INCONCLUSIVE: "Grant what is missing (see `parity doctor`), then check again. Until then: not a GO.",
}
_HEADINGS = {Severity.BLOCKER: "BLOCKERS", Severity.WARNING: "WARNINGS", Severity.INFO: "NOTES"}


def summary_lines(result: Result) -> list[str]:
    """The verdict, why, and what to do next, in a few lines."""
    return [
        f"{result.verdict.value}  {result.tenant or ''}".rstrip(),
        *(f"  {reason}" for reason in result.reasons),
        f"  sandbox     {_org(result.orgs.sandbox)}",
        f"  production  {_org(result.orgs.production)}",
        f"  next        {_NEXT[result.verdict]}",
    ]


def render(result: Result) -> bytes:
    """The whole result as plain text."""
    lines = summary_lines(result)
    lines.append("  The switch to production cannot be undone: no way back to a sandbox, no second production org.")
    if result.gaps:
        lines += ["", f"COULD NOT BE READ OR VERIFIED ({len(result.gaps)})"]
        for gap in result.gaps:
            lines += [f"  {gap.role or 'both'}: {gap.subject}: {gap.reason}", f"      {gap.remedy}"]
    waived = waived_fingerprints(result.waivers)
    for severity, heading in _HEADINGS.items():
        found = [one for one in result.findings if one.severity is severity and one.fingerprint not in waived]
        lines += _section(heading, found)
    lines += _section("WAIVED", [one for one in result.findings if one.fingerprint in waived])
    compared = sum(one.fields_compared for one in result.checked)
    equal = sum(len(one.equal_fields) for one in result.checked)
    lines += ["", f"Compared {compared} fields of {len(result.checked)} objects; {equal} are equal."]
    lines += [f"sandbox snapshot     {result.snapshots.sandbox.digest}"]
    lines += [f"production snapshot  {result.snapshots.production.digest}"]
    if result.ledger is not None:
        lines += [f"ledger entry {result.ledger.seq:<8} {result.ledger.hash}"]
    return ("\n".join(printable(line) for line in lines) + "\n").encode()


def _section(heading: str, findings: list[Finding]) -> list[str]:
    if not findings:
        return []
    lines = ["", f"{heading} ({len(findings)})"]
    for one in findings:
        lines += [f"  {one.message}", f"      {one.rule} {one.fingerprint}. {one.fix}"]
    return lines


def _org(org: Org) -> str:
    return printable(f"{org.name or 'unnamed'} ({org.id or 'id unknown'})")


FORMAT = Format(name="text", render=render)
