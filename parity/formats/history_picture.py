"""Verdicts and counts over time: a point a result, drawn as SVG. For a page of its own or a place in a report."""

from collections.abc import Sequence

from markupsafe import escape
from msgspec import Struct

from parity.integrity.file_kind import HISTORY_PICTURE
from parity.verdict.decide import VerdictName

WIDTH, HEIGHT = 720, 240
#: More columns than this cannot be told apart; the picture shows the newest.
MOST_SHOWN = 60
_LEFT, _TOP, _BOTTOM = 44, 44, 196
_MARKS = {
    VerdictName.GO: ("GO", "#1a7f37"),
    VerdictName.GO_WITH_WAIVERS: ("GW", "#1a7f37"),
    VerdictName.NO_GO: ("NO", "#b42318"),
    VerdictName.INCONCLUSIVE: ("?", "#5b6472"),
}
_PARTS = (("blocker", "#b42318"), ("warning", "#d9a514"), ("gaps", "#7c8ba1"))
_NAMES = {"blocker": "blockers", "warning": "warnings", "gaps": "not read"}


class HistoryPoint(Struct, frozen=True, kw_only=True):
    """One result: when (UTC) it was judged, its verdict, and what stood then. Null: not known of that result.

    `new` and `fixed` are against the result before. `digest` names result.json.
    """

    at: str
    verdict: VerdictName
    digest: str
    blocker: int | None = None
    warning: int | None = None
    info: int | None = None
    waived: int | None = None
    gaps: int | None = None
    new: int | None = None
    fixed: int | None = None


def history_svg(points: Sequence[HistoryPoint]) -> str:
    """The picture, oldest left: a column a result of blockers, warnings and what was not read, under its verdict.

    One `<svg>` element with its words inside, no script, no style and no link: it stands in any page as it is.
    """
    shown = points[-MOST_SHOWN:]
    tallest = max((_height(one) for one in shown), default=0) or 1
    step = (WIDTH - _LEFT - 8) / max(len(shown), 1)
    columns = [line for place, one in enumerate(shown) for line in _column(one, _LEFT + place * step, step, tallest)]
    left_out = f", the newest {len(shown)} of {len(points)}" if len(points) > len(shown) else ""
    title = f"Verdicts and open findings of {len(shown)} results{left_out}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'role="img" aria-label="{escape(title)}" font-family="system-ui, sans-serif" font-size="12">',
            f"<title>{escape(title)}</title>",
            HISTORY_PICTURE,
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *_scale(tallest),
            *columns,
            *_legend(),
            "</svg>",
        ]
    )


def _height(one: HistoryPoint) -> int:
    return sum(getattr(one, name) or 0 for name, _ in _PARTS)


def _scale(tallest: int) -> list[str]:
    lines = [f'<line x1="{_LEFT}" y1="{_BOTTOM}" x2="{WIDTH - 8}" y2="{_BOTTOM}" stroke="#5b6472"/>']
    for number in sorted({0, tallest // 2, tallest}):
        lines.append(_text(_LEFT - 6, _BOTTOM - _bar(number, tallest) + 4, f"{number:,}", "end"))
    return lines


def _text(x: float, y: float, text: str, anchor: str = "start", fill: str = "#3d4654") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'


def _bar(number: int, tallest: int) -> float:
    return (_BOTTOM - _TOP) * number / tallest


def _column(one: HistoryPoint, x: float, step: float, tallest: int) -> list[str]:
    mark, colour = _MARKS[one.verdict]
    wide, y = max(2.0, step * 0.7), float(_BOTTOM)
    centre = x + wide / 2
    counts = ", ".join(f"{_NAMES[name]} {_number(getattr(one, name))}" for name, _ in _PARTS)
    lines = [f"<g><title>{escape(f'{one.at} {one.verdict.value}: {counts}')}</title>"]
    for name, fill in _PARTS:
        high = _bar(getattr(one, name) or 0, tallest)
        y -= high
        if high:
            lines.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}"/>')
    lines.append(f'<rect x="{x:.1f}" y="{_TOP - 18}" width="{wide:.1f}" height="4" fill="{colour}"/>')
    if step >= 20:
        lines.append(_text(centre, _TOP - 22, mark, "middle", colour))
    if step >= 40:
        lines.append(_text(centre, _BOTTOM + 16, one.at[5:10], "middle"))
    return [*lines, "</g>"]


def _legend() -> list[str]:
    lines = []
    for place, (name, fill) in enumerate(_PARTS):
        x = _LEFT + place * 110
        lines.append(f'<rect x="{x}" y="{HEIGHT - 18}" width="10" height="10" fill="{fill}"/>')
        lines.append(_text(x + 15, HEIGHT - 9, _NAMES[name]))
    return [*lines, _text(WIDTH - 8, HEIGHT - 9, "GW: with waivers; NO: NO-GO; ?: INCONCLUSIVE", "end")]


def _number(value: int | None) -> str:
    return "not known" if value is None else f"{value:,}"
