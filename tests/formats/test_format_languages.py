"""Formats for people speak the reader's language, those for programs English; nothing else of them changes."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest

from parity.formats.csv import COLUMNS
from parity.formats.fix_list import SINCE
from parity.formats.registry import all_formats
from parity.formats.spoken import fix_of, message_of, sentence
from parity.formats.xlsx import _CHOICES
from parity.languages.language import ENGLISH, LANGUAGES, Language
from parity.languages.speech import _, has, speaking
from parity.verdict.result import Result
from tests.formats.results import baseline_of, waived

OTHERS = [one for one in LANGUAGES if one is not ENGLISH]
FOR_PROGRAMS = ("json", "junit", "sarif")


@pytest.fixture
def drifted(result_of: Callable[..., Result]) -> Result:
    result = result_of("drifted")
    return waived(result, next(one for one in result.findings if one.component == "LeadRouting"))


def written(name: str, result: Result, language: Language) -> bytes:
    with speaking(language):
        return all_formats()[name].bytes_of(result, baseline_of(result, 3))


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_format_says_itself_whether_it_speaks() -> None:
    assert {one.name for one in all_formats().values() if not one.speaks} == set(FOR_PROGRAMS)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
@pytest.mark.parametrize("name", FOR_PROGRAMS)
def test_what_programs_read_has_the_same_bytes_in_every_language(
    name: str, language: Language, drifted: Result
) -> None:
    assert written(name, drifted, language) == written(name, drifted, ENGLISH)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_both_spreadsheets_speak_in_headings_and_cells(language: Language, drifted: Result) -> None:
    data = written("csv", drifted, language)
    (heading, *cells), (_english, *same) = rows(data), rows(written("csv", drifted, ENGLISH))
    names = list(COLUMNS)
    with speaking(language):
        assert heading == [_(one) for one in COLUMNS.values()]
        # Some words are the same in two languages: Status, note.
        assert sum(has(one) for one in (*COLUMNS.values(), *_CHOICES, *SINCE)) >= len(COLUMNS) + 4
        texts = [(message_of(one), fix_of(one)) for one in drifted.findings]
        statuses = {_(one) for one in _CHOICES}
    column = {name: [row[place] for row in cells] for place, name in enumerate(names)}
    assert list(zip(column["message"], column["fix"], strict=True)) == texts
    assert set(column["status"]) <= statuses
    for kept in ("fingerprint", "rule", "object", "component", "setup_path"):
        assert column[kept] == [row[names.index(kept)] for row in same]
    assert all_formats()["csv"].is_own(data)
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", drifted, language)))
    head, *made = [[cell or "" for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert head == heading
    assert made == [[cell.replace("\r\n", "\n") for cell in row] for row in cells]
    assert ("NO-GO",) in {row[1:] for row in book.worksheets[1].iter_rows(values_only=True)}


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_the_comment_speaks_and_keeps_the_verdict(language: Language, drifted: Result) -> None:
    page = written("markdown", drifted, language).decode()
    assert page.startswith("## ❌ parity: NO-GO")
    assert all_formats()["markdown"].is_own(page.encode())
    with speaking(language):
        told = [sentence(one) for one in drifted.reasons]
        said = ("Accepted by name", "What is wrong", "New:", "The switch to production cannot be undone.")
        headings = [_(one) for one in said]
    assert all(one.partition(" ")[0] in page for one in told)
    assert all(one in page for one in headings)
    for english in ("Accepted by name", "what is wrong", "To decide", "worst ten", "by the rule", "Judged at"):
        assert english not in page


@pytest.mark.parametrize("name", [one for one in all_formats() if one not in {*FOR_PROGRAMS, "pdf", "html"}])
def test_the_same_result_and_language_give_the_same_bytes(name: str, drifted: Result) -> None:
    assert written(name, drifted, OTHERS[0]) == written(name, drifted, OTHERS[0])
    assert written(name, drifted, OTHERS[0]) != written(name, drifted, OTHERS[1])


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_what_could_not_be_read_speaks_too(language: Language, result_of: Callable[..., Result]) -> None:
    result = result_of("no-tooling")
    with speaking(language):
        data = all_formats()["csv"].bytes_of(result)
        wanted = [sentence(one.fix) for one in result.gaps]
    place = list(COLUMNS).index("fix")
    assert [row[place] for row in rows(data)[1:]][: len(wanted)] == wanted
    assert not {one.fix for one in result.gaps} & set(wanted)
