"""What can be seen without scrolling: on a desk 120 words at most, on a phone the verdict and the decisions."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from parity.config.policy import Policy
from parity.rules.finding import Severity
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result
from tests.browser import Open
from tests.waivers import waiver_of

Make = Callable[..., Result]
#: All words of which a part can be seen in the window.
_SEEN = """() => {
  /* Where a name may be broken, it is one word all the same. */
  document.querySelectorAll("wbr").forEach(one => one.remove());
  document.body.normalize();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const there = box.width > 0 && box.top < innerHeight && box.bottom > 0 && box.right > 0 && box.left < innerWidth;
    if (there && node.parentElement.checkVisibility()) { seen.push(node.textContent); }
  }
  return seen.join(" ");
}"""


def seen(page: Page, width: int, height: int) -> str:
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("window.scrollTo(0, 0)")
    return " ".join(page.evaluate(_SEEN).split())


def of_each_verdict(result_of: Make) -> list[Result]:
    off = [one for one in result_of("triggers-off").findings if one.severity is not Severity.INFO]
    return [
        result_of("identical"),
        result_of("triggers-off", Policy(waivers=tuple(map(waiver_of, off)))),
        result_of("drifted"),
        result_of("person-accounts-and-packages"),
        result_of("no-tooling"),
    ]


def test_the_first_screen_says_it_all_in_120_words(result_of: Make, opened: Open) -> None:
    results = of_each_verdict(result_of)
    assert {one.verdict for one in results} == set(VerdictName)
    for result in results:
        report = opened(result)
        text = seen(report.page, 1280, 800)
        points = report.page.locator("header .points li").all_inner_texts()
        assert 0 < len(points) <= 3
        for words in (
            result.verdict.value,
            result.tenant or "",
            result.orgs.production.id or "?",
            result.orgs.sandbox.id or "?",
            "Next:",
            "The switch cannot be undone.",
            "24 Nov 2026, 12:00 UTC",
            *(" ".join(one.split()) for one in report.page.locator("header .points a").all_inner_texts()),
        ):
            assert words in text
        assert len(text.split()) <= 120, text
        if result.waivers:
            assert f"{len(result.waivers)} by Dana Hill" in text


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640)])
def test_a_phone_shows_the_verdict_and_the_decisions(width: int, height: int, result_of: Make, opened: Open) -> None:
    for result in of_each_verdict(result_of):
        page = opened(result).page
        text = seen(page, width, height)
        assert result.verdict.value in text
        for one in page.locator("header .points li a").all_inner_texts():
            assert " ".join(one.split()) in text


def test_what_was_accepted_does_not_look_as_if_it_stood_in_the_way(result_of: Make, opened: Open) -> None:
    waived = of_each_verdict(result_of)[1]
    page = opened(waived).page
    assert page.locator("header .points li > b").all_inner_texts() == ["waived blocker", "waived warning"]
    for sign in ("blocker", "warning"):
        assert page.locator(f"b.{sign}").count() == page.locator(f":is(.matrix, .legend) b.{sign}").count() == 2
    assert page.locator("article.finding.waived b.was").count() == len(waived.waivers)
