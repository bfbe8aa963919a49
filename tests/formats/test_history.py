"""Verdicts over time: every result has its place in table and picture, and the page is good for everybody's eyes."""

from pathlib import Path
from xml.etree import ElementTree

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser

from parity.formats.history_picture import MOST_SHOWN, history_svg
from parity.formats.history_table import history_page, table_lines
from parity.verdict.decide import VerdictName
from parity.verdict.history import HistoryPoint

_NS = "{http://www.w3.org/2000/svg}"


def point(day: int, verdict: VerdictName = VerdictName.NO_GO, blocker: int | None = 3) -> HistoryPoint:
    return HistoryPoint(
        at=f"2026-11-{day % 28 + 1:02d}T05:00:00Z",
        verdict=verdict,
        digest=f"sha256:{day:064x}",
        blocker=blocker,
        warning=None if blocker is None else 2,
        gaps=None if blocker is None else 0,
    )


FOUR = tuple(point(place, verdict) for place, verdict in enumerate(VerdictName))


def bars(picture: str) -> list[list[float]]:
    """Heights of the bars by column."""
    groups = ElementTree.fromstring(picture).iter(f"{_NS}g")
    return [[float(one.get("height", "")) for one in group.iter(f"{_NS}rect")][:-1] for group in groups]


def test_each_result_has_a_column_its_verdict_in_letters_and_its_numbers() -> None:
    root = ElementTree.fromstring(history_svg(FOUR))
    groups = list(root.iter(f"{_NS}g"))
    assert [group.findtext(f"{_NS}text") for group in groups] == ["GO", "GW", "NO", "?"]
    assert groups[2].findtext(f"{_NS}title") == "2026-11-03T05:00:00Z NO-GO: blockers 3, warnings 2, not read 0"
    blockers, warnings = bars(history_svg(FOUR))[0]
    assert abs(blockers / warnings - 3 / 2) < 0.01


def test_what_is_not_known_has_no_bar_and_says_so() -> None:
    picture = history_svg((point(1, blocker=None),))
    assert bars(picture) == [[]]
    assert "blockers not known" in picture


def test_nothing_at_all_and_very_many_make_a_picture() -> None:
    assert bars(history_svg(())) == []
    many = tuple(point(day) for day in range(200))
    assert len(bars(history_svg(many))) == MOST_SHOWN
    assert "the newest 60 of 200 results" in history_svg(many)
    assert len(table_lines(many)) == 201


def test_the_table_lines_up_and_shows_a_dash_for_what_is_not_known() -> None:
    head, *rows = table_lines((*FOUR, point(5, blocker=None)))
    assert head.split("  ")[0] == "judged at (UTC)"
    assert [row.split()[0] for row in rows] == [one.at for one in (*FOUR, point(5))]
    assert rows[-1].split()[2:9] == ["-"] * 7
    end = head.index("blockers") + len("blockers")
    assert [row[end - 1] for row in rows] == ["3", "3", "3", "3", "-"]


def test_the_same_results_give_the_same_bytes() -> None:
    assert history_page(FOUR, "Northwind") == history_page(FOUR, "Northwind")
    assert history_svg(FOUR) == history_svg(FOUR)


def test_the_page_is_inert_and_accessible(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "history.html").write_bytes(history_page(FOUR, "<script>alert(1)</script>"))
    page = browser.new_page(viewport={"width": 800, "height": 600})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto((tmp_path / "history.html").as_uri())
    assert complaints == []
    assert page.locator("h1").inner_text() == "Verdicts of <script>alert(1)</script>"
    assert page.locator("tbody tr").count() == 4
    assert page.get_by_role("img", name="Verdicts and open findings of 4 results").is_visible()
    assert [one["id"] for one in Axe().run(page)["violations"]] == []
    page.close()
