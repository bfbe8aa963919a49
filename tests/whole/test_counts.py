"""No text says `1 results`: where a count stands before a noun, the noun follows it, in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import parity
from parity.formats.report_view.words import several
from parity.integrity.counted import counted
from parity.languages.language import ENGLISH, LANGUAGES, Language
from parity.languages.speech import speaking

ROOT = Path(parity.__file__).parent
#: What counts something, by how it is written.
_COUNT = re.compile(r"\blen\(|\bsum\(|\.calls\b|_hours\b|_days\b|\b(?:count|number|total|more|wanted)\b$")
#: A noun in the plural, or a verb of several, right behind a count; a unit, a ratio or `more` is none.
_NO_NOUN = "is|its|was|this|has|less|of|as|leaves"
_PLURAL = re.compile(rf" (?:[a-z-]+ )??(?:(?!(?:{_NO_NOUN})\b)[a-z-]{{2,}}s|people|entries|are|were|have)\b")
#: Where more than one is certain, or only a number: each with the reason.
CERTAIN = {
    "formats need a folder, and this is a file": "one format goes into a file",
    " are named": "of one that is named nothing is refused",
    " answers to ": "only another number than one is wrong",
    " rows of ": "only another number than one is refused",
    " more waivers do not hold: see the report.": "one more is told itself",
    " records": "of several pages",
    " bytes": "a page has thousands",
    " calls would have been needed to read it": "a constant",
    " seconds": "a constant or a setting in seconds",
    " hours apart (": "a constant",
    " things": "a single thing is named",
    " words": "a constant",
}


def _texts() -> Iterator[tuple[str, str, str]]:
    """Each count inside an f-string, with what stands behind it, and where."""
    for path in sorted(ROOT.rglob("*.py")):
        if "simulator" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                for value, behind in zip(node.values, node.values[1:], strict=False):
                    if isinstance(value, ast.FormattedValue) and isinstance(behind, ast.Constant):
                        yield ast.unparse(value.value), str(behind.value), f"{path.name}:{node.lineno}"


def test_every_count_in_an_english_text_goes_with_its_noun() -> None:
    found = [
        f"{where}: {{{value}}}{behind[:40]}"
        for value, behind, where in _texts()
        if _COUNT.search(value)
        and not value.startswith(("counted(", "several("))
        and _PLURAL.match(behind)
        and not any(behind.startswith(one) or behind.lstrip().startswith(one) for one in CERTAIN)
    ]
    assert found == []


@pytest.mark.parametrize(("count", "told"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")])
def test_a_count_and_its_noun(count: int, told: str) -> None:
    assert counted(count, "entry", "entries") == told


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["0 days", "0.2 days", "1 day", "1.5 days", "2 days"]),
        ("de", ["0 Tage", "0,2 Tage", "1 Tag", "1,5 Tage", "2 Tage"]),
        ("fr", ["0 jour", "0,2 jour", "1 jour", "1,5 jours", "2 jours"]),
        ("ko", ["0일", "0.2일", "1일", "1.5일", "2일"]),
    ],
)
def test_parts_of_a_day_have_a_noun_too(language: str, told: list[str]) -> None:
    (spoken,) = [one for one in LANGUAGES if one.code == language]
    with speaking(spoken):
        assert [several("{count} day", "{count} days", one) for one in (0, 0.2, 1.0, 1.5, 2)] == told


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one is not ENGLISH], ids=lambda one: one.code)
def test_a_note_is_one_note(language: Language) -> None:
    """German said `gesenkt auf Hinweise`: the word of a severity is one, as that of a warning."""
    from parity.languages.speech import _

    words = {"de": "gesenkt auf Hinweis", "fr": "abaissée à info", "ko": "정보(으)로 내림", "ja": "情報に引き下げ"}
    with speaking(language):
        assert _("lowered to {severity}").format(severity=_("info")) == words[language.code]
