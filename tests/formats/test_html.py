"""The report in a real browser: inert, self-contained, usable without JavaScript, good for everybody's eyes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs
from playwright.sync_api import Browser, Locator, expect

from parity.config.policy import Policy, Waiver
from parity.formats.html import page_of, render
from parity.formats.report_view.sides import Members, Side, rows_of
from parity.rules.finding import Item
from parity.simulator import scenario_from
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_digest
from tests.browser import Open
from tests.simulated import NOON, READ_AT, collected

SCENARIOS = (
    "identical",
    "drifted",
    "person-accounts-and-packages",
    "triggers-off",
    "hidden-fields",
    "no-tooling",
    "hostile",
)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_page_loads_nothing_runs_nothing_else_and_complains_of_nothing(
    scenario: str, result_of: Callable[..., Result], opened: Open
) -> None:
    report = opened(result_of(scenario))
    assert (report.requests, report.dialogs, report.complaints) == ([], [], [])
    assert report.page.locator("h1").inner_text() == f"{result_of(scenario).verdict.value} Tests"


def test_every_fact_that_ties_the_page_to_its_evidence_is_there(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    text = page.locator("#provenance").inner_text()
    for role in ("sandbox", "production"):
        used = getattr(result.snapshots, role)
        org = getattr(result.orgs, role)
        for words in (
            org.name,
            org.id,
            used.digest,
            used.collected_by.username,
            "2026-11-24 12:00:00 UTC",
            READ_AT,
        ):
            assert words in text
    assert result.policy.digest in text
    command = page.locator("#provenance pre.copy code", has_text="sha256sum")
    digest = result_digest(result).removeprefix("sha256:")
    assert command.inner_text() == f'echo "{digest}  result.json" | sha256sum --check'
    assert page.locator("#provenance .reasons li").all_inner_texts() == list(result.reasons)


def told(side: Side) -> str:
    """A side as the page writes it: the members of a set one a line, a text in one piece."""
    if isinstance(side, str):
        return side
    pieces = [one.text for one in side.parts]
    return "\n".join(pieces) if isinstance(side, Members) else "".join(pieces)


@pytest.mark.parametrize("scenario", ["drifted", "triggers-off"])
def test_every_finding_is_there_with_both_sides_and_the_fix(
    scenario: str, result_of: Callable[..., Result], opened: Open
) -> None:
    result = result_of(scenario)
    page = opened(result).page
    assert page.locator(".finding").count() == len(result.findings)
    for one in result.findings:
        card = page.locator(f"#f-{one.fingerprint}")
        words = card.inner_text()
        for wanted in (one.component, one.severity.value, one.fingerprint, "Setup >"):
            assert wanted in words, (one.rule, wanted)
        rows = rows_of(one)
        sides = [told(side) for row in rows for side in (row.production, row.sandbox)]
        assert card.locator("dd").all_inner_texts() == sides
        assert card.locator("dt").all_inner_texts() == ["Production", "Sandbox"] * len(rows)
        group = card.locator("xpath=ancestor::div[@class='same']/p[@class='fix']")
        fix = group.inner_text() if group.count() else words
        assert one.fix.replace(one.component, "…") in fix.replace(one.component, "…")
        assert group.count() or one.message in words
    assert page.locator("#rules dl > div").count() == len(result.rules)


def test_the_differing_part_is_marked(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    page = opened(result).page
    marked = {
        one.component: [card.all_inner_texts() for card in _marks(page.locator(f"#f-{one.fingerprint}"))]
        for one in result.findings
        if one.component in {"LeadSource", "Weighted_Margin__c", "Sub_Region__c", "Forecast_Note__c"}
    }
    assert marked["LeadSource"] == [["Webinar"], []]
    assert marked["Weighted_Margin__c"] == [["IF(ISBLANK(Freight_Margin__c), 0, ", ")"], []]
    assert marked["Sub_Region__c"] == [["West"], []]
    assert marked["Forecast_Note__c"] == [[], []]


def test_no_mark_hides_the_underscores_of_a_name(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    assert page.locator("mark").first.evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
    below = "one => parseFloat(getComputedStyle(one).textUnderlineOffset) / parseFloat(getComputedStyle(one).fontSize)"
    assert page.locator("header .points a").first.evaluate(below) >= 0.25


def test_paper_tells_how_many_values_follow_and_an_appendix_has_them_all(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    found = next(one for one in result.findings if one.rule == "picklist-value-missing-in-sandbox")
    names = [f"Value {number:03}" for number in range(500)]
    items = tuple(Item(name=f"picklistValues[{one}]", production={"label": one}, sandbox=None) for one in names)
    long = structs.replace(result, findings=(structs.replace(found, items=items),))
    short, whole = page_of(long, paper=True).decode(), page_of(long, paper=True, appendix=True).decode()
    assert "490 more: in report.html and result.json." in short
    assert [one for one in (names[9], names[10]) if f">{one}<" in short] == [names[9]]
    assert [one for one in names if f">{one}<" not in whole] == []
    assert [one for one in names if f">{one}<" not in render(long).decode()] == []


def test_what_was_not_read_is_no_green_light_and_no_zero(result_of: Callable[..., Result]) -> None:
    unread, whole = (render(result_of(one)).decode() for one in ("no-tooling", "identical"))
    assert unread.count('<p class="none unsure">') == 2
    assert "What could not be read is in none of these numbers." in unread
    assert 'unsure">' not in whole
    assert "What could not be read is in none" not in whole


def _marks(card: Locator) -> list[Locator]:
    return [card.locator(".sides > div").nth(at).locator("mark") for at in range(2)]


def test_causes_stand_with_all_that_they_explain(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("person-accounts-and-packages")
    page = opened(result).page
    assert page.locator("#causes-title").inner_text() == "Causes: 5 decisions behind 180 findings"
    assert page.locator("#causes .cause").count() == len(result.causes)
    assert page.locator(".finding").count() == len(result.findings)
    assert page.locator("#causes .cause .explained .finding").count() == result.counts.folded
    assert not page.locator("#causes .cause .explained .finding").first.is_visible()
    page.locator("#causes .cause .explained summary").first.click()
    expect(page.locator("#causes .cause .explained .finding").first).to_be_visible()
    assert page.locator("#causes .cause .proof").nth(0).inner_text().startswith("Why it matters")
    assert page.locator("#causes .cause .proof").nth(1).inner_text().startswith("proven")


def test_day_one_has_its_section_and_the_budget_its_picture(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("identical")).page
    picture = page.get_by_role("img", name="The API budget of the first sync")
    assert picture.is_visible()
    assert picture.locator("rect").count() == 4
    assert "1,500,000" in (picture.locator("text").first.text_content() or "")
    text = page.locator("#day-one").inner_text()
    for words in ("FULL, copied on 2026-10-05", "30 touchpoints on 20 people, 5 on 5 opportunities, since the copy"):
        assert words in text


def test_a_rehearsal_that_never_was_cannot_be_missed(opened: Open) -> None:
    pair = collected(scenario_from("x", {"sandbox": {"touchpoints": {"people": 0, "opportunities": 0}}}, NOON.date()))
    result = judge(*pair, Policy(), tenant="Tests", judged_at=NOON)
    assert "NEVER REHEARSED" in opened(result).page.locator("header .points li").first.inner_text()


def test_long_lists_fold_at_ten(result_of: Callable[..., Result], opened: Open) -> None:
    result = result_of("drifted")
    found = next(one for one in result.findings if one.component == "LeadSource")
    item = found.items[0]
    items = tuple(structs.replace(item, name=f"picklistValues[Value {number:02}]") for number in range(25))
    page = opened(structs.replace(result, findings=(structs.replace(found, items=items),))).page
    card = page.locator(f"#f-{found.fingerprint}")
    assert card.locator("li:visible").count() == 10
    card.locator("summary", has_text="15 more").click()
    expect(card.locator("li:visible")).to_have_count(25)


def test_a_waiver_is_shown_with_its_finding_in_words(result_of: Callable[..., Result], opened: Open) -> None:
    found = result_of("drifted").findings[0]
    waiver = Waiver(
        fingerprint=found.fingerprint,
        seen=found.seen,
        items=tuple(item.name for item in found.items),
        by="Dana Hill",
        reason="Retired next week",
        expires=date(2027, 1, 31),
    )
    stale = Waiver(fingerprint="0" * 16, by="Min-jun Park", reason="Gone", expires=date(2027, 1, 31))
    result = result_of("drifted", Policy(waivers=(waiver, stale)))
    page = opened(result).page
    rows = page.locator("#waivers tbody tr").all_inner_texts()
    for words in (found.message, found.fingerprint, "Dana Hill", "Retired next week", "2027-01-31", "holds"):
        assert words in rows[0]
    assert rows[1].startswith("0" * 16)
    assert "matches no finding" in rows[1]
    assert "waived by Dana Hill" in page.locator(f"#f-{found.fingerprint}").inner_text()
    about = page.locator("header .about").inner_text()
    assert "1 by Dana Hill" in about
    assert "1 does not hold" in about


def test_without_javascript_everything_can_be_read(
    result_of: Callable[..., Result], browser: Browser, tmp_path: Path
) -> None:
    result = result_of("drifted")
    (tmp_path / "report.html").write_bytes(render(result))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    assert not page.locator("#filter").is_visible()
    assert page.locator(".finding:visible").count() == len(result.findings)
    page.locator(".matrix td.blocker a").first.click()
    expect(page.locator(".finding.blocker").first).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("scenario", ["hostile", "drifted", "no-tooling", "person-accounts-and-packages"])
def test_a_narrow_screen_does_not_scroll_sideways(
    scenario: str, result_of: Callable[..., Result], opened: Open
) -> None:
    page = opened(result_of(scenario)).page
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_paper_nothing_is_folded_and_nothing_to_click_is_left(
    result_of: Callable[..., Result], opened: Open
) -> None:
    page = opened(result_of("drifted")).page
    page.click("#fold")
    page.select_option("#filter-object", "Lead")
    page.emulate_media(media="print")
    expect(page.locator("#filter")).to_be_hidden()
    expect(page.locator("button:visible")).to_have_count(0)
    expect(page.locator(".finding:visible")).to_have_count(page.locator(".finding").count())
    expect(page.locator(".signature")).to_be_visible()


def test_on_paper_a_cause_stands_with_its_count_and_not_with_all_that_it_explains(
    result_of: Callable[..., Result], opened: Open
) -> None:
    page = opened(result_of("person-accounts-and-packages")).page
    page.emulate_media(media="print")
    expect(page.locator(".explained summary:visible")).to_have_count(5)
    expect(page.locator(".explained .finding:visible")).to_have_count(0)


def test_the_same_result_gives_the_same_bytes(result_of: Callable[..., Result]) -> None:
    assert render(result_of("drifted")) == render(result_of("drifted"))
