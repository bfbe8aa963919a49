"""Ten thousand findings, 900 components an object: one page that stays small (benchmarks/report_filter.py: quick)."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, expect

from parity.formats.html import render
from parity.integrity.sealed_page import opened
from parity.verdict.result import Result, result_bytes
from tests.browser import Opened
from tests.many_findings import with_findings

_NUMBER = 10_000


def test_ten_thousand_findings_stay_one_small_page_that_filters(
    result_of: Callable[..., Result], browser: Browser, tmp_path: Path
) -> None:
    result = with_findings(result_of("drifted"), _NUMBER)
    page = render(result)
    assert len(page) < 6e6
    assert opened(page, "").result == result_bytes(result)
    (tmp_path / "report.html").write_bytes(page)
    context = browser.new_context()
    report = Opened(context.new_page(), tmp_path / "report.html")
    shown = report.page
    assert shown.locator(".finding").count() == _NUMBER
    assert shown.evaluate("getComputedStyle(document.querySelector('.finding')).contentVisibility") == "auto"
    leads = [one for one in result.findings if one.object == "Lead"]
    assert len(leads) == 900
    count = shown.locator("#filter-count")
    shown.select_option("#filter-object", "Lead")
    expect(count).to_have_text("900 of 10,000 findings shown")
    expect(shown.locator("#filter-object option[value=Lead]")).to_have_text("Lead (900)")
    shown.fill("#filter-text", leads[-1].component)
    expect(count).to_have_text("1 of 10,000 findings shown")
    shown.click("#clear")
    expect(count).to_have_text("10,000 of 10,000 findings shown")
    assert (report.requests, report.dialogs, report.complaints) == ([], [], [])
    context.close()
