"""Verdicts and counts over time as a table: for the terminal, and as a page with the picture."""

from collections.abc import Sequence

from markupsafe import escape

from parity.formats.history_picture import history_svg
from parity.formats.html import content_security_policy
from parity.integrity.file_kind import HISTORY_PAGE
from parity.verdict.history import HistoryPoint

_COLUMNS = {
    "at": "judged at (UTC)",
    "verdict": "verdict",
    "blocker": "blockers",
    "warning": "warnings",
    "info": "notes",
    "waived": "waived",
    "gaps": "not read",
    "new": "new",
    "fixed": "fixed",
    "digest": "result",
}
_TEXTS = {"at", "verdict", "digest"}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}"
    "body{color:#1f2937;background:#fff}"
    "table{border-collapse:collapse}th,td{padding:.3rem .6rem;border-bottom:1px solid #d0d7de;text-align:right}"
    "th:first-child,td:first-child,th:nth-child(2),td:nth-child(2),th:last-child,td:last-child{text-align:left}"
    "td{white-space:nowrap}svg{max-width:100%;height:auto}.scroll{overflow-x:auto}"
)


def table_lines(points: Sequence[HistoryPoint]) -> list[str]:
    """The table as text, oldest first; `-` where something is not known."""
    rows = [list(_COLUMNS.values()), *(_cells(one) for one in points)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_COLUMNS))]
    names = list(_COLUMNS)
    return ["  ".join(_aligned(row[at], widths[at], names[at]) for at in range(len(names))).rstrip() for row in rows]


def history_page(points: Sequence[HistoryPoint], tenant: str) -> bytes:
    """One self-contained page: the picture above the table. The same points give the same bytes."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in _COLUMNS.values())
    rows = "\n".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(one))}</tr>" for one in reversed(points)
    )
    title = escape(f"Verdicts of {tenant}" if tenant else "Verdicts")
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(content_security_policy(_STYLE, ""))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
{HISTORY_PAGE}
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{history_svg(points)}
<div class="scroll" tabindex="0" role="region" aria-label="All results">
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
</main>
</body>
</html>
"""
    return page.encode()


def _cells(one: HistoryPoint) -> list[str]:
    return [_cell(getattr(one, name)) for name in _COLUMNS]


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return str(value).removeprefix("sha256:")[:20] if isinstance(value, str) else f"{value:,}"


def _aligned(cell: str, width: int, name: str) -> str:
    return cell.ljust(width) if name in _TEXTS else cell.rjust(width)
