"""The terminal's summary: what could not be read stands with the one thing to do, most first."""

from collections.abc import Callable

import click
import pytest
from msgspec import structs

from parity.cli.terminal.paint import result_text
from parity.config.policy import Policy, Waiver
from parity.formats.report_view.view import report_view
from parity.formats.text import full_lines, summary_lines
from parity.languages.language import language_named
from parity.languages.speech import speaking
from parity.rules.finding import Severity
from parity.simulator import scenario_from
from parity.snapshot.records import Gap
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.formats.results import lowered, waived
from tests.simulated import NOON, collected
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


def test_what_named_people_accepted_is_no_blocker_on_the_first_screen(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    for word, one in (
        ("waived", waived(result, *result.findings)),
        ("lowered", lowered(result, *result.findings)),
    ):
        lines = summary_lines(structs.replace(one, verdict=VerdictName.GO_WITH_WAIVERS))
        assert not [line for line in lines if line.startswith(("  blocker ", "  warning ", "  info "))]
        taken = [line for line in lines if line.startswith(f"  {word} ")]
        assert taken[0] == f"  {word:<12}Two fields hold less in production (blocker)"


def test_lowered_severities_are_no_waivers_and_are_told_in_the_language_of_the_page(
    result_of: Callable[..., Result],
) -> None:
    result = result_of("drifted")
    one = lowered(waived(result, *result.findings[:3]), *result.findings[4:9])
    lines = summary_lines(structs.replace(one, verdict=VerdictName.GO_WITH_WAIVERS))
    assert "  waivers     3 by Dana Hill" in lines
    assert "  severities  1 by Dana Hill" in lines
    with speaking(language_named("ja")):
        told = [line for line in full_lines(one) if "CRM-13" in line]
    assert told == ["  field Account.*: 情報に引き下げ: Dana Hill, CRM-13、2026-11-24 まで: Retired next week"]


def test_a_waiver_is_named_in_the_language_of_the_reader(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    found = next(one for one in result.findings if one.component == "ERP_Id__c")
    policy = Policy(
        waivers=(
            Waiver(
                rule=found.rule,
                object=found.object,
                component=found.component,
                seen=found.seen,
                by="Dana Hill",
                reason="r",
                expires=NOON.date(),
            ),
            Waiver(
                gap="field-not-compared", object="Lead", fields=("A__c",), by="Kim", reason="r", expires=NOON.date()
            ),
        )
    )
    with speaking(language_named("ja")):
        told = "\n".join(full_lines(result_of("drifted", policy)))
    assert f"  Account.ERP_Id__c の {found.rule}: Dana Hill" in told
    assert "  Lead: 比較していない: A__c: Kim" in told


def test_what_was_not_read_stands_with_what_to_do_most_first(open_result: Result) -> None:
    lines = summary_lines(open_result)
    told = [line.strip() for line in lines if "not read" in line or "Grant " in line]
    assert told[:4] == [
        "not read    production: flows, duplicate rules, approval processes",
        "Grant View Setup.",
        "not read    production: packages",
        "Grant Download AppExchange Packages.",
    ]


def test_more_than_three_things_to_do_are_counted(open_result: Result) -> None:
    many = tuple(gap(f"thing {number}", f"Do {number}.") for number in range(8))
    lines = summary_lines(structs.replace(open_result, gaps=many))
    assert lines.count("              Do 0.") == 1
    assert sum("not read" in line for line in lines) == 4
    assert "  not read    and 5 more: --verbose, or the report" in lines


def test_a_no_go_lists_its_blockers_and_not_what_was_not_read(open_result: Result) -> None:
    lines = summary_lines(structs.replace(open_result, verdict=VerdictName.NO_GO))
    assert not any("not read" in line for line in lines)


def test_warnings_over_the_bar_are_named_where_nothing_else_stands_in_the_way(result_of: Callable[..., Result]) -> None:
    drifted = result_of("drifted")
    waivers = tuple(waiver_of(one) for one in drifted.findings if one.severity is Severity.BLOCKER)
    result = result_of("drifted", Policy(max_warnings=0, waivers=waivers))
    assert (result.verdict, result.counts.blocker) == (VerdictName.NO_GO, 0)
    named = [line for line in summary_lines(result) if line.startswith("  warning ")]
    text = "\n".join(summary_lines(result))
    warnings = [one for one in result.findings if one.severity is Severity.WARNING]
    assert named
    assert any(one.fingerprint in text for one in warnings)


@pytest.mark.parametrize(
    "scenario",
    ["identical", "drifted", "person-accounts-and-packages", "triggers-off", "hidden-fields", "no-tooling", "hostile"],
)
def test_the_summary_leaves_room_on_a_screen_and_the_rest_is_in_full(
    scenario: str, result_of: Callable[..., Result]
) -> None:
    result = result_of(scenario)
    lines = summary_lines(result)
    assert lines[0] == f"{result.verdict.value}  Tests"
    assert len(lines) <= 24 - 3, "what was read and written takes three"
    whole = full_lines(result)
    assert whole[: len(lines)] == lines
    text = "\n".join(whole)
    assert [one.fingerprint for one in result.findings if one.cause is None and one.fingerprint not in text] == []
    assert all(line.isprintable() for line in whole)


def test_page_and_terminal_say_the_same(result_of: Callable[..., Result]) -> None:
    for scenario in ("drifted", "person-accounts-and-packages", "triggers-off"):
        opening, text = report_view(result_of(scenario)).opening, "\n".join(summary_lines(result_of(scenario)))
        for point in opening.points:
            assert point.sentence in text
        assert opening.next in text
        assert opening.collected in text


def test_waivers_are_told_with_who_gave_them(result_of: Callable[..., Result]) -> None:
    first = result_of("drifted").findings[0]
    lines = summary_lines(result_of("drifted", Policy(waivers=(waiver_of(first),))))
    assert "  waivers     1 by Dana Hill" in lines


def test_a_rehearsal_that_never_was_comes_first() -> None:
    pair = collected(scenario_from("x", {"sandbox": {"touchpoints": {"people": 0, "opportunities": 0}}}, NOON.date()))
    lines = summary_lines(judge(*pair, Policy(), tenant="Tests", judged_at=NOON))
    assert "NEVER REHEARSED" in lines[1]


def test_colour_is_on_the_labels_and_nothing_but_colour(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    text = result_text(result, verbose=False)
    assert text.startswith("\x1b[31m\x1b[1mNO-GO\x1b[0m  Tests\n")
    assert "  \x1b[31mblocker\x1b[0m     " in text
    assert click.unstyle(text) == "\n".join(summary_lines(result))
    assert click.unstyle(result_text(result, verbose=True)) == "\n".join(full_lines(result))


def test_what_was_waived_is_not_told_as_if_it_stood_in_the_way(result_of: Callable[..., Result]) -> None:
    off = [one for one in result_of("triggers-off").findings if one.severity is not Severity.INFO]
    lines = summary_lines(result_of("triggers-off", Policy(waivers=tuple(map(waiver_of, off)))))
    assert "  waived      Twelve triggers are off in the sandbox (blocker)" in lines
    assert not [line for line in lines if line.startswith(("  blocker", "  warning"))]
