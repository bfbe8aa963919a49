"""The report's filter: by list, by word, by link; counts follow, causes show, and the address keeps it all."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs

from playwright.sync_api import expect

from parity.compare.difference import Kind
from parity.formats.report_view.matrix import matrix
from parity.verdict.result import Result
from tests.browser import Open

_PACKAGES = "person-accounts-and-packages"


def test_lists_and_words_filter_and_the_numbers_follow(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    visible = page.locator(".finding:visible")
    leads = [one for one in result.findings if one.object == "Lead"]
    assert page.locator("#filter-object option[value=Lead]").inner_text() == f"Lead ({len(leads)})"
    page.select_option("#filter-object", "Lead")
    expect(visible).to_have_count(len(leads))
    worst = sum(one.severity.value == "blocker" for one in leads)
    expect(page.locator("#filter-severity option[value=blocker]")).to_have_text(f"blocker ({worst})")
    page.select_option("#filter-severity", "blocker")
    expect(visible).to_have_count(worst)
    expect(page.locator("#filter-count")).to_have_text(f"{worst} of {len(result.findings)} findings shown")
    page.click("text=Clear")
    page.select_option("#filter-rule", "trigger-inactive-in-sandbox")
    expect(visible).to_have_count(sum(one.rule == "trigger-inactive-in-sandbox" for one in result.findings))
    page.click("text=Clear")
    page.fill("#filter-text", "ERP_Id__c")
    expect(visible).to_have_count(1)
    expect(page.locator("#filter-count")).to_have_text(f"1 of {len(result.findings)} findings shown")
    page.click("text=Clear")
    expect(visible).to_have_count(len(result.findings))


def test_no_heading_that_a_link_leads_to_is_under_the_bar(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    rows = set()
    for width in (1280, 1000, 700):
        page.set_viewport_size({"width": width, "height": 900})
        for section in ("findings", "automation", "not-compared"):
            page.evaluate("window.scrollTo(0, 0)")
            page.locator(f".toc a[href='#{section}']").click()
            page.wait_for_function(f"location.hash === '#{section}'")
            bar, heading = page.locator("#filter").bounding_box(), page.locator(f"#{section} h2").bounding_box()
            assert bar is not None
            assert heading is not None
            assert heading["y"] >= bar["y"] + bar["height"], (width, section)
            rows.add(round(bar["height"]))
    assert len(rows) > 1, "the bar has one row where there is room, and two where there is not"


def test_folding_is_for_all_groups_at_once(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    ready = sum(one.kind is Kind.READINESS for one in result.findings)
    page.click("#fold")
    expect(page.locator("#fold")).to_have_text("Unfold all")
    expect(page.locator(".finding:visible")).to_have_count(ready)
    page.click("#fold")
    expect(page.locator(".finding:visible")).to_have_count(len(result.findings))


def test_the_address_keeps_the_filter(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    page.select_option("#filter-object", "Lead")
    page.fill("#filter-text", "Webinar & more")
    expect(page).to_have_url(re.compile("#.*&q="))
    kept = parse_qs(page.evaluate("location.hash.slice(1)"))
    assert kept == {"object": ["Lead"], "q": ["Webinar & more"]}
    page.reload()
    expect(page.locator("#filter-object")).to_have_value("Lead")
    expect(page.locator("#filter-text")).to_have_value("Webinar & more")
    expect(page.locator("#filter-nothing")).to_be_visible()
    page.click("text=Clear")
    expect(page).not_to_have_url(re.compile("#"))


def test_what_is_no_finding_makes_room_for_what_is_filtered(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    page.select_option("#filter-object", "Account")
    expect(page.locator("#day-one")).to_be_hidden()
    expect(page.locator(".matrix")).to_be_visible()
    page.locator(".toc a[href='#day-one']").click()
    expect(page.locator("#filter-object")).to_have_value("")
    expect(page.locator("#day-one-title")).to_be_in_viewport()
    page.select_option("#filter-part", "day-one")
    expect(page.locator("#day-one .finding").first).to_be_visible()
    expect(page.locator("#day-one .facts")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#day-one .facts")).to_be_visible()
    expect(page.locator("#automation .finding").first).to_be_visible()


def test_the_way_back_to_an_address_without_a_filter_clears_it(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    page.locator(".matrix td.blocker a").first.click()
    expect(page.locator("#filter-severity")).to_have_value("blocker")
    page.go_back()
    expect(page.locator("#filter-severity")).to_have_value("")
    expect(page.locator(".finding:visible")).to_have_count(len(result.findings))
    page.go_forward()
    expect(page.locator("#filter-severity")).to_have_value("blocker")


def test_the_bar_stays_in_sight_as_far_as_there_are_findings(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    page.locator("#automation .finding").last.scroll_into_view_if_needed()
    expect(page.locator("#filter")).to_be_in_viewport()
    page.locator(".toc a[href='#provenance']").click()
    expect(page.locator("#provenance-title")).to_be_in_viewport()
    expect(page.locator("#filter")).not_to_be_in_viewport()


def test_a_cell_of_the_matrix_shows_what_it_counts(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    for row in matrix(result):
        for severity in ("blocker", "warning", "info"):
            number = getattr(row, severity)
            if number:
                page.get_by_role("link", name=f"{row.object}: {number} {severity}", exact=True).click()
                expect(page.locator(".finding:visible"), f"{row.object} {severity}").to_have_count(number)
                page.click("text=Clear")
                expect(page.locator(".finding:visible")).to_have_count(len(result.findings))


def test_a_decision_of_the_first_screen_leads_to_its_findings(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    page.locator("header .points a", has_text="Two fields are missing in the sandbox").click()
    expect(page.locator(".finding:visible")).to_have_count(2)
    expect(page.locator("#filter-rule")).to_have_value("field-missing-in-sandbox")
    page.click("text=Clear")
    page.locator("header .points a", has_text="Opportunity.StageName").click()
    expect(page.locator(".finding:target")).to_be_in_viewport()


def test_hits_inside_a_cause_show_their_cause(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of(_PACKAGES)
    page = opened(result).page
    inside = next(one for one in result.findings if one.cause is not None and one.kind is Kind.FIELD)
    page.fill("#filter-text", inside.fingerprint)
    expect(page.locator(f"#f-{inside.fingerprint}")).to_be_visible()
    expect(page.locator(f"#f-{inside.cause}")).to_be_visible()
    expect(page.locator(".finding:visible")).to_have_count(2)
    expect(page.locator("#filter-count")).to_have_text(
        f"1 of {len(result.findings)} findings shown, 1 of them under a cause"
    )
    page.click("text=Clear")
    expect(page.locator(".explained .finding:visible")).to_have_count(0)


def test_a_link_to_a_finding_opens_what_hides_it(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of(_PACKAGES)
    page = opened(result).page
    inside = [one for one in result.findings if one.cause is not None][-1]
    page.select_option("#filter-part", "differences")
    page.evaluate(f"location.hash = 'f-{inside.fingerprint}'")
    expect(page.locator(f"#f-{inside.fingerprint}")).to_be_visible()
    expect(page.locator("#filter-part")).to_have_value("")


def test_a_broken_link_leaves_the_page_whole(result_of: Callable[..., Result], opened: Open) -> None:
    report = opened(result_of("triggers-off"))
    report.page.goto(f"{report.page.url}?again#%E0%A4%A")
    report.page.wait_for_selector("button.copied")
    assert report.complaints == []


def test_nothing_that_matches_is_said(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    page.fill("#filter-text", "no finding has these words")
    expect(page.locator(".finding:visible")).to_have_count(0)
    expect(page.locator("#filter-nothing")).to_have_text("Nothing matches. Clear the filter, or change it.")
    page.fill("#filter-text", "")
    expect(page.locator("#filter-nothing")).to_be_hidden()


def test_an_api_name_can_be_copied(result_of: Callable[..., Result], opened: Open) -> None:
    report = opened(result_of("drifted"))
    page = report.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy Account.ERP_Id__c", exact=True).click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Account.ERP_Id__c"
    assert page.locator(".finding[data-kind] button.copied").count() == 0, "a risk is no name that one could paste"
    assert page.locator("#provenance pre button.copied").count() == page.locator("#provenance pre").count()


def test_a_browser_that_keeps_its_clipboard_from_files_copies_all_the_same(
    result_of: Callable[..., Result], opened: Open
) -> None:
    page = opened(result_of("drifted")).page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy Account.ERP_Id__c", exact=True).click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "Account.ERP_Id__c"
