"""Results of chosen findings, gaps and waivers, as parity would judge them, without an org."""

from functools import cache

from msgspec import structs

from parity.config.policy import Policy
from parity.rules.finding import Finding
from parity.snapshot.records import Gap
from parity.verdict.decide import count, decide
from parity.verdict.judge import judge
from parity.verdict.result import Result
from parity.verdict.waivers import AppliedWaiver
from tests.simulated import NOON
from tests.small_snapshots import pair


@cache
def _empty() -> Result:
    return judge(*pair(), Policy(), tenant="Tests", judged_at=NOON)


def result_with(
    findings: tuple[Finding, ...] = (),
    gaps: tuple[Gap, ...] = (),
    waivers: tuple[AppliedWaiver, ...] = (),
    max_warnings: int | None = None,
) -> Result:
    """A result with just these, and the verdict that they give."""
    verdict = decide(findings, gaps, waivers, max_warnings)
    return structs.replace(
        _empty(),
        findings=findings,
        gaps=gaps,
        waivers=waivers,
        verdict=verdict.name,
        exit_code=verdict.name.exit_code,
        reasons=verdict.reasons,
        counts=count(findings, gaps, waivers),
    )
