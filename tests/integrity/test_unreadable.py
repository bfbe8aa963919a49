"""What is wrong with a file of ours is said in words, with its place; no word of a library gets through."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

import msgspec
import pytest
from msgspec import Struct

from parity.audit.approval import read_approval
from parity.errors import ParityError
from parity.integrity.unreadable import why_unreadable
from parity.orgs.apex_triggers import triggers_from_rows
from parity.orgs.describe import object_from_describe
from parity.snapshot.file import read_snapshot
from parity.switch.drivers.contract import read_view
from parity.verdict.result import read_result

LIBRARY_WORDS = re.compile(r"msgspec|malformed|truncated|Expected|got |\$|`str`|`int`|`array`|`object`|Invalid|RFC|\[")


class Colour(StrEnum):
    RED = "red"


class Row(Struct, forbid_unknown_fields=True):
    colour: Colour
    size: int = 0
    pair: tuple[int, int] = (1, 2)
    maybe: int | None = None
    counts: dict[str, int] = {}
    by_number: dict[int, int] = {}
    day: date | None = None


class Page(Struct):
    rows: tuple[Row, ...]


CASES = {
    "": "it is empty",
    " \n": "it is empty",
    '{"rows": [': "it is cut off: it ends in the middle of an object, a list or a text",
    '{"rows": "x': "it is cut off: it ends in the middle of an object, a list or a text",
    "[]": "it is a list, and an object is expected",
    "{}": "it has no `rows`",
    '{"rows": 3}': "`rows` is a whole number, and a list is expected",
    '{"rows": [{"colour": "red"}, {}]}': "number 2 of `rows` has no `colour`",
    '{"rows": [{"colour": "blue"}]}': "`colour` in number 1 of `rows` is `blue`, which is none of the values that it "
    "may have",
    '{"rows": [{"colour": "red", "hue": 1}]}': "number 1 of `rows` has `hue`, which this version of parity does not "
    "know",
    '{"rows": [{"colour": "red", "size": "big"}]}': "`size` in number 1 of `rows` is text, and a whole number is "
    "expected",
    '{"rows": [{"colour": "red", "maybe": []}]}': "`maybe` in number 1 of `rows` is a list, and a whole number or null "
    "is expected",
    '{"rows": [{"colour": "red", "pair": [1]}]}': "`pair` in number 1 of `rows` has a value that it may not have",
    '{"rows": [{"colour": "red", "counts": {"a": null}}]}': "one entry of `counts` in number 1 of `rows` is null, and "
    "a whole number is expected",
    '{"rows": [{"colour": "red", "by_number": {"a": 1}}]}': "a key of `by_number` in number 1 of `rows` is text, and a "
    "whole number is expected",
    '{"rows": [{"colour": "red", "day": "May"}]}': "`day` in number 1 of `rows` has a value that it may not have",
    '{"rows":\n [1 2]}': "number 1 of `rows` is a whole number, and an object is expected",
    '{"rows":\n  x}': "line 2, near column 3: a character stands where none may",
    '{"a" 1}': "line 1, near column 6: expected ':'",
    '{"rows": []} x': "line 1, near column 15: something stands after its end",
    '{"rows": [], "a": 1e999999, }': "line 1, near column 29: a comma stands before the end of an object",
    "[" * 200_000: "it is nested too deeply",
}


@pytest.mark.parametrize("text", CASES, ids=lambda text: text[:40])
def test_what_is_wrong_is_told_with_its_place_and_no_library_word(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)) as caught:
        msgspec.json.decode(text.encode(), type=list if text.startswith("[[") else Page)
    told = why_unreadable(caught.value, text.encode())
    assert told == CASES[text]
    assert not LIBRARY_WORDS.search(told)


READERS: dict[str, Callable[[bytes], object]] = {
    "result": lambda data: read_result(data, "file"),
    "snapshot": lambda data: read_snapshot(data, "file"),
    "approval": lambda data: read_approval(data, "file"),
    "driver": lambda data: read_view(data, "Acme", "driver"),
    "describe": lambda _: object_from_describe(
        {"name": "Lead", "fields": [{"name": "A__c", "type": "string", "length": "x"}], "recordTypeInfos": []},
        "Lead",
    ),
    "trigger": lambda _: triggers_from_rows([{"Name": 5, "TableEnumOrId": "Lead"}], "ApexTrigger"),
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'{"schema_version": "x", "statement": 1, "tenant": 5}', b"\xff"])
def test_no_reader_of_a_file_or_an_answer_lets_a_library_speak(name: str, data: bytes) -> None:
    with pytest.raises(ParityError) as caught:
        READERS[name](data)
    assert not LIBRARY_WORDS.search(caught.value.what), caught.value.what
