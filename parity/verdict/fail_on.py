"""When a NO-GO fails a pipeline: an exit code of 1 stays or becomes 0, and no other code ever changes."""

from enum import StrEnum

from parity.rules.finding import Severity
from parity.verdict.baseline import SinceBaseline, counted_severities
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result


class FailOn(StrEnum):
    """What must be there for a NO-GO to end with 1: something new since a baseline, a blocker, a warning, anything."""

    NEW = "new"
    BLOCKER = "blocker"
    WARNING = "warning"
    ANY = "any"


def exit_code_of(
    result: Result, fail_on: FailOn = FailOn.ANY, since: SinceBaseline | None = None, *, exit_zero: bool = False
) -> int:
    """The verdict's own exit code, except for a NO-GO that the pipeline's options let pass.

    What could not be read may hide anything, so `new` and `blocker` keep the 1 where a gap is open (`new`: a new gap).
    Without a baseline everything is new.
    """
    if result.verdict is not VerdictName.NO_GO:
        return result.exit_code
    if exit_zero:
        return 0
    return result.exit_code if _fails(result, fail_on, since) else 0


def _fails(result: Result, fail_on: FailOn, since: SinceBaseline | None) -> bool:
    if fail_on is FailOn.ANY or (fail_on is FailOn.NEW and since is None):
        return True
    counted = counted_severities(result)
    if fail_on is FailOn.NEW and since is not None:
        grown = {one.fingerprint: one for one in (*since.new, *since.worse)}
        return bool(since.new_gaps) or any(
            one.undecided or counted.get(name, Severity.INFO) is not Severity.INFO for name, one in grown.items()
        )
    bar = Severity.BLOCKER if fail_on is FailOn.BLOCKER else Severity.WARNING
    not_seen = bool(result.counts.gaps) or any(one.undecided for one in result.findings)
    return not_seen or any(one.rank <= bar.rank for one in counted.values())
