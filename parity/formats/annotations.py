"""A result as annotations of a GitHub Actions job: lines that the runner reads out of the log.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. A step may show ten errors and ten
warnings; the first, which is the verdict, counts those beyond.
"""

from collections.abc import Iterable

from parity.formats.fix_list import clean, named, standing
from parity.rules.component_paths import metadata_path
from parity.rules.finding import Finding, Severity
from parity.verdict.result import Result
from parity.verdict.waivers import open_gaps

_MOST = 9
_VALUE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def annotations(result: Result) -> tuple[str, ...]:
    """The verdict with its reasons, then what could not be read and what is to decide, worst first."""
    found, gaps = standing(result), open_gaps(result.gaps, result.waivers)
    blockers = [one for one in found if one.severity is Severity.BLOCKER]
    warnings = [one for one in found if one.severity is Severity.WARNING]
    unread = [
        command("error", f"{one.subject} ({one.role or 'both'}): {one.reason} {one.fix}", title="parity: not read")
        for one in gaps[:_MOST]
    ]
    errors = [*_of(blockers[:_MOST], "error"), *unread]
    more = max(0, len(blockers) + len(gaps) - _MOST) + max(0, len(warnings) - _MOST)
    reasons = " ".join([*result.reasons, *([f"And {more} more, in the report."] if more else [])])
    verdict = command("notice" if result.verdict.is_go else "error", reasons, title=f"parity: {result.verdict.value}")
    return (verdict, *errors[:_MOST], *_of(warnings[:_MOST], "warning"))


def _of(findings: Iterable[Finding], level: str) -> list[str]:
    return [
        command(level, f"{one.message}\n{one.fix}", title=f"parity: {named(one)}", file=metadata_path(one))
        for one in findings
    ]


def command(level: str, message: str, **properties: str) -> str:
    """One line for the runner; what an org says can neither end it nor begin another."""
    told = ",".join(f"{name}={clean(value).translate(_PROPERTY)}" for name, value in sorted(properties.items()))
    return f"::{level} {told}::{clean(message).translate(_VALUE)}"
