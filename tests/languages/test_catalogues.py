"""The catalogues: whole, current, with the placeholders of their source, and short where there is no room."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from docs.catalogues import CODES, LOCALES, mo, po, texts
from parity.languages.language import LANGUAGES

_PLACES = re.compile(r"\{\w+\}|%\(\w+\)s")
#: Labels with little room: how many columns each may take, where Korean and Japanese take two a letter.
_SHORT = 24
_LABELS = (
    *("Production", "Sandbox", "Collected", "Waivers", "Next:", "Fix:", "blocker", "warning", "info", "waived"),
    *("On day one", "Causes", "Findings", "Not compared", "Found equal", "Why it matters", "Provenance", "Verdict"),
    *("Copy", "Copied", "Clear", "Fold all", "Unfold all", "Search", "Part", "Object", "Severity", "Rule", "not read"),
)


def read(code: str) -> Catalog:
    with (LOCALES / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def forms(text: "str | tuple[str, ...] | list[str] | None") -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def messages(code: str) -> list[Message]:
    return [one for one in read(code) if one.id]


def test_there_is_a_catalogue_of_each_language() -> None:
    assert {path.stem for path in LOCALES.glob("*.po")} == {one.code for one in LANGUAGES} - {"en"}


@pytest.mark.parametrize("code", CODES)
def test_no_text_is_left_untranslated(code: str) -> None:
    left = [one.id for one in messages(code) if not all(forms(one.string)) or not forms(one.string)]
    assert left == []
    assert [one.id for one in messages(code) if one.fuzzy] == []


@pytest.mark.parametrize("code", CODES)
def test_what_reads_as_in_english_is_a_word_that_both_languages_have(code: str) -> None:
    same = {one.id for one in messages(code) if one.string == one.id}
    assert all(len(str(one).split()) <= 2 for one in same), same


@pytest.mark.parametrize("code", CODES)
def test_every_translation_has_the_places_of_its_source(code: str) -> None:
    wrong = [
        one.id
        for one in messages(code)
        for text in forms(one.string)
        if set(_PLACES.findall(text)) != {place for form in forms(one.id) for place in _PLACES.findall(form)}
    ]
    assert wrong == []


@pytest.mark.parametrize("code", CODES)
def test_babel_finds_nothing_to_complain_of(code: str) -> None:
    assert [(message.id, errors) for message, errors in read(code).check()] == []


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_is_that_of_the_texts_in_the_code_and_compiled(code: str) -> None:
    committed = (LOCALES / f"{code}.po").read_bytes()
    assert committed == po(code), "python docs/catalogues.py"
    assert (LOCALES / f"{code}.mo").read_bytes() == mo(committed, code), "python docs/catalogues.py"


@pytest.mark.parametrize("code", CODES)
def test_labels_are_no_longer_than_their_place(code: str) -> None:
    translated = {one.id: str(one.string) for one in messages(code)}
    wide = {label: translated[label] for label in _LABELS if columns(translated[label]) > _SHORT}
    assert wide == {}
    assert {one for one in _LABELS if one not in translated} == set()


@pytest.mark.parametrize("code", CODES)
def test_paths_in_setup_stay_as_they_are(code: str) -> None:
    """The menus of Setup have their English names, so that a path can be followed in every org."""
    lost = [
        one.id
        for one in messages(code)
        if isinstance(one.id, str)
        for path in re.findall(r"(?:Setup|Settings) > [A-Z]\w*(?: [A-Z]\w*)*", one.id)
        if path not in str(one.string).replace("\u00a0", " ")
    ]
    assert lost == []


def columns(text: str) -> int:
    return sum(2 if ord(one) > 0x1100 else 1 for one in text)


def test_texts_are_collected_from_every_place() -> None:
    found = set(texts())
    page, message, title = "Skip to the details", "{object}: active duplicate rules: {production}", "A formula differs"
    assert {page, message, title, "The Marketo Measure report folders shared", "{count} more"} <= found
    assert ("{count} day", "{count} days") in found
