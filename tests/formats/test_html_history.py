"""The history in a report: out of its result alone, as a picture and a table, newest first, old ones folded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_core_python.sync_playwright import Axe
from msgspec import UNSET, structs
from playwright.sync_api import expect

from parity.formats.html import render
from parity.integrity.sealed_page import result_data
from parity.languages.language import language_named
from parity.languages.speech import speaking
from parity.verdict.result import Result, instant, read_result, result_bytes, result_digest
from parity.verdict.story import history_points, in_order, with_history
from tests.browser import Open
from tests.simulated import NOON

Make = Callable[..., Result]


def on_day(result: Result, day: int) -> Result:
    return structs.replace(result, judged_at=instant(NOON - timedelta(days=day)))


@pytest.fixture
def told(result_of: Make) -> Result:
    """A drifted pair after eleven other results, the second of another sandbox."""
    other = structs.replace(result_of("triggers-off").orgs.sandbox, id="00D8F0000009OldUAU")
    off = result_of("triggers-off")
    refreshed = structs.replace(off, orgs=structs.replace(off.orgs, sandbox=other))
    earlier = [on_day(result_of("identical"), 30), on_day(refreshed, 20), *(on_day(off, day) for day in range(1, 10))]
    return with_history(result_of("drifted"), reversed(earlier))


def test_a_result_keeps_the_earlier_ones_of_its_story_oldest_first(told: Result, result_of: Make) -> None:
    assert told.history
    first, second, third, *_ = told.history.earlier
    assert (first.at, first.verdict.value, first.new, first.fixed) == ("2026-10-25T12:00:00Z", "GO", None, None)
    off = result_of("triggers-off")
    assert (second.blocker, second.warning) == (off.counts.blocker, off.counts.warning)
    assert (second.new, second.fixed) == (len(off.findings), len(result_of("identical").findings))
    assert (second.sandbox, third.sandbox) == ("00D8F0000009OldUAU", told.orgs.sandbox.id)
    assert (third.new, third.fixed) == (0, 0)
    then, now = ({one.fingerprint for one in each.findings} for each in (off, told))
    assert (told.history.new, told.history.fixed) == (len(now - then), len(then - now))


def test_only_earlier_results_of_the_same_tenant_and_production_are_its_history(result_of: Make) -> None:
    now = result_of("drifted")
    elsewhere = structs.replace(now.orgs.production, id="00D300000009OthEAE")
    others = (
        structs.replace(on_day(now, 1), tenant="Another"),
        structs.replace(on_day(now, 1), orgs=structs.replace(now.orgs, production=elsewhere)),
        now,
        on_day(now, -1),
    )
    assert with_history(now, others) is now
    assert len(history_points(with_history(now, (*others, on_day(now, 1), on_day(now, 1))))) == 2


def test_a_result_without_history_keeps_its_bytes_and_one_with_it_is_read_back(told: Result) -> None:
    alone = structs.replace(told, history=UNSET)
    assert b"history" not in {line.split(b'"')[1] for line in result_bytes(alone).splitlines() if line[2:3] == b'"'}
    assert read_result(result_bytes(told), "here") == told
    assert result_data(render(told), "here") == result_bytes(told)


def test_the_page_shows_the_history_before_its_provenance(told: Result, opened: Open) -> None:
    report = opened(told)
    page = report.page
    order = [one.get_attribute("id") for one in page.locator("main section[id]").all()]
    assert order.index("equal") < order.index("history") < order.index("provenance")
    assert page.locator(".toc a[href='#history']").inner_text() == "History 12"
    newest, *older = page.locator("#history tbody tr").all()
    assert "NO-GO" in newest.inner_text()
    assert "this report" in newest.inner_text()
    assert result_digest(told)[7:19] in newest.inner_text()
    assert page.locator("#history tbody tr:visible").count() == 10
    page.locator("#history summary").click()
    expect(page.locator("#history tbody tr:visible")).to_have_count(12)
    assert "of another sandbox 00D8F0000009OldUAU" in " ".join(older[-2].inner_text().split())
    assert "GO" in older[-1].inner_text()
    assert page.get_by_role("img", name="Verdicts and open findings of 12 results").is_visible()
    assert (report.requests, report.complaints) == ([], [])
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, "#history")["violations"]
        assert [one["id"] for one in found] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_report_without_history_has_no_such_section(result_of: Make) -> None:
    assert b'id="history"' not in render(result_of("identical"))


def test_the_history_is_told_in_the_language_of_the_page(told: Result) -> None:
    with speaking(language_named("de")):
        page = render(told).decode()
    for english in ("how it came to this verdict", ">Judged (UTC)", "this report", "blockers", "Older results"):
        assert english not in page


def test_results_are_put_in_order_and_each_stands_once(result_of: Make) -> None:
    now = result_of("identical")
    assert in_order((now, on_day(now, 3), now)) == [on_day(now, 3), now]
