"""python -m tests.faults: runs the whole matrix and writes docs/faults.md; exit code 1 where a run went wrong.

python -m tests.faults 200 7    runs a sample of 200 with the seed 7, and writes nothing
"""

import sys
from concurrent.futures import ProcessPoolExecutor

from parity.snapshot.records import Role
from tests.faults.page import PAGE, page
from tests.faults.runs import SCENARIOS, Cell, Outcome, bench, cells, run, seeded


def _of(scenario: str, role: Role) -> list[Outcome]:
    """The outcomes of all cells of one org, in a process of its own."""
    with bench(scenario) as running:
        return [run(running, cell) for cell in cells([running]) if cell.role is role]


def _whole() -> list[tuple[Cell, Outcome]]:
    places = [(scenario, role) for scenario in SCENARIOS for role in Role]
    with ProcessPoolExecutor(max_workers=2) as pool:
        outcomes = [pool.submit(_of, *place) for place in places]
        found: list[tuple[Cell, Outcome]] = []
        for (scenario, role), awaited in zip(places, outcomes, strict=True):
            with bench(scenario) as running:
                mine = [cell for cell in cells([running]) if cell.role is role]
            found += zip(mine, awaited.result(), strict=True)
    return found


def _sample(number: int, seed: int) -> list[tuple[Cell, Outcome]]:
    with bench(SCENARIOS[0]) as first, bench(SCENARIOS[1]) as second:
        running = {one.scenario: one for one in (first, second)}
        return [(cell, run(running[cell.scenario], cell)) for cell in seeded(cells([first, second]), number, seed)]


def main() -> int:
    """Run it, tell what went wrong, and write the page where all was run and nothing did."""
    found = _sample(*map(int, sys.argv[1:3])) if len(sys.argv) == 3 else _whole()
    wrong = [(cell, outcome) for cell, outcome in found if outcome.wrong]
    for cell, outcome in wrong:
        print(f"{cell.scenario} {cell.role} {cell.place}: {cell.kind.name}: {outcome.verdict}: {outcome.wrong}")
    print(f"{len(found)} runs, {len(wrong)} wrong")
    if len(sys.argv) == 1 and not wrong:
        PAGE.write_text(page(found), "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
