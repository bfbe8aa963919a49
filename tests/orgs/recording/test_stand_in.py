"""Stand-ins: one for each word, never one for two, of the same form, and another with another key."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from parity.orgs.recording.stand_in import StandIns
from parity.orgs.recording.vocabulary import PRODUCT_WORDS, kept_words
from parity.snapshot.ids import full_id
from tests.recordings import KEY

WORDS = st.text(st.characters(categories=("L", "N", "So", "Mn")), min_size=1, max_size=60)
IDS = st.from_regex(r"(?:00D|005|a0B|500)[0-9A-Za-z]{12}", fullmatch=True)
MADE = StandIns(KEY, kept_words(), PRODUCT_WORDS)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=30, unique=True))
def test_two_words_never_have_one_stand_in(words: list[str]) -> None:
    assert len({MADE.of_word(one) for one in words}) == len(words)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.text("abcdefghij0123456789", min_size=1, max_size=2), min_size=2))
def test_nor_have_the_shortest(words: set[str]) -> None:
    assert len({MADE.of_word(one) for one in words}) == len(words)


def test_every_letter_has_one_of_its_own() -> None:
    for alphabet in ("abcdefghijklmnopqrstuvwxyz", "0123456789"):
        assert sorted(MADE.of_word(one) for one in alphabet) == sorted(alphabet)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_length_script_and_kind_of_each_character_stay(word: str) -> None:
    found = MADE.of_word(word)
    assert [unicodedata.category(one) for one in found] == [unicodedata.category(one) for one in word]
    assert [one.isascii() for one in found] == [one.isascii() for one in word]


def test_scripts_stay() -> None:
    for word, script in (
        ("Müllabfuhr", "LATIN"),
        ("Москва", "CYRILLIC"),
        ("東京都庁", "CJK"),
        ("서울특별시", "HANGUL"),
    ):
        found = MADE.of_word(word)
        assert found != word
        assert all(unicodedata.name(one).startswith((script, "LATIN")) for one in found)


@settings(max_examples=60, deadline=None)
@given(st.text("abcXYZäöÜ09_", min_size=1, max_size=20))
def test_capitals_alone_make_no_other_word(word: str) -> None:
    assert MADE.of_word(word.lower()) == MADE.of_word(word).lower()
    assert [one.isupper() for one in MADE.of_word(word)] == [one.isupper() for one in word]


@settings(max_examples=60, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12).filter(lambda one: one not in kept_words()))
def test_no_stand_in_looks_like_a_word_that_stays(word: str) -> None:
    assert MADE.of_word(word) not in kept_words()


def test_kept_words_stand_in_for_one_another_alone() -> None:
    mine = kept_words() - PRODUCT_WORDS
    assert {MADE.of_word(one) for one in mine} == mine


@settings(max_examples=60, deadline=None)
@given(IDS)
def test_ids_keep_prefix_form_and_checksum(record_id: str) -> None:
    short, whole = MADE.of_id(record_id), MADE.of_id(full_id(record_id))
    assert (short[:3], len(short), full_id(short)) == (record_id[:3], 15, whole)


@settings(max_examples=60, deadline=None)
@given(IDS, IDS)
def test_two_ids_never_have_one(one: str, other: str) -> None:
    assert (MADE.of_id(one) == MADE.of_id(other)) == (one == other)


def test_an_id_that_says_nothing_stays() -> None:
    assert MADE.of_id("012000000000000AAA") == "012000000000000AAA"
    assert MADE.of_id("000000000000000") == "000000000000000"


@settings(max_examples=30, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=8, max_size=30), st.binary(min_size=32, max_size=32))
def test_only_the_key_tells(word: str, key: bytes) -> None:
    mine = StandIns(key, ())
    assert mine.of_word(word) == StandIns(key, ()).of_word(word)
    assert mine.of_word(word) != StandIns(key[::-1] + b"x", ()).of_word(word)


def test_numbers_keep_their_digits() -> None:
    assert len(str(MADE.of_number(120_345))) <= 6
    assert MADE.of_number(-7) <= 0
