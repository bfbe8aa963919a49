"""The terminal's summary: what could not be read stands with the one thing to do, most first."""

from collections.abc import Callable

import pytest
from msgspec import structs

from parity.config.policy import Policy
from parity.formats.text import summary_lines
from parity.rules.finding import Severity
from parity.snapshot.records import Gap
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result
from tests.waivers import waiver_of


def gap(subject: str, fix: str, role: str = "production") -> Gap:
    return Gap(area="readiness", role=role, subject=subject, reason="refused", fix=fix)


@pytest.fixture
def open_result(result_of: Callable[..., Result]) -> Result:
    """Nothing differs, and six things were not read: three of production have one fix."""
    gaps = (
        gap("packages", "Grant Download AppExchange Packages."),
        gap("flows", "Grant View Setup."),
        gap("FieldDefinition of Lead", "Grant View Setup.", "sandbox"),
        gap("duplicate rules", "Grant View Setup."),
        gap("approval processes", "Grant View Setup."),
        gap("snapshot", "Check again.", ""),
    )
    return structs.replace(result_of("identical"), verdict=VerdictName.INCONCLUSIVE, gaps=gaps, findings=())


def test_what_was_not_read_stands_with_what_to_do_most_first(open_result: Result) -> None:
    lines = summary_lines(open_result)
    told = [line.strip() for line in lines if "not read" in line or "Grant " in line]
    assert told[:4] == [
        "not read    production: flows, duplicate rules, approval processes",
        "Grant View Setup.",
        "not read    production: packages",
        "Grant Download AppExchange Packages.",
    ]


def test_more_than_five_things_to_do_are_counted(open_result: Result) -> None:
    many = tuple(gap(f"thing {number}", f"Do {number}.") for number in range(8))
    lines = summary_lines(structs.replace(open_result, gaps=many))
    assert lines.count("              Do 0.") == 1
    assert sum("not read" in line for line in lines) == 6
    assert "  not read    and 3 more, in the report" in lines


def test_a_no_go_lists_its_blockers_and_not_what_was_not_read(open_result: Result) -> None:
    lines = summary_lines(structs.replace(open_result, verdict=VerdictName.NO_GO))
    assert not any("not read" in line for line in lines)


def test_what_stands_in_the_way_is_named_with_the_fingerprint_that_parity_waive_takes(
    result_of: Callable[..., Result],
) -> None:
    result = result_of("drifted")
    blockers = [one for one in result.findings if one.severity is Severity.BLOCKER and one.cause is None]
    lines = summary_lines(result)
    assert f"  blocker     {blockers[0].fingerprint}  {blockers[0].message}" in lines
    assert not any(line.startswith("  warning ") for line in lines)


def test_warnings_over_the_bar_are_named_where_nothing_else_stands_in_the_way(result_of: Callable[..., Result]) -> None:
    drifted = result_of("drifted")
    waivers = tuple(waiver_of(one) for one in drifted.findings if one.severity is Severity.BLOCKER)
    result = result_of("drifted", Policy(max_warnings=0, waivers=waivers))
    assert (result.verdict, result.counts.blocker) == (VerdictName.NO_GO, 0)
    named = [line for line in summary_lines(result) if line.startswith("  warning ")]
    assert len(named) == 6
    warnings = [one for one in result.findings if one.severity is Severity.WARNING]
    assert named[0] == f"  warning     {warnings[0].fingerprint}  {warnings[0].message}"
