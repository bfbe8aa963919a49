"""Orders the results of one story: one tenant and one production, by time; the sandbox may be refreshed."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import structs

from parity.verdict.history import History, HistoryPoint
from parity.verdict.result import Result, result_digest


def in_order(results: Iterable[Result]) -> list[Result]:
    """Each result once, oldest first."""
    unique = {result_digest(one): one for one in results}
    return [one for _, one in sorted(unique.items(), key=lambda pair: (pair[1].judged_at, pair[0]))]


def same_story(one: Result, other: Result) -> bool:
    """Whether both are of the same tenant and production."""
    return (one.tenant, one.orgs.production.id) == (other.tenant, other.orgs.production.id)


def points_of(ordered: Sequence[Result]) -> tuple[HistoryPoint, ...]:
    """Each result summed up, with what is new and fixed since the one before."""
    return tuple(
        _point(one) if before is None else _against(before, one)
        for before, one in pairwise((None, *ordered))
        if one is not None
    )


def with_history(result: Result, others: Iterable[Result]) -> Result:
    """The result with the history that the earlier ones give; unchanged where none of them belongs to its story."""
    earlier = [one for one in in_order(others) if same_story(one, result) and one.judged_at < result.judged_at]
    if not earlier:
        return result
    now = _against(earlier[-1], result)
    return structs.replace(result, history=History(earlier=points_of(earlier), new=now.new or 0, fixed=now.fixed or 0))


def history_points(result: Result) -> tuple[HistoryPoint, ...]:
    """The history that a result carries with itself at its end; empty where it carries none."""
    kept = result.history
    if not isinstance(kept, History):
        return ()
    return (*kept.earlier, structs.replace(_point(result), new=kept.new, fixed=kept.fixed))


def _point(result: Result) -> HistoryPoint:
    counts = result.counts
    return HistoryPoint(
        at=result.judged_at,
        verdict=result.verdict,
        digest=result_digest(result),
        sandbox=result.orgs.sandbox.id,
        blocker=counts.blocker,
        warning=counts.warning,
        info=counts.info,
        waived=counts.waived,
        gaps=counts.gaps,
    )


def _against(before: Result, result: Result) -> HistoryPoint:
    then, now = ({one.fingerprint for one in each.findings} for each in (before, result))
    return structs.replace(_point(result), new=len(now - then), fixed=len(then - now))
