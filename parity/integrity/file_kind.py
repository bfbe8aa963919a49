"""What a file is, by its content: so that one given where another is wanted is called by its name."""

import re
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from parity.errors import ParityError


class FileKind(StrEnum):
    """The files that parity writes or reads, and the rest by their form."""

    SNAPSHOT = "a snapshot"
    RESULT = "a result"
    REPORT = "a report page"
    HISTORY = "a page of the history"
    APPROVAL = "an approval"
    STATEMENT = "the statement of an approval"
    HEAD = "a checkpoint of a ledger"
    LEDGER = "a ledger or another database"
    EXPORTED = "a ledger out of an evidence bundle"
    BUNDLE = "an evidence bundle"
    RECORDING = "the manifest of a recording"
    CASSETTE = "a cassette of a recording"
    PROJECT = "a parity.yaml"
    WAIVERS = "a file of waivers"
    KEY = "a key"
    SIGNATURE = "a signature"
    SARIF = "a SARIF log"
    WORKBOOK = "a workbook"
    ARCHIVE = "a zip archive"
    PDF = "a PDF"
    PAGE = "a page in HTML or XML"
    YAML = "a YAML file"
    JSON = "a JSON file"
    OTHER = "another file"


#: Where a file of that kind comes from; a reader that is handed another kind says it.
_WHERE_FROM = {
    FileKind.SNAPSHOT: "`parity check` writes sandbox.snapshot.json and production.snapshot.json beside its result; "
    "`parity collect` and `parity import` write one.",
    FileKind.RESULT: "`parity check` writes parity-out/result.json. Out of a report page: `parity report PAGE --format "
    "json -o result.json`.",
    FileKind.REPORT: "`parity check` writes parity-out/report.html; out of a result: `parity report RESULT -o "
    "report.html`.",
    FileKind.APPROVAL: "`parity approve` writes approvals/NAME.json beside the result.",
    FileKind.RECORDING: "`--record DIR` of check, collect and doctor writes one: name that folder.",
    FileKind.PROJECT: "Write one with `parity init`, or name it with --config.",
    FileKind.WAIVERS: "Write it with the line `waivers: []`, or correct policy.waivers_file.",
    FileKind.LEDGER: "`ledger.path` names the ledger that parity made, or a file that is not there yet.",
    FileKind.HEAD: "`ledger.checkpoint` names the file that parity made, or one that is not there yet.",
    FileKind.KEY: "`ssh-keygen -t ed25519` makes a private key, and its public one in a .pub file beside it.",
}
#: Longer than what may stand before the first sign of a page.
_HEAD_BYTES = 4096
_BEGINNINGS = {
    b"SQLite format 3": FileKind.LEDGER,
    b"%PDF-": FileKind.PDF,
    b"-----BEGIN SSH SIGNATURE": FileKind.SIGNATURE,
    b"-----BEGIN": FileKind.KEY,
    b"ssh-": FileKind.KEY,
}
_KEYS = (
    (FileKind.RESULT, {"findings"}),
    (FileKind.SNAPSHOT, {"objects"}),
    (FileKind.APPROVAL, {"statement", "signature"}),
    (FileKind.STATEMENT, {"signed_by", "result"}),
    (FileKind.RECORDING, {"replaced", "outcome"}),
    (FileKind.CASSETTE, {"interactions"}),
    (FileKind.SARIF, {"runs", "version"}),
)
_IN_A_BUNDLE, _IN_A_WORKBOOK = (b"SHA256SUMS.sig", b"ledger.jsonl"), b"[Content_Types].xml"
_REPORT = re.compile(rb'<meta name="generator" content="parity [0-9A-Za-z.+!-]{1,64}">')
#: What the page and the picture of the history say of themselves.
HISTORY_PAGE = '<meta name="application-name" content="parity history">'
HISTORY_PICTURE = "<desc>parity history</desc>"
_PROJECT = re.compile(rb"^(?:tenant|orgs):", re.MULTILINE)
_WAIVERS = re.compile(rb"^waivers:", re.MULTILINE)


def kind_of(data: bytes, suffix: str = "") -> FileKind:
    """What a file holds; the `suffix` of its name distinguishes YAML from other text."""
    begin = data[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \r\n\t")
    for known, kind in _BEGINNINGS.items():
        if begin.startswith(known):
            return kind
    if begin.startswith(b"PK"):
        return _archive(data)
    if begin.startswith(b"<"):
        return _page(begin)
    if begin.startswith((b"{", b"[")):
        return _json(data)
    return _text(data, suffix)


def misplaced(data: bytes, wanted: FileKind, *others: FileKind) -> str | None:
    """In words, what a file is that is neither of the wanted kind nor one of the `others`.

    Null where it is of the wanted kind, so that its reader explains what is wrong, and where its kind is unknown.
    """
    kind, any_page = kind_of(data), FileKind.REPORT in {wanted, *others}
    if kind in {wanted, *others, FileKind.OTHER, FileKind.JSON} or (kind is FileKind.PAGE and any_page):
        return None
    return f"this is {kind}, and {' or '.join((wanted, *others))} is wanted"


def refuse_misplaced(data: bytes, wanted: FileKind, *, where: str, error: type[ParityError]) -> None:
    """Raise `error` for a file that is of another kind, with where the wanted one comes from."""
    problem = misplaced(data, wanted)
    if problem:
        raise error(problem, where=where, fix=where_from(wanted)) from None


def where_from(wanted: FileKind) -> str:
    """Where the wanted file comes from, in a sentence."""
    return _WHERE_FROM[wanted]


def _archive(data: bytes) -> FileKind:
    """A zip by the names inside of it, which stand plainly at its end (APPNOTE 4.3.12)."""
    names = data[-_HEAD_BYTES * 16 :]
    if _IN_A_WORKBOOK in names:
        return FileKind.WORKBOOK
    return FileKind.BUNDLE if all(one in names for one in _IN_A_BUNDLE) else FileKind.ARCHIVE


def _page(begin: bytes) -> FileKind:
    if _REPORT.search(begin):
        return FileKind.REPORT
    own = HISTORY_PAGE.encode() in begin or HISTORY_PICTURE.encode() in begin
    return FileKind.HISTORY if own else FileKind.PAGE


def _text(data: bytes, suffix: str) -> FileKind:
    if _PROJECT.search(data):
        return FileKind.PROJECT
    if _WAIVERS.search(data):
        return FileKind.WAIVERS
    return FileKind.YAML if suffix in {".yaml", ".yml"} else FileKind.OTHER


def _json(data: bytes) -> FileKind:
    try:
        read: Mapping[str, object] | list[object] = msgspec.json.decode(data)
    except (ValueError, RecursionError):
        first = data.partition(b"\n")[0]
        lines = {b'"content"', b'"previous"', b'"seq"'}
        return FileKind.EXPORTED if all(one in first for one in lines) else FileKind.OTHER
    keys = read.keys() if isinstance(read, dict) else set()
    if keys == {"seq", "hash"}:
        return FileKind.HEAD
    return next((kind for kind, wanted in _KEYS if wanted <= keys), FileKind.JSON)
