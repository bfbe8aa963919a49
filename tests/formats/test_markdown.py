"""The comment, rendered: markdown-it (CommonMark with GitHub's tables) and a browser look at what comes of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from markdown_it import MarkdownIt
from msgspec import structs
from playwright.sync_api import Browser

from parity.formats.markdown import LIMIT, escaped, render
from parity.rules.finding import Severity
from parity.snapshot.records import Gap
from parity.verdict.result import Result, result_digest
from parity.verdict.waivers import WaiverStatus
from tests.formats.results import BOMBS, SCENARIOS, baseline_of, bombed, lowered, waived

#: What the comment is made of; `sub` is the one element that it writes as HTML.
KNOWN = {"h2", "h3", "ul", "li", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "sub"}


def rendered(data: bytes) -> html.HtmlElement:
    return html.fromstring(f"<main>{MarkdownIt('commonmark').enable('table').render(data.decode())}</main>")


def words(data: bytes) -> str:
    return " ".join(rendered(data).text_content().split())


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_it_says_the_verdict_why_and_at_most_ten_to_decide(scenario: str, result_of: Callable[..., Result]) -> None:
    result = result_of(scenario)
    page = rendered(render(result))
    assert page.xpath("string(//h2)").endswith(f"parity: {result.verdict.value} · Tests")
    told = words(render(result))
    for reason in result.reasons[:10]:
        assert reason in told
    numbers = page.xpath("//table[1]/tbody/tr/td/text()")
    counts = result.counts
    assert [int(one) for one in numbers] == [
        counts.blocker, counts.warning, counts.info, counts.waived, counts.folded, counts.gaps,
    ]  # fmt: skip
    rows = page.xpath("//table[2]/tbody/tr")
    assert len(rows) == min(10, counts.blocker + counts.warning)
    assert result_digest(result) in told
    assert ("Could not be read" in told) is bool(result.gaps)


def test_the_worst_come_first_and_what_is_waived_does_not_come(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    blocker = next(one for one in result.findings if one.severity is Severity.BLOCKER)
    rows = rendered(render(waived(result, blocker))).xpath("//table[2]/tbody/tr")
    assert {row.xpath("string(td[1])") for row in rows} == {"blocker"}
    names = [row.xpath("string(td[2])") for row in rows]
    assert f"{blocker.object}.{blocker.component}" not in names
    assert "Lead.Campaign_Note__c" in names


def test_what_is_new_is_marked_and_told(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    told = words(render(result, baseline_of(result, 5)))
    assert "Since 2026-11-24T12:00:00Z (NO-GO) 5 new, 1 fixed, 33 unchanged." in told
    assert "blocker · new Account.ERP_Id__c" in told
    assert "blocker · new Case" not in told
    assert "Counts for more" not in told


def test_a_waiver_that_ended_counts_for_more_than_then(result_of: Callable[..., Result]) -> None:
    from parity.verdict.baseline import since_baseline

    result = result_of("drifted")
    blocker = next(one for one in result.findings if one.severity is Severity.BLOCKER)
    told = words(render(result, since_baseline(waived(result, blocker), result)))
    assert f"Counts for more than then (a waiver ended, or the severity rose): blocker: {blocker.object}" in told


def test_a_gap_that_is_new_takes_the_word_fixed_back(result_of: Callable[..., Result]) -> None:
    from parity.verdict.baseline import since_baseline

    before, now = result_of("drifted"), result_of("no-tooling")
    now = structs.replace(now, orgs=before.orgs)
    assert 'so "fixed" may be "not seen"' in words(render(now, since_baseline(before, now)))


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda text: repr(text[:16]))
def test_a_bomb_stays_text_and_the_whole_is_short_enough(bomb: str, result_of: Callable[..., Result]) -> None:
    for scenario in ("drifted", "no-tooling"):
        result = bombed(result_of(scenario), bomb)
        data = render(result, baseline_of(result, 5) if result.findings else None)
        assert len(data) < LIMIT
        page = rendered(data)
        assert {one.tag for one in page.iter() if one is not page} <= KNOWN
        assert [len(row) for row in page.xpath("//table[2]/tbody/tr")] == [4] * len(page.xpath("//table[2]/tbody/tr"))
        assert not page.xpath("//@href | //@src | //@onerror")
        # GitHub makes mentions, issues and links out of the text that is left: none must be whole.
        text = page.text_content()
        assert not any(word in text for word in ("@everyone", " #1 ", "repo#2", "a@evil"))


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda text: repr(text[:16]))
def test_every_text_reads_as_it_was_written(bomb: str) -> None:
    """What a reader sees is what the org has, without control characters, on one line."""
    from parity.integrity.printable import printable

    seen = rendered(f"- {escaped(bomb, 10**6)}\n".encode()).text_content().strip().replace("\u200b", "")
    assert seen == " ".join(printable(bomb, keep="\n\t").split())


def test_an_acceptance_of_which_every_text_is_hostile_stays_a_line(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    for bomb in BOMBS:
        one = waived(lowered(result, *result.findings[:5]), result.findings[7])
        waiver = structs.replace(one.waivers[0], by=bomb, reason=bomb, ticket=bomb)
        void = structs.replace(waiver, status=WaiverStatus.UNMATCHED, instead=bomb)
        entry = structs.replace(one.severities[0], by=bomb, reason=bomb, ticket=bomb, field=bomb)
        data = render(structs.replace(one, waivers=(waiver, *(void,) * 500), severities=(entry,) * 500))
        assert len(data) < LIMIT
        page = rendered(data)
        assert {one.tag for one in page.iter() if one is not page} <= KNOWN
        assert not page.xpath("//@href | //@src | //@onerror")
        assert page.xpath("//h3/text()")[-3:] == [
            "Accepted by name",
            "Waivers that do not hold",
            "Severities of the policy",
        ]
        assert [len(one.xpath("li")) for one in page.xpath("//ul")[-3:]] == [1, 11, 11]


def test_links_that_github_makes_by_itself_are_broken() -> None:
    assert escaped("see https://evil.example") == r"see https\://evil.example"
    assert escaped("www.evil.example") == r"www\.evil.example"
    assert escaped("GH-12 and gh-7, high-5") == "GH-&#8203;12 and gh-&#8203;7, high-5"
    assert escaped("1. one") == "&#8203;1. one"
    assert escaped("- one") == "&#8203;- one"


def test_ten_thousand_of_everything_is_still_a_comment(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    many = tuple(
        structs.replace(result.findings[0], severity=Severity.BLOCKER, component=f"F{n}__c", fingerprint=f"{n:016x}")
        for n in range(10_000)
    )
    gaps = tuple(Gap(area="x", subject=f"thing {n}", reason="r" * 5000, fix="f" * 5000) for n in range(10_000))
    result = structs.replace(result, findings=many, gaps=gaps, reasons=("because " * 500,) * 10_000)
    assert len(render(result)) < LIMIT


def test_a_browser_shows_it_whole_on_a_narrow_screen(
    browser: Browser, result_of: Callable[..., Result], tmp_path: Path
) -> None:
    result = result_of("drifted")
    text = MarkdownIt("commonmark").enable("table").render(render(result, baseline_of(result, 3)).decode())
    (tmp_path / "comment.html").write_text(f"<!doctype html><meta charset=utf-8><body>{text}")
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.goto((tmp_path / "comment.html").as_uri())
    assert page.locator("h3").all_inner_texts() == ["The worst ten of 34", "Since 2026-11-24T12:00:00Z (NO-GO)"]
    assert page.locator("table").nth(1).locator("tbody tr").count() == 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 1000
    page.close()
