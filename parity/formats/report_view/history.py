"""How it came to this verdict: the results before it, as a picture and as rows."""

from markupsafe import Markup
from msgspec import Struct

from parity.formats.history_picture import history_svg
from parity.verdict.history import HistoryPoint
from parity.verdict.result import Result
from parity.verdict.story import history_points

#: How many rows stand open; older ones are folded.
OPEN_ROWS = 10


class HistoryRow(Struct, frozen=True):
    """One result. `is_this`: the one that the page shows; `other_sandbox`: made with another sandbox than this one."""

    point: HistoryPoint
    is_this: bool
    other_sandbox: bool


class HistoryView(Struct, frozen=True):
    """The picture, oldest left, and the rows, newest first; `older` are those below the open ones."""

    picture: Markup
    rows: tuple[HistoryRow, ...]

    @property
    def newest(self) -> tuple[HistoryRow, ...]:
        """The rows that stand open."""
        return self.rows[:OPEN_ROWS]

    @property
    def older(self) -> tuple[HistoryRow, ...]:
        """The rows that are folded."""
        return self.rows[OPEN_ROWS:]


def history_of(result: Result) -> HistoryView | None:
    """The history that the result carries; null where it carries none."""
    points = history_points(result)
    if not points:
        return None
    sandbox = result.orgs.sandbox.id
    rows = [HistoryRow(one, at == len(points) - 1, one.sandbox != sandbox) for at, one in enumerate(points)]
    # The picture escapes what it says by itself.
    return HistoryView(Markup(history_svg(points)), tuple(reversed(rows)))  # noqa: S704
