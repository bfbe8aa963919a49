"""The matrix of objects by severities."""

from urllib.parse import urlencode

from msgspec import Struct

from parity.compare.difference import Kind
from parity.languages.speech import N_
from parity.rules.finding import Finding, Severity
from parity.verdict.decide import waived_fingerprints
from parity.verdict.result import Result

#: Rows of their own for what is about no single object.
OWN_ROWS = {Kind.CAUSE: N_("Causes"), Kind.READINESS: N_("Day one")}
#: The parts of the report as the page's filter names them.
_PARTS = {"Causes": "causes", "Day one": "day-one"}
DIFFERENCES = "differences"


class MatrixRow(Struct, frozen=True):
    """A row of the matrix: an object and its standing findings by severity, and those that are waived.

    `part` and `only` are what the page's filter takes for the row: a part of the report, and the object in it."""

    object: str
    blocker: int
    warning: int
    info: int
    waived: int
    part: str
    only: str


def matrix(result: Result) -> tuple[MatrixRow, ...]:
    """Objects by severities: causes and readiness, then every object that was compared or has a finding.

    A finding that a cause explains is counted with its cause.
    """
    waived = waived_fingerprints(result.waivers)
    counted: dict[str, list[Finding]] = {one.object: [] for one in result.checked}
    for one in result.findings:
        if one.cause is None:
            counted.setdefault(OWN_ROWS.get(one.kind, one.object), []).append(one)
    first = [name for name in OWN_ROWS.values() if name in counted]
    rows = [*first, *sorted(counted.keys() - set(first))]
    return tuple(_tally(name, counted[name], waived) for name in rows)


def _tally(name: str, findings: list[Finding], waived: frozenset[str]) -> MatrixRow:
    standing = [one.severity for one in findings if one.fingerprint not in waived]
    blocker, warning, info = (standing.count(severity) for severity in Severity)
    own = _PARTS.get(name)
    only = "" if own else name
    return MatrixRow(name, blocker, warning, info, len(findings) - len(standing), own or DIFFERENCES, only)


def fragment(row: MatrixRow, severity: str) -> str:
    """The fragment of the page that filters for a cell of the matrix; `severity` may be "waived" too."""
    return filter_for(row.part, row.only, severity)


def filter_for(part: str, only: str, severity: str) -> str:
    """The fragment that filters for a part of the report, an object ("" for any), and a severity."""
    return urlencode({"part": part, **({"object": only} if only else {}), "severity": severity})
