"""Which languages there are, and how each writes numbers and dates: as Unicode's CLDR does."""

from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal

from parity.errors import InputError
from parity.languages.language import ENGLISH, LANGUAGES, Language, language_named
from parity.languages.speech import _, day, grouped, ngettext, speaking

OTHERS = [one for one in LANGUAGES if one is not ENGLISH]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
@pytest.mark.parametrize("number", [0, 7, 1350, 1234567, 2.5, 1234.5])
def test_numbers_are_written_as_in_cldr(language: Language, number: float) -> None:
    with speaking(language):
        assert grouped(number) == format_decimal(number, locale=language.code)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
@pytest.mark.parametrize("month", range(1, 13))
def test_dates_are_written_as_in_cldr(language: Language, month: int) -> None:
    with speaking(language):
        assert day(date(2026, month, 9)) == format_date(date(2026, month, 9), "long", locale=language.code)


def test_english_dates_name_the_month() -> None:
    assert day(date(2026, 11, 24)) == "24 Nov 2026"


@pytest.mark.parametrize("code", ["ko", "KO", "ko-KR", "ko_KR"])
def test_a_language_is_found_by_its_code(code: str) -> None:
    assert language_named(code).name == "한국어"


def test_an_unknown_language_is_told_with_all_that_there_are() -> None:
    with pytest.raises(InputError) as refused:
        language_named("es", "--lang")
    assert "'es'" in refused.value.what
    assert all(one.code in str(refused.value.fix) for one in LANGUAGES)


def test_a_text_without_a_translation_stays_english() -> None:
    with speaking(language_named("fr")):
        assert _("no such text") == "no such text"
        assert not _("")


def test_plurals_follow_the_rule_of_the_language() -> None:
    told = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language.code] = [
                ngettext("{count} day", "{count} days", count).format(count=count) for count in (0, 1, 2)
            ]
    assert told["de"] == ["0 Tage", "1 Tag", "2 Tage"]
    assert told["fr"] == ["0 jour", "1 jour", "2 jours"]
    assert told["ko"] == ["0일", "1일", "2일"]


def test_the_language_is_as_before_after_speaking() -> None:
    with speaking(language_named("ja")), speaking(language_named("de")):
        assert _("Production") == "Produktion"
    assert _("Production") == "Production"
