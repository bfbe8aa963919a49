"""The fix list as comma-separated values (RFC 4180), for a spreadsheet or a ticket system."""

import csv
import io
from collections.abc import Sequence

from parity.formats.fix_list import FixRow, fix_list
from parity.formats.registry import Format
from parity.languages.language import LANGUAGES
from parity.languages.speech import N_, _, speaking
from parity.verdict.baseline import SinceBaseline
from parity.verdict.result import Result

#: Column and its heading, in the order of both spreadsheets.
COLUMNS = {
    "status": N_("Status"),
    "owner": N_("Owner"),
    "severity": N_("Severity"),
    "object": N_("Object"),
    "component": N_("Component"),
    "production": N_("In production"),
    "sandbox": N_("In the sandbox"),
    "message": N_("What is wrong"),
    "fix": N_("Fix"),
    "setup_path": N_("Where"),
    "rule": N_("Rule"),
    "policy": N_("By the policy"),
    "fingerprint": N_("Fingerprint"),
    "since": N_("Since the baseline"),
}
#: The most that Excel takes in a cell.
LONGEST = 32_767
#: What a spreadsheet may take for the beginning of a formula (OWASP, CSV Injection), the full-width forms too.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def render(result: Result, since: SinceBaseline | None = None) -> bytes:
    """The fix list as UTF-8 with the mark that Excel wants, every cell in quotes."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings())
    writer.writerows(cells(row) for row in fix_list(result, since))
    return text.getvalue().encode("utf-8-sig")


def headings() -> list[str]:
    """The headings of the columns in the spoken language."""
    return [_(one) for one in COLUMNS.values()]


def _is_own(data: bytes) -> bool:
    """Whether a file begins with the headings, in whichever language."""
    for language in LANGUAGES:
        with speaking(language):
            heading = ",".join(f'"{one}"' for one in headings())
        if data.startswith(heading.encode("utf-8-sig")):
            return True
    return False


def cells(row: FixRow) -> Sequence[str]:
    """A row's cells in the order of the columns."""
    return [cell_of(getattr(row, name)) for name in COLUMNS]


def cell_of(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (an apostrophe goes before what could start one), cut to fit."""
    safe = f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text
    if _units(safe) <= LONGEST:
        return safe
    cut = safe[: LONGEST - 1]
    while _units(cut) >= LONGEST:
        cut = cut[: -(_units(cut) - LONGEST + 2) // 2]
    return f"{cut}…"


def _units(text: str) -> int:
    """The length as Excel counts it: two for a character beyond the first 65,536, such as an emoji."""
    return len(text) + sum(char > "\uffff" for char in text)


FORMAT = Format(
    name="csv",
    title="the fix list, for a spreadsheet or a ticket system",
    file="fix-list.csv",
    about=(
        "A row a finding, and one for what could not be read: status, who accepted it until when and why, severity, "
        "component, what each org has, the fix, where in Setup, and what the policy made of the severity. UTF-8 with a "
        "byte order mark, every cell in quotes. A text that a spreadsheet could take for a formula has an apostrophe "
        "before it. Excel, opening it, takes a fingerprint or a value of digits alone (or with one e among them) for a "
        "number and changes it: take xlsx there, or import the file with every column as text."
    ),
    render=render,
    is_own=_is_own,
    render_since=render,
    speaks=True,
)
