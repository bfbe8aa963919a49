"""Compares a result with an older one of the same two orgs: what is new, fixed, unchanged. Changes no verdict."""

from msgspec import Struct

from parity.errors import InputError, ResultError
from parity.integrity.file_kind import FileKind, misplaced
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap, Role
from parity.verdict.decide import VerdictName, waived_fingerprints
from parity.verdict.result import Result, read_result, result_digest
from parity.verdict.waivers import open_gaps


class SinceBaseline(Struct, frozen=True, kw_only=True):
    """What changed since an older result, by fingerprint. `digest`, `judged_at` and `verdict` are the older one's.

    `new` and `unchanged` are together all findings of the newer result, in its order; `fixed` are the older one's that
    it has no more. `worse` are those of `unchanged` that count for more than then: the waiver ended, or the severity
    rose. `new_gaps`: what was read then and could not be read now.
    """

    digest: str
    judged_at: str
    verdict: VerdictName
    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    unchanged: tuple[Finding, ...]
    worse: tuple[Finding, ...]
    new_gaps: tuple[Gap, ...]

    @property
    def state(self) -> dict[str, str]:
        """`new` or `unchanged` for each finding of the newer result, by its fingerprint."""
        return {one.fingerprint: "new" for one in self.new} | {one.fingerprint: "unchanged" for one in self.unchanged}


def read_baseline(data: bytes, where: str) -> Result:
    """The older result out of its bytes; raises ResultError for one that is damaged, edited or of another schema."""
    try:
        return read_result(data, where)
    except ResultError as problem:
        if misplaced(data, FileKind.RESULT):
            raise
        raise ResultError(
            problem.what,
            where=where,
            fix="Take as baseline a result.json that this version wrote of the same two orgs, as it wrote it.",
        ) from None


def since_baseline(baseline: Result, result: Result, where: str = "the baseline") -> SinceBaseline:
    """What changed from the baseline to the result; raises InputError where they are not of the same two orgs."""
    _refuse_another_pair(baseline, result, where)
    then = {one.fingerprint for one in baseline.findings}
    now = {one.fingerprint for one in result.findings}
    unchanged = tuple(one for one in result.findings if one.fingerprint in then)
    counted_then, counted_now = counted_severities(baseline), counted_severities(result)
    known = {(one.area, one.subject, one.role) for one in baseline.gaps}
    return SinceBaseline(
        digest=result_digest(baseline),
        judged_at=baseline.judged_at,
        verdict=baseline.verdict,
        new=tuple(one for one in result.findings if one.fingerprint not in then),
        fixed=tuple(one for one in baseline.findings if one.fingerprint not in now),
        unchanged=unchanged,
        worse=tuple(one for one in unchanged if _is_worse(one.fingerprint, counted_then, counted_now)),
        new_gaps=tuple(
            one for one in open_gaps(result.gaps, result.waivers) if (one.area, one.subject, one.role) not in known
        ),
    )


def counted_severities(result: Result) -> dict[str, Severity]:
    """What each finding counts for, by fingerprint: a folded one for what its cause does; waived ones are left out."""
    waived = waived_fingerprints(result.waivers)
    own = {one.fingerprint: one.severity for one in result.findings}
    leaders = {one.fingerprint: one.cause or one.fingerprint for one in result.findings}
    return {name: own[leader] for name, leader in leaders.items() if leader not in waived and leader in own}


def _is_worse(name: str, then: dict[str, Severity], now: dict[str, Severity]) -> bool:
    return name in now and (name not in then or now[name].rank < then[name].rank)


def _refuse_another_pair(baseline: Result, result: Result, where: str) -> None:
    for role in Role:
        then, now = baseline.orgs.of(role).id, result.orgs.of(role).id
        if then != now:
            raise InputError(
                f"it is of another pair of orgs: its {role} is {then or 'unknown'}, this result's {now or 'unknown'}",
                where=where,
                fix="Take a baseline of the same two orgs. A sandbox that was refreshed is another org: begin anew.",
            )
