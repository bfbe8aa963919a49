"""JSON as it was agreed, and nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parity.orgs.whole_answer import NotAsAgreed, strict_json


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is not JSON"),
        (b"<html>", "is not JSON"),
        (b'{"a": 1', "is not JSON"),
        (b"true", "neither an object nor a list"),
        (b"0", "neither an object nor a list"),
        (b"null", "neither an object nor a list"),
        (b'"text"', "neither an object nor a list"),
        (b'{"label": "Gr\xfc\xdfe"}', "is not UTF-8 text"),
        (b'{"label": "\\ud83d"}', "half a character"),
        (b'{"label": "\\ude00\\ud83d"}', "half a character"),
        (b'{"label": "\\ud83d\\n\\ude00"}', "half a character"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "no number of JSON"),
        (b"[NaN]", "no number of JSON"),
        (b"[" + b"[]," * 1_000_000 + b"[]]", "more lists"),
        (b"[" + b"0," * 4_000_001 + b"0]", "more lists"),
    ],
)
def test_what_is_not_json_as_agreed_is_told_in_words(data: bytes, why: str) -> None:
    with pytest.raises(NotAsAgreed, match=why):
        strict_json(data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'{"label": "\\ud83d\\ude00"}', {"label": "😀"}),
        (b'["\\\\ud83d"]', ["\\ud83d"]),
        (b"\xef\xbb\xbf[1]", [1]),
        ('["Größe"]'.encode(), ["Größe"]),
    ],
)
def test_json_as_agreed_is_taken(data: bytes, found: object) -> None:
    assert strict_json(data) == found


PIECES = st.sampled_from(["[", "]", '"', "\\ud83d", "\\ude00", "\\\\", "{", "}", ":", ","])
SCALARS = st.none() | st.integers(-(2**60), 2**60) | st.text()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text()) | st.dictionaries(st.text(), st.none() | st.integers(-(2**60), 2**60) | st.text()),
    st.booleans(),
)
def test_all_json_of_whole_characters_is_taken(value: object, escaped: bool) -> None:
    assert strict_json(json.dumps(value, ensure_ascii=escaped).encode()) == value


@settings(max_examples=300, deadline=None)
@given(st.binary() | st.lists(PIECES).map(lambda found: "".join(found).encode()))
def test_any_bytes_are_taken_or_told(data: bytes) -> None:
    try:
        found = strict_json(data)
    except NotAsAgreed as problem:
        assert str(problem)  # noqa: PT017
    else:
        json.dumps(found, ensure_ascii=False).encode()
