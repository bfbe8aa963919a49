"""docs/faults.md: what a check makes of every bad answer, as a run of the whole matrix found it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.faults.runs import Cell, Outcome

PAGE = Path(__file__).parent.parent.parent / "docs" / "faults.md"
VERDICTS = ("same", "INCONCLUSIVE", "NO-GO", "refused")
_HEAD = """\
# Bad answers

Made by `make faults`, which puts every fault at every request and every part of a composite that a check sends, in each
org, in the scenarios `identical` (GO) and `drifted` (NO-GO), and judges what comes of it beside the honest other org.
A sample of it runs in the test suite and is held against this page.

{total:,} runs. None ended in a GO on part of the data, in a finding that an honest check does not have, or in a
traceback.

- **same**: the verdict, the findings and the gaps of an honest check: the answer was asked for again. Info lines
  may count more contents that were not read: each call in vain leaves one less of `api.depth_calls`, and an org that
  refuses composites takes a call for each.
- **INCONCLUSIVE**: something could not be looked at; a gap says what, why and what to do.
- **NO-GO**: likewise in an org that is NO-GO anyway; or the org said, with a code that means it, that there is no such
  thing.
- **refused**: no verdict; exit code 3, with what happened, where, and what to do.

What no client can tell: an answer without rows names no table, so an empty answer to another query is taken for an
empty answer to this one. The other answers here have rows.

Limits in these runs: `api.max_answer_mb` 8, waits not slept, and for answers that come a byte now and then
`api.total_timeout` 2.5 s. Megabytes are by how much the process grew at most, the simulated org's share included.
"""


def page(found: Sequence[tuple[Cell, Outcome]]) -> str:
    """The page for all runs of the matrix."""
    tables = [
        ("By fault, in a whole answer", [one for one in found if not _in_composite(one[0])], _kind),
        ("By fault, in a part of a composite", [one for one in found if _in_composite(one[0])], _kind),
        ("By request", list(found), _place),
    ]
    text = _HEAD.format(total=len(found))
    for title, rows, key in tables:
        text += f"\n## {title}\n\n{_table(rows, key)}"
    return text


def _in_composite(cell: Cell) -> bool:
    return cell.asked.is_part and not cell.alone


def _kind(cell: Cell) -> str:
    return cell.kind.name


def _place(cell: Cell) -> str:
    return f"`{cell.place}`"


def _table(rows: Sequence[tuple[Cell, Outcome]], key: object) -> str:
    assert callable(key)
    lines = [
        f"| | runs | {' | '.join(VERDICTS)} | most seconds | most MB | most requests |",
        f"|---|{'---:|' * (len(VERDICTS) + 4)}",
    ]
    for name in dict.fromkeys(key(cell) for cell, _ in rows):
        outcomes = [outcome for cell, outcome in rows if key(cell) == name]
        counts = Counter(one.verdict for one in outcomes)
        numbers = [
            str(len(outcomes)),
            *(str(counts[one] or "") for one in VERDICTS),
            f"{max(one.seconds for one in outcomes):.1f}",
            f"{max(one.megabytes for one in outcomes):.0f}",
            str(max(one.requests for one in outcomes)),
        ]
        lines.append(f"| {name} | {' | '.join(numbers)} |")
    return "\n".join(lines) + "\n"


def verdicts_on_page(text: str, in_composite: bool) -> dict[str, set[str]]:
    """What the page says can come of each kind of fault."""
    title = "By fault, in a part of a composite" if in_composite else "By fault, in a whole answer"
    rows = text.partition(f"## {title}\n")[2].partition("\n## ")[0].splitlines()
    cells_of = [[one.strip() for one in row.strip("|").split("|")] for row in rows if row.startswith("| ")]
    return {
        row[0]: {verdict for verdict, number in zip(VERDICTS, row[2:], strict=False) if number} for row in cells_of[1:]
    }
