"""The fix list as a workbook: with filters, frozen headings, and a second sheet that identifies the result."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from parity.formats.csv import COLUMNS, cell_of, cells
from parity.formats.fix_list import NOT_READ, FixRow, clean, fix_list
from parity.formats.registry import Format
from parity.formats.spoken import sentence
from parity.languages.speech import N_, _
from parity.snapshot.records import Role
from parity.verdict.baseline import SinceBaseline
from parity.verdict.result import Result, judged_at, result_digest

_WIDTHS = {
    "status": 13,
    "owner": 18,
    "severity": 10,
    "object": 14,
    "component": 30,
    "production": 34,
    "sandbox": 34,
    "message": 50,
    "fix": 50,
    "setup_path": 46,
    "rule": 30,
    "policy": 40,
    "fingerprint": 18,
    "since": 12,
}
#: The properties of a workbook take less than 1 kB.
_MOST_CORE = 65_536
#: The most letters that Excel takes in the name of a sheet.
_LONGEST_NAME = 31
_TITLE = "parity fix list"
_CHOICES = (N_("open"), N_("in work"), N_("done"), N_("waived"), N_("explained by a cause"), N_("note"))
_LOOKS = {"blocker": "#F8D7DA", "warning": "#FFF3CD", "info": "#E2E3E5", NOT_READ: "#D6E4F5"}


def render(result: Result, since: SinceBaseline | None = None) -> bytes:
    """The workbook. Its clock is the moment at which the result was judged: the same result gives the same bytes."""
    import xlsxwriter  # 30 ms that only this format needs

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": _TITLE, "created": _clock(result)})
    head = book.add_format({"bold": True, "bg_color": "#1F2937", "font_color": "#FFFFFF", "valign": "top"})
    # Text, so that a cell that somebody edits does not turn into a formula either.
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    top = {"num_format": "@", "valign": "top"}
    looks = {_(name): book.add_format({**top, "bg_color": colour}) for name, colour in _LOOKS.items()}
    rows, first, second = fix_list(result, since), _("Fix list")[:_LONGEST_NAME], _("Result")[:_LONGEST_NAME]
    _fix_list(book.add_worksheet(first), rows, {**looks, "": text, "head": head})
    _about(book.add_worksheet(second), result, since, head, text)
    book.close()
    return made.getvalue()


def _clock(result: Result) -> datetime:
    return judged_at(result).replace(tzinfo=None)


def _fix_list(sheet: Any, rows: Sequence[FixRow], looks: dict[str, Any]) -> None:
    names = list(COLUMNS)
    for column, name in enumerate(names):
        sheet.set_column(column, column, _WIDTHS[name])
        sheet.write_string(0, column, _(COLUMNS[name]), looks["head"])
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(cells(row)):
            look = looks[row.severity if names[column] == "severity" else ""]
            sheet.write_string(number, column, cell, look)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(names) - 1)
    if rows:
        sheet.data_validation(1, 0, len(rows), 0, {"validate": "list", "source": [_(one) for one in _CHOICES]})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _about(sheet: Any, result: Result, since: SinceBaseline | None, head: Any, text: Any) -> None:
    lines = [
        (_("Verdict"), result.verdict.value),
        (_("Tenant"), result.tenant or ""),
        *((_("Why"), sentence(reason)) for reason in result.reasons),
        *((_(role.value.capitalize()), f"{result.orgs.of(role).name} ({result.orgs.of(role).id})") for role in Role),
        (_("Judged at"), result.judged_at),
        ("result.json", result_digest(result)),
        *(() if since is None else ((_("Baseline"), f"{since.judged_at}, {since.digest}"),)),
    ]
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 110)
    for number, (name, value) in enumerate(lines):
        sheet.write_string(number, 0, name, head)
        sheet.write_string(number, 1, cell_of(clean(value)), text)


def _is_own(data: bytes) -> bool:
    """Whether a workbook says that it is a fix list of ours; what somebody wrote into it since does not matter."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book, book.open("docProps/core.xml") as core:
            return f"<dc:title>{_TITLE}</dc:title>".encode() in core.read(_MOST_CORE)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, zlib.error):
        return False


FORMAT = Format(
    name="xlsx",
    title="the fix list as a workbook",
    file="fix-list.xlsx",
    about=(
        "The same rows as csv for Excel: filters, a frozen heading, a choice of status, and a sheet that says which "
        "result it is. Cells are texts, never formulas or links. Its time is that of the judgement, so that the same "
        "result gives the same bytes."
    ),
    render=render,
    is_own=_is_own,
    render_since=render,
    binary=True,
    speaks=True,
)
