"""The report as PDF: the HTML page, printed by the installed Chromium."""

from parity.formats.chromium import installed, printed
from parity.formats.html import page_of
from parity.formats.registry import Format
from parity.verdict.result import Result, judged_at

#: The end of the title of the printed page, " · parity", as Chromium writes it (ISO 32000-1, 7.9.2.2: UTF-16BE).
_TITLE_ENDS = " · parity".encode("utf-16-be").hex().upper().encode() + b">"


def render(result: Result) -> bytes:
    """The report as a PDF whose dates are those of the judgement: the same Chromium gives the same bytes."""
    return printed(page_of(result, paper=True), judged_at(result))


def with_appendix(result: Result) -> bytes:
    """The same, with the findings that causes explain at the end."""
    return printed(page_of(result, paper=True, appendix=True), judged_at(result))


FORMAT = Format(
    name="pdf",
    title="the report on paper, through the installed Chromium",
    file="report.pdf",
    about=(
        "For a signature: the first page has the verdict, the decisions and a place to sign; the worst 300 findings "
        "follow in short, causes and all other findings with their counts. `parity report RESULT --format pdf "
        "--appendix` prints them all. "
        "Every page has the digest of the result and its number. Chromium, Chrome or Edge must be installed "
        "(PARITY_CHROMIUM names another program); it runs without network, script or profile. Its dates are those of "
        "the judgement: the same result, Chromium and fonts give the same bytes."
    ),
    render=render,
    is_own=lambda data: data.startswith(b"%PDF-") and _TITLE_ENDS in data,
    render_appendix=with_appendix,
    binary=True,
    speaks=True,
    needs=installed,
)
