"""--fail-on and --exit-zero: a 1 stays or becomes 0, and nothing else ever changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parity.rules.finding import Severity
from parity.verdict.baseline import since_baseline
from parity.verdict.fail_on import FailOn, exit_code_of
from parity.verdict.result import Result, result_bytes
from tests.verdict.findings import GAP, applied, finding
from tests.verdict.results import result_with
from tests.verdict.test_baseline import results

BLOCKER, WARNING = finding("Score__c", Severity.BLOCKER), finding("Region__c", Severity.WARNING)
NOTE = finding("Label__c", Severity.INFO)
HIDDEN = finding("Hidden__c", Severity.WARNING, rule="field-not-visible", undecided=True)
NO_GO = result_with((BLOCKER, WARNING))
BY_WARNINGS = result_with((WARNING,), max_warnings=0)


@given(results(), results(), st.sampled_from(FailOn), st.booleans(), st.booleans())
def test_only_a_one_becomes_a_zero(
    before: Result, now: Result, fail_on: FailOn, with_baseline: bool, exit_zero: bool
) -> None:
    kept = result_bytes(now)
    since = since_baseline(before, now) if with_baseline else None
    code = exit_code_of(now, fail_on, since, exit_zero=exit_zero)
    assert code in ({0, 1} if now.exit_code == 1 else {now.exit_code})
    assert result_bytes(now) == kept


@given(results(), results())
def test_a_stricter_option_never_ends_milder(before: Result, now: Result) -> None:
    since = since_baseline(before, now)
    codes = [exit_code_of(now, one, since) for one in (FailOn.BLOCKER, FailOn.WARNING, FailOn.ANY)]
    assert codes == sorted(codes)
    assert exit_code_of(now, FailOn.NEW, since) <= exit_code_of(now, FailOn.ANY, since)
    assert exit_code_of(now, FailOn.ANY) == now.exit_code


@given(results())
def test_nothing_is_new_against_itself(result: Result) -> None:
    assert exit_code_of(result, FailOn.NEW, since_baseline(result, result)) == (3 if result.exit_code == 3 else 0)


@pytest.mark.parametrize(
    ("result", "fail_on", "code"),
    [
        (NO_GO, FailOn.BLOCKER, 1),
        (NO_GO, FailOn.WARNING, 1),
        (NO_GO, FailOn.NEW, 1),  # without a baseline everything is new
        (BY_WARNINGS, FailOn.BLOCKER, 0),
        (BY_WARNINGS, FailOn.WARNING, 1),
        (BY_WARNINGS, FailOn.ANY, 1),
        # What could not be read may hide a blocker.
        (result_with((WARNING,), (GAP,), max_warnings=0), FailOn.BLOCKER, 1),
        (result_with((WARNING, HIDDEN), max_warnings=0), FailOn.BLOCKER, 1),
        (result_with((), (GAP,)), FailOn.BLOCKER, 3),
        (result_with((NOTE,)), FailOn.ANY, 0),
    ],
)
def test_what_each_option_looks_at(result: Result, fail_on: FailOn, code: int) -> None:
    assert exit_code_of(result, fail_on) == code


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        (NO_GO, NO_GO, 0),
        (result_with((BLOCKER,)), NO_GO, 1),  # a new warning
        (result_with((BLOCKER,)), result_with((BLOCKER, NOTE)), 0),  # a new note
        (result_with((BLOCKER,), waivers=(applied(BLOCKER),)), result_with((BLOCKER,)), 1),  # a waiver that ended
        (result_with((BLOCKER,)), result_with((BLOCKER, WARNING), waivers=(applied(WARNING),)), 0),  # new, and waived
        (result_with((BLOCKER,)), result_with((BLOCKER,), (GAP,)), 1),  # not read any more
        (result_with((BLOCKER,), (GAP,)), result_with((BLOCKER,), (GAP,)), 0),
        (result_with((BLOCKER,)), result_with((BLOCKER, HIDDEN)), 1),
    ],
)
def test_what_counts_as_new(before: Result, now: Result, code: int) -> None:
    assert exit_code_of(now, FailOn.NEW, since_baseline(before, now)) == code


def test_exit_zero_forgives_a_no_go_alone() -> None:
    assert exit_code_of(NO_GO, exit_zero=True) == 0
    assert exit_code_of(result_with((BLOCKER,), (GAP,)), exit_zero=True) == 0
    assert exit_code_of(result_with((), (GAP,)), exit_zero=True) == 3
