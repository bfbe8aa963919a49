"""A page that carries what it shows: nothing of it can be exchanged unseen, and nothing hostile is unpacked."""

import base64
import json
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parity.errors import ResultError
from parity.integrity.canonical import digest
from parity.integrity.sealed_page import MOST_BYTES, CarriesNothing, opened, result_data, seal

RESULT = json.dumps({"verdict": "NO-GO", "findings": list(range(40))}).encode()
SLOT = re.compile(rb'<script type="application/json" id="parity-result">(.*?)</script>\n')


def page_of(result: bytes, text: str = "NO-GO", writer: str = "1.2.3") -> bytes:
    return (
        f'<!doctype html>\n<html><head>\n<meta name="generator" content="parity {writer}">\n'
        f'<meta name="parity-result" content="{digest(result)}">\n</head>\n<body>\n<h1>{text}</h1>\n</body>\n</html>'
    ).encode()


PAGE = seal(page_of(RESULT), RESULT)


def with_slot(changes: dict[str, object]) -> bytes:
    found = SLOT.search(PAGE)
    assert found is not None
    told = json.loads(found[1]) | changes
    text = json.dumps(told, separators=(",", ":"), sort_keys=True).encode()
    return PAGE.replace(found[1], text)


def test_a_page_gives_back_what_was_put_into_it() -> None:
    page = opened(PAGE, "here")
    assert (page.writer, page.outside, page.result, page.problem) == ("1.2.3", page_of(RESULT), RESULT, None)
    assert result_data(PAGE, "here") == RESULT
    assert result_data(b'{"a": 1}', "here") == b'{"a": 1}'
    assert seal(page_of(RESULT), RESULT) == PAGE


def test_only_a_page_that_names_its_result_is_sealed() -> None:
    for page, result in ((page_of(RESULT), b"another"), (page_of(RESULT) + b"\n", RESULT), (b"<p>", RESULT)):
        with pytest.raises(ValueError, match="cannot be sealed"):
            seal(page, result)


def seen(data: bytes) -> str:
    """What is said of a page that is not as it was written."""
    try:
        page = opened(data, "here")
        return page.problem or page.on_the_way
    except ResultError as problem:
        return problem.what


def test_no_byte_changes_unseen() -> None:
    for place in range(len(PAGE)):
        for flip in (1, 32):
            data = bytearray(PAGE)
            data[place] ^= flip
            assert seen(bytes(data)), f"byte {place}: {PAGE[place - 20 : place + 20]!r}"


@given(start=st.integers(0, len(PAGE)), length=st.integers(0, 60), text=st.binary(max_size=60))
def test_no_piece_is_taken_out_or_put_in_unseen(start: int, length: int, text: bytes) -> None:
    data = PAGE[:start] + text + PAGE[start + length :]
    assert data == PAGE or seen(data)


@pytest.mark.parametrize("length", [len(PAGE) - 1, len(PAGE) - 20, len(PAGE) // 2, 200])
def test_a_page_that_is_cut_off_says_so(length: int) -> None:
    with pytest.raises(ResultError, match=f"cut off after {length} bytes"):
        opened(PAGE[:length], "here")


def test_each_change_is_called_by_its_name() -> None:
    other = b'{"verdict": "GO"}'
    assert seen(PAGE.replace(b"<h1>NO-GO", b"<h1>GO")) == "the page was edited after parity 1.2.3 wrote it"
    assert seen(PAGE + b"\n") == "the page was edited after parity 1.2.3 wrote it"
    swapped = SLOT.sub(lambda _: SLOT.search(seal(page_of(other), other))[0], PAGE)  # type: ignore[index]
    assert seen(swapped).startswith(f"the page carries another result than it shows: it carries {digest(other)}")
    assert "was taken out of it" in seen(SLOT.sub(b"", PAGE))
    assert seen(b"<!doctype html><html></html>") == "this is not a report that parity wrote"
    assert seen(b'{"verdict": "GO"}') == "this is not a report that parity wrote"


WINDOWS = PAGE.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (WINDOWS, "its line ends were changed"),
        (b"\xef\xbb\xbf" + PAGE, "a mark of UTF-8 was put before it"),
        (b"\xef\xbb\xbf" + WINDOWS, "a mark of UTF-8 was put before it and its line ends were changed"),
    ],
)
def test_what_mail_does_to_line_ends_is_told_and_no_edit(data: bytes, told: str) -> None:
    page = opened(data, "here")
    assert (page.problem, page.on_the_way, page.whole, page.result) == (None, told, PAGE, RESULT)
    assert result_data(data, "here") == RESULT
    assert seen(data.replace(b"NO-GO", b"GO")) == "the page was edited after parity 1.2.3 wrote it"


def saved(page: bytes) -> bytes:
    """As Chromium saves what it made of a page."""
    return page.replace(
        b"<!doctype html>\n<html>", b"<!DOCTYPE html>\n<!-- saved from url=(0014)about:internet --><html>"
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (saved(PAGE), "a browser saved this page in words of its own"),
        (PAGE + b"<script>1</script>" * 20, "was edited after parity 1.2.3 wrote it"),
        (PAGE.replace(b"\n", b"\r"), "line ends of the page were changed on the way"),
        (PAGE.replace(b"\n", b"\r\r\n"), "line ends of the page were changed on the way"),
        (PAGE.decode().encode("utf-16"), "UTF-16"),
        (b"%PDF-1.4\n", "this is a PDF"),
        (b"From: <Saved by Blink>\nContent-Type: multipart/related;\n" + PAGE.replace(b"=", b"=3D"), "a web archive"),
    ],
)
def test_what_else_happens_to_a_page_is_told_as_what_it_is(data: bytes, told: str) -> None:
    assert told in seen(data)


def test_a_page_of_before_and_a_page_of_later_are_not_called_changed() -> None:
    before = SLOT.sub(b"", PAGE).replace(b'<meta name="parity-result"', b'<meta name="x"')
    with pytest.raises(CarriesNothing, match=r"parity 1\.2\.3, whose reports carried no result"):
        opened(before, "here")
    with pytest.raises(ResultError, match=r"a newer way \(form 2\)") as refused:
        opened(with_slot({"form": 2, "more": "than we know"}), "here")
    assert "Nothing says that the page was changed" in refused.value.fix


BOMB = base64.b64encode(zlib.compress(b"0" * 50_000_000, 9)).decode()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"size": 10**12, "result": BOMB}, "would take 1,000,000,000,000 bytes"),
        ({"size": MOST_BYTES + 1}, "at most"),
        ({"size": 0}, "would take 0 bytes"),
        ({"size": -1}, "would take -1 bytes"),
        ({"size": 1000, "result": BOMB}, "cannot be unpacked"),
        ({"size": len(RESULT) - 1}, "cannot be unpacked"),
        ({"size": len(RESULT) + 1}, "cannot be unpacked"),
        ({"result": ""}, "cannot be unpacked"),
        ({"result": "not base64!"}, "cannot be unpacked"),
        ({"result": base64.b64encode(zlib.compress(RESULT) + b"more").decode()}, "cannot be unpacked"),
        ({"result": base64.b64encode(zlib.compress(RESULT)[:-5]).decode()}, "cannot be unpacked"),
        ({"result": 5}, "damaged"),
        ({"form": "1"}, "damaged"),
        ({"more": 1}, "damaged"),
        ({"page": digest(b"")}, "edited"),
    ],
)
def test_a_hostile_slot_is_refused_and_not_unpacked(changes: dict[str, object], why: str) -> None:
    assert why in seen(with_slot(changes))
