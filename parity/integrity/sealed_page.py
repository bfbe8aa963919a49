"""An HTML page that carries what it shows: the bytes of a result in a slot, and a digest over all else of the page.

The slot is a data block, which no browser runs (https://html.spec.whatwg.org/multipage/scripting.html#data-block),
at the end of the body. The page outside of it names the digest of what is inside, and the slot names the digest of the
page outside of it: so neither can be exchanged alone. That shows accident and careless edits. Whoever edits on purpose
can work both digests out anew; a ledger or a signature proves that nobody did.
"""

import base64
import codecs
import re
import zlib

import msgspec
from msgspec import Struct

from parity.errors import ResultError
from parity.integrity.canonical import canonical_bytes, digest
from parity.integrity.file_kind import FileKind, kind_of, misplaced, where_from

#: Of the slot: raised when it is to be read in another way.
FORM = 1
#: A slot that unpacks to more is refused unread: 10,000 findings take 12 MB.
MOST_BYTES = 256 * 1024 * 1024
_OPEN, _CLOSE = b'<script type="application/json" id="parity-result">', b"</script>\n"
_END = b"</body>\n</html>"
#: The names stand in the head, before anything that an org says.
_HEAD_BYTES = 4096
#: Before which a page has its first sign.
_BEGIN = 200
_WRITER = re.compile(rb'<meta name="generator" content="parity ([0-9A-Za-z.+!-]{1,64})">')
_CARRIES = re.compile(rb'<meta name="parity-result" content="(sha256:[0-9a-f]{64})">')
#: How a browser begins a page that it saves whole, out of what it made of it (Chromium, Firefox, Safari).
_BROWSER = re.compile(rb"\s*<!DOCTYPE html|\s*<html")
#: A third of the time of the highest, for a tenth more bytes.
_LEVEL = 6
_AGAIN = "Get the file again from where it came from."


class _SlotForm(Struct):
    form: int


class _Slot(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the slot holds: the digest of the page without it, and the result, packed, with its unpacked size."""

    form: int
    page: str
    size: int
    result: str


class CarriesNothing(ResultError):
    """A page of an earlier parity, whose reports carried no result."""


class SealedPage(Struct, frozen=True, kw_only=True):
    """A page taken apart. `writer` is the version of parity that wrote it; `outside` the page without its slot.

    `whole` is the page as it was written, without what mail or version control changed, which `on_the_way` names (""
    where nothing). `problem` says in words why the page is not as it was written; null where it is intact.
    """

    writer: str
    whole: bytes
    on_the_way: str
    outside: bytes
    result: bytes
    problem: str | None


def seal(page: bytes, result: bytes) -> bytes:
    """The page with the result in its slot. The page must end as parity's does and name the digest of the result."""
    if not page.endswith(_END) or carried(page) != digest(result):
        raise ValueError("this page cannot be sealed: it does not end its body, or does not name what it carries")
    packed = base64.b64encode(zlib.compress(result, _LEVEL)).decode()
    slot = _Slot(form=FORM, page=digest(page), size=len(result), result=packed)
    return page.removesuffix(_END) + _OPEN + canonical_bytes(slot).rstrip() + _CLOSE + _END


def carried(page: bytes) -> str | None:
    """The digest of the result that a page says it shows; null where it names none."""
    found = _CARRIES.search(page[:_HEAD_BYTES])
    return found[1].decode() if found else None


def opened(data: bytes, where: str) -> SealedPage:
    """A page of parity taken apart; raises ResultError where it is no such page, was cut off, or cannot be read.

    A UTF-8 byte order mark, and line ends of another system throughout, do not count as edits: no browser shows or runs
    the page differently, and parity writes neither.
    """
    data, on_the_way = as_written(data)
    writer = _WRITER.search(data[:_HEAD_BYTES])
    if writer is None:
        raise _no_report(data, where)
    version = writer[1].decode()
    if b"</html>" not in data:
        raise ResultError(f"the page is cut off after {len(data)} bytes", where=where, fix=_AGAIN)
    saved = _BROWSER.match(data)
    start = data.rfind(_OPEN)
    end = data.find(_CLOSE, start)
    if start < 0 or end < 0:
        raise _without_slot(data, version, where)
    outside = data[:start] + data[end + len(_CLOSE) :]
    slot = _slot(data[start + len(_OPEN) : end], version, where)
    result = _unpacked(slot, where)
    problem = _problem(slot, outside, result, version)
    if problem and saved:
        problem = f"a browser saved this page in words of its own: it is not the file that parity {version} wrote, and "
        problem += "nothing tells what else was changed. Get the file itself"
    return SealedPage(
        writer=version, whole=data, on_the_way=on_the_way, outside=outside, result=result, problem=problem
    )


def result_data(data: bytes, where: str) -> bytes:
    """The bytes of a result: those that a page carries, else the data itself.

    Raises ResultError for a page that is not as it was written, or that carries none.
    """
    if not data[:_BEGIN].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return data
    if kind_of(data) is not FileKind.REPORT and (other := misplaced(data, FileKind.RESULT, FileKind.REPORT)):
        raise ResultError(other, where=where, fix=where_from(FileKind.RESULT))
    page = opened(data, where)
    if page.problem:
        raise ResultError(page.problem, where=where, fix=_AGAIN)
    return page.result


def as_written(data: bytes) -> tuple[bytes, str]:
    """The page without what mail and version control do to text, and in words what that was."""
    told = []
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
        told.append("a mark of UTF-8 was put before it")
    lines = data.count(b"\r\n")
    if lines and lines == data.count(b"\n") == data.count(b"\r"):
        data = data.replace(b"\r\n", b"\n")
        told.append("its line ends were changed")
    return data, " and ".join(told)


def _no_report(data: bytes, where: str) -> ResultError:
    what = misplaced(data, FileKind.REPORT) or "this is not a report that parity wrote"
    fix = where_from(FileKind.REPORT)
    if data.startswith(b"%PDF-"):
        fix = "A PDF carries no result. Name the report.html that it was printed from."
    elif kind_of(data) is FileKind.BUNDLE:
        fix = "Unzip it: its own verify.py verifies it (`python3 verify.py`), and the report.html is in it."
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        what, fix = "this was written anew in UTF-16: parity writes UTF-8", _AGAIN
    elif b"multipart/related" in data[:_HEAD_BYTES]:
        what, fix = "this is a web archive that a browser made of a page, not the page itself", _AGAIN
    return ResultError(what, where=where, fix=fix)


def _problem(slot: _Slot, outside: bytes, result: bytes, version: str) -> str | None:
    shown, held = carried(outside), digest(result)
    if shown is not None and shown != held:
        return f"the page carries another result than it shows: it carries {held} and shows {shown}"
    if digest(outside) != slot.page or not outside.endswith(_END):
        return f"the page was edited after parity {version} wrote it"
    return None


def _without_slot(data: bytes, version: str, where: str) -> ResultError:
    if carried(data) is not None and b"\r" in data:
        return ResultError(
            "the line ends of the page were changed on the way, in part or twice: what it was cannot be told",
            where=where,
            fix=_AGAIN,
        )
    if carried(data) is not None:
        return ResultError("the result that this page carried was taken out of it", where=where, fix=_AGAIN)
    return CarriesNothing(
        f"this page is of parity {version}, whose reports carried no result: it cannot say whether it is intact",
        where=where,
        fix="The ledger may name it: `parity audit verify --result` with the result.json beside it.",
    )


def _slot(text: bytes, version: str, where: str) -> _Slot:
    try:
        form = msgspec.json.decode(text, type=_SlotForm).form
        if form > FORM:
            raise ResultError(
                f"the page is of parity {version}, which packs its result in a newer way (form {form})",
                where=where,
                fix=f"Use parity {version} or a newer one. Nothing says that the page was changed.",
            )
        slot = msgspec.json.decode(text, type=_Slot)
        if form < FORM or canonical_bytes(slot).rstrip() != text:
            raise ValueError
    except (ValueError, RecursionError):
        raise ResultError("the block that carries the result is damaged", where=where, fix=_AGAIN) from None
    return slot


def _unpacked(slot: _Slot, where: str) -> bytes:
    """The result, of exactly the size that the slot names: nothing is unpacked beyond it."""
    if not 0 < slot.size <= MOST_BYTES:
        raise ResultError(
            f"the result in the page would take {slot.size:,} bytes; at most {MOST_BYTES:,} are unpacked",
            where=where,
            fix=_AGAIN,
        )
    try:
        packed = base64.b64decode(slot.result, validate=True)
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, slot.size + 1)
        whole = len(data) == slot.size and unpacking.eof and not unpacking.unused_data
        if not whole or base64.b64encode(packed).decode() != slot.result:
            raise ValueError
    except (ValueError, zlib.error):
        raise ResultError("the result in the page cannot be unpacked: it is damaged", where=where, fix=_AGAIN) from None
    return data
