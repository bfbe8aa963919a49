"""The report for everybody: WCAG 2.2 AA on every section, by keyboard alone, at any size, in dark and on paper."""

import re
from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_core_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Page, expect

from parity.config.policy import Policy
from parity.rules.finding import Severity
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result
from parity.verdict.waivers import WaiverStatus
from tests.browser import Open
from tests.waivers import waiver_of

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"


def violations(page: Page, part: str | None = None) -> list[Any]:
    """What axe finds in a part of the page, or in all of it, with everything unfolded."""
    page.evaluate(_UNFOLD)
    found = Axe().run(page, context=part, options={"runOnly": _TAGS, "resultTypes": ["violations"]})["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found]


def accepted(result_of: Callable[..., Result], scenario: str) -> Result:
    """The scenario with all that stands accepted by name."""
    standing = [one for one in result_of(scenario).findings if one.severity is not Severity.INFO and one.cause is None]
    return result_of(scenario, Policy(waivers=tuple(waiver_of(one) for one in standing)))


@pytest.fixture
def whole(result_of: Callable[..., Result]) -> Result:
    """A result that fills every section: differences, causes, what was not read, waivers that hold and that do not."""
    drifted, preview = accepted(result_of, "drifted"), result_of("preview-release")
    stale = structs.replace(drifted.waivers[0], status=WaiverStatus.EXPIRED)
    return structs.replace(
        drifted,
        verdict=VerdictName.INCONCLUSIVE,
        findings=(*preview.findings[:6], *drifted.findings[:16]),
        causes=preview.causes,
        gaps=result_of("no-tooling").gaps,
        waivers=(*drifted.waivers[:4], stale),
        rules={**drifted.rules, **preview.rules},
        notes=("A note.",),
    )


def test_no_section_has_a_barrier_in_light_in_dark_or_on_paper(whole: Result, opened: Open) -> None:
    page = opened(whole).page
    sections = page.locator("main section[id]").evaluate_all("all => all.map(one => one.id)")
    assert sections == [
        "day-one",
        "causes",
        "findings",
        "automation",
        "not-compared",
        "waivers",
        "equal",
        "rules",
        "provenance",
    ]
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(media="print", color_scheme="light")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_verdict_and_no_narrow_screen_has_a_barrier(
    scheme: Literal["light", "dark"], result_of: Callable[..., Result], opened: Open
) -> None:
    for result in (result_of("identical"), accepted(result_of, "triggers-off"), result_of("triggers-off")):
        page = opened(result).page
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": 320, "height": 640})
        assert violations(page, "#verdict") == []


def test_what_is_filtered_has_no_barrier(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    page.fill("#filter-text", "no finding has these words")
    expect(page.locator("#filter-nothing")).to_be_visible()
    assert violations(page, "#filter") == []


def test_everything_can_be_done_by_keyboard(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("person-accounts-and-packages")).page
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#filter-text")).to_be_focused()
    page.keyboard.type("cpqx__")
    expect(page.locator("#filter-count")).to_have_text(re.compile("^57 of 191"))
    page.keyboard.press("Tab")
    page.keyboard.press("d")
    expect(page.locator("#filter-part")).to_have_value("differences")
    page.locator("#clear").focus()
    page.keyboard.press("Enter")
    page.locator(".explained summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".explained .finding").first).to_be_visible()
    page.locator(".matrix td.blocker a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("severity=blocker"))
    expect(page.locator("#filter-severity")).to_have_value("blocker")


def test_what_has_the_focus_is_not_hidden_under_the_filter(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    bar = page.locator("#filter").bounding_box()
    assert bar is not None
    for card in ("#findings .finding", "#automation .finding"):
        link = page.locator(f"{card} .trace a").first
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        link.focus()
        place = link.bounding_box()
        assert place is not None
        assert place["y"] >= bar["height"]


def test_at_400_percent_it_reads_in_one_column(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    page.set_viewport_size({"width": 320, "height": 200})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    lefts = page.locator(".finding .sides > div").evaluate_all(
        "all => [...new Set(all.slice(0, 40).map(one => Math.round(one.getBoundingClientRect().left)))]"
    )
    assert max(lefts) - min(lefts) < 40


def test_nothing_moves_for_who_asks_for_less_motion(result_of: Callable[..., Result], opened: Open) -> None:
    page = opened(result_of("drifted")).page
    page.emulate_media(reduced_motion="reduce")
    page.locator("#clear").focus()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_severity_and_a_verdict_are_told_without_colour(result_of: Callable[..., Result], opened: Open) -> None:
    signs = set()
    for result in (
        result_of("identical"),
        accepted(result_of, "triggers-off"),
        result_of("drifted"),
        result_of("no-tooling"),
    ):
        page = opened(result).page
        signs.add(page.locator(".sign").inner_html())
        assert result.verdict.value in page.locator("h1").inner_text()
        for card in page.locator(".finding").all()[:5]:
            assert card.locator("b").first.inner_text() in {one.value for one in Severity}
    assert len(signs) == 4
