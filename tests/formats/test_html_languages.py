"""The report in five languages: in a browser, on a narrow screen, and with no text that escaped translation."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from msgspec import structs
from playwright.sync_api import expect

from parity.compare.difference import Kind
from parity.config.policy import Policy
from parity.formats.html import language_of, render
from parity.formats.spoken import message_of
from parity.formats.text import full_lines
from parity.languages.language import LANGUAGES, Language, language_named
from parity.languages.speech import _, speaking
from parity.orgs.import_files import snapshot_from_files
from parity.simulator import Scenario, SimulatedOrg, load_scenario
from parity.snapshot.records import Role
from parity.verdict.judge import judge
from parity.verdict.result import Result
from parity.verdict.who import Changed, Who
from tests.browser import Open
from tests.orgs.test_import_files import as_rest_writes, write_org
from tests.simulated import NOON

#: Words of a template that are the same in every language: signs, and names of products and files.
SAME = frozenset({"UTC", "parity", "OK"})
_SKIPPED = ("code", "script", "style", "pre")


class Words(HTMLParser):
    """The words that people read on a page, without code."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside and data.strip():
            self.found.append(data.strip())


def words_of(html: str) -> list[str]:
    reader = Words()
    reader.feed(html)
    return reader.found


def templates() -> list[str]:
    return sorted(
        one.name for one in files("parity.templates").joinpath("report").iterdir() if one.name[-5:] == ".html"
    )


@pytest.mark.parametrize("name", templates())
def test_no_text_of_a_template_stands_outside_of_a_translation(name: str) -> None:
    source = files("parity.templates").joinpath("report", name).read_text("utf-8")
    without_comments = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", without_comments, flags=re.DOTALL)
    left = [word for text in words_of(plain) for word in re.findall(r"[^\W\d_]{2,}", text) if word not in SAME]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_the_page_fits_a_narrow_screen_in_each_language(
    language: Language, result_of: Callable[..., Result], opened: Open
) -> None:
    result = result_of("drifted")
    with speaking(language):
        report = opened(result)
        first, count = _("Copy"), _("Verdict")
    report.page.set_viewport_size({"width": 320, "height": 640})
    report.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert report.page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = report.page.evaluate(
        "Array.from(document.querySelectorAll('h1, h2, h3, .toc a, .counts a, button, b, dt, label'))"
        ".filter(one => one.offsetParent && one.getBoundingClientRect().right > 321).map(one => one.textContent)"
    )
    assert cut == []
    assert report.page.evaluate("document.documentElement.lang") == language.code
    assert report.page.locator("button.copied").first.inner_text() == first
    assert report.page.locator(".toc a").first.inner_text() == count
    assert report.complaints == []


def test_the_filter_speaks_the_language_and_counts_in_it(result_of: Callable[..., Result], opened: Open) -> None:
    with speaking(language_named("ko")):
        report = opened(result_of("drifted"))
    count = report.page.locator("#filter-count")
    assert re.fullmatch("발견 [0-9]+건 중 [0-9]+건 표시", count.inner_text())
    options = report.page.locator("#filter-severity option").all_inner_texts()
    assert options[0] == "모두"
    assert any(one.startswith("차단 (") for one in options)
    report.page.locator("#filter-severity").select_option("blocker")
    expect(report.page, "a link holds in every language").to_have_url(re.compile("#severity=blocker$"))


@pytest.mark.parametrize("scenario", ["drifted", "person-accounts-and-packages", "triggers-off", "identical"])
def test_no_english_sentence_is_left_on_a_korean_page(scenario: str, result_of: Callable[..., Result]) -> None:
    with speaking(language_named("ko")):
        read = words_of(render(result_of(scenario)).decode())
    assert [one for one in read if re.search(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", one)] == []


@pytest.mark.parametrize("proven", [True, False], ids=["all files", "describes alone"])
def test_what_files_lack_is_told_in_the_language_of_the_reader(proven: bool, tmp_path: Path) -> None:
    pair = load_scenario("drifted")
    sandbox, production = (
        snapshot_from_files(write_org(tmp_path / role, pair_of(pair, role), as_rest_writes, proven=proven), role)[0]
        for role in Role
    )
    result = judge(sandbox, production, Policy(), tenant="Tests", judged_at=NOON)
    assert result.gaps
    with speaking(language_named("ko")):
        read = words_of(render(result).decode())
    english = ("the signed-in user", "id and kind", ", unique", "imported files", "Add the file", "Name the user")
    assert [one for one in read if any(words in one for words in english)] == []


def pair_of(pair: Scenario, role: Role) -> SimulatedOrg:
    return pair.sandbox if role is Role.SANDBOX else pair.production


def test_who_changed_it_is_told_with_production_first(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    who = Who(by="Ada Admin", at="2024-01-15T09:00:00Z", told_by="the component itself")
    field = next(one for one in result.findings if one.kind is Kind.FIELD)
    told = structs.replace(result, changed={field.fingerprint: Changed(sandbox=who, production=who)})
    with speaking(language_named("de")):
        page, text = render(told).decode(), full_lines(told)
    line = "Produktion: Ada Admin, 2024-01-15 09:00 UTC (die Komponente selbst); Sandbox: Ada Admin"
    assert line in page
    assert any(line in one for one in text)


def test_data_and_the_verdict_stay_as_they_are(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    for language in LANGUAGES:
        with speaking(language):
            page = render(result).decode()
        assert result.verdict.value in page
        assert all(one.fingerprint in page for one in result.findings)
        assert result.snapshots.production.digest in page


def test_the_same_result_and_language_give_the_same_bytes(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    english = render(result)
    with speaking(language_named("ja")):
        japanese = render(result)
        assert render(result) == japanese
        assert language_of(japanese).code == "ja"
    assert render(result) == english
    assert language_of(english).code == "en"
    assert language_of(b"no page").code == "en"


def test_messages_of_the_page_are_those_of_the_findings(result_of: Callable[..., Result]) -> None:
    result = result_of("triggers-off")
    with speaking(language_named("de")):
        page = render(result).decode()
        alone = [one for one in result.findings if one.cause is None]
        assert any(message_of(one) in page for one in alone)
