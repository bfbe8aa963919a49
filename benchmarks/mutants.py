"""Would the tests notice? A seeded sample of small changes to the rooms that decide: python -m benchmarks.mutants

Each room is mutated in a folder of its own under mutants/, against its own tests only, which open no sockets. A run
that was cut off goes on where it was; a change of the code or of its tests starts that room afresh. What survives is
written to docs/mutants.md, with the reason that a person wrote for it in benchmarks/mutants.yaml: there by function and
change, so that a reason outlives new numbers. mutmut changes the bodies of functions: tables of data and decorated
functions are out of its reach.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

ROOT = Path(__file__).parent.parent
WORK = ROOT / "mutants"
PAGE = ROOT / "docs/mutants.md"
REASONS = Path(__file__).parent / "mutants.yaml"
SAMPLE = 600
SEED = "parity"
OPEN = "**no reason**: a test is missing"
UNTESTED = "**no test of its room runs this function**"
_LINKED = ("parity", "tests", "reports", "docs", "benchmarks", "README.md", "CHANGELOG.md", "LICENSE", "Makefile")
_KILLED = {"killed", "timeout", "segfault", "caught by type check"}
_RESULT = re.compile(r"^\s*(parity\.\S+__mutmut_\d+): (.+)$", re.MULTILINE)


class Room(Struct, frozen=True, kw_only=True):
    """What is mutated, by which tests, and which of these open sockets and stay out."""

    name: str
    code: str
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()


ROOMS = (
    Room(name="verdict", code="parity/verdict/*.py", tests=("tests/verdict",)),
    Room(
        name="compare",
        code="parity/compare/*.py",
        tests=("tests/compare",),
        without=("tests/compare/test_automation.py", "tests/compare/test_compare_properties.py"),
    ),
    Room(
        name="causes",
        code="parity/rules/causes/*.py",
        tests=("tests/rules/causes",),
        without=(
            "tests/rules/causes/test_causes.py",
            "tests/rules/causes/test_causes_lowering.py",
            "tests/rules/causes/test_causes_properties.py",
        ),
    ),
    Room(
        name="gate",
        code="parity/switch/gate/*.py",
        tests=("tests/switch/gate",),
        without=("tests/switch/gate/test_gate_now.py",),
    ),
    Room(
        name="chain",
        code="parity/ledger/chain.py",
        tests=("tests/ledger",),
        without=("tests/ledger/test_ledger.py",),
    ),
    Room(name="policy", code="parity/config/policy.py", tests=("tests/config",)),
)


class Survivor(Struct, frozen=True, kw_only=True):
    """A change that no test noticed. `untested`: no test ran the changed function at all."""

    name: str
    change: str
    untested: bool


class Reason(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why changes of a function may live: these, as `change_of` writes them, or all (`changes` empty)."""

    function: str
    reason: str
    changes: tuple[str, ...] = ()


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a room: how many mutants it has, how many were tried, and who survived."""

    room: Room
    mutants: int
    sampled: int
    survivors: tuple[Survivor, ...]

    @property
    def killed(self) -> int:
        """How many a test noticed."""
        return self.sampled - len(self.survivors)


def sampled(names: Sequence[str], size: int) -> frozenset[str]:
    """The seeded sample. One mutant more or less changes the sample by one, not altogether."""

    def place(name: str) -> bytes:
        return hashlib.sha256(f"{SEED} {name}".encode()).digest()

    return frozenset(sorted(names, key=place)[:size])


def settings_for(room: Room, pyproject: str) -> str:
    """The project's pyproject.toml with what is mutmut's for this room."""
    arguments = ["-n0", "-p", "no:cacheprovider", *(f"--ignore={one}" for one in room.without)]
    own = "\n".join(
        (
            "[tool.mutmut]",
            f"only_mutate = {json.dumps([room.code])}",
            f"pytest_add_cli_args = {json.dumps(arguments)}",
            f"pytest_add_cli_args_test_selection = {json.dumps(list(room.tests))}",
        )
    )
    return pyproject.replace("[tool.mutmut]", own, 1)


def statuses(text: str) -> dict[str, str]:
    """Status by mutant, as `mutmut results --all true` prints them."""
    return dict(_RESULT.findall(text))


def change_of(diff: str) -> str:
    """The changed lines of `mutmut show`, on one line of a table."""
    lines = [one for one in diff.splitlines() if one[:1] in "+-" and one[:3] not in {"+++", "---"}]
    return " ".join(f"`{one[0]} {one[1:].strip()}`" for one in lines if one[1:].strip()).replace("|", "\\|")


def reasons_in(data: bytes) -> tuple[Reason, ...]:
    """The reasons that a person has written: benchmarks/mutants.yaml."""
    return msgspec.yaml.decode(data, type=tuple[Reason, ...])


def reason_for(one: Survivor, reasons: Sequence[Reason]) -> str:
    """Why this survivor may live; said plainly where nobody has written it."""
    mine = [each for each in reasons if each.function == function_of(one.name)]
    exact = [each for each in mine if one.change in each.changes] or [each for each in mine if not each.changes]
    return exact[0].reason if exact else UNTESTED if one.untested else OPEN


def page_of(outcomes: Sequence[Outcome], reasons: Sequence[Reason]) -> str:
    """docs/mutants.md."""
    tried = sum(one.sampled for one in outcomes)
    killed = sum(one.killed for one in outcomes)
    share = f"{100 * killed / tried:.1f} %" if tried else "none"
    lines = [
        "# Mutants",
        "",
        "Written by `make mutants`, with the reasons of `benchmarks/mutants.yaml`. Small changes are made to the rooms",
        "that decide, one at a time, and each room's own tests are run, without those that open sockets. A change that",
        "no test notices survives. mutmut changes the bodies of functions: a file of records only has no mutants.",
        "",
        f"Of {tried} sampled mutants {killed} were killed: {share}.",
        "",
        "| Room | Mutants | Sampled | Killed | Survived |",
        "|---|---|---|---|---|",
        *(
            f"| `{one.room.code}` | {one.mutants} | {one.sampled} | {one.killed} | {len(one.survivors)} |"
            for one in outcomes
        ),
        "",
        "## Survivors",
        "",
        "| Function | Change | Why it may live |",
        "|---|---|---|",
    ]
    for outcome in outcomes:
        for one in outcome.survivors:
            lines.append(f"| `{function_of(one.name)}` | {one.change} | {reason_for(one, reasons)} |")
    return "\n".join(lines) + "\n"


def function_of(name: str) -> str:
    """`parity.verdict.judge.judge` of `parity.verdict.judge.x_judge__mutmut_3`; of a method, `...ǁClassǁmethod`."""
    module, _, last = name.partition("__mutmut_")[0].rpartition(".")
    return f"{module}.{last.removeprefix('x').removeprefix('_')}"


def _mutmut(folder: Path, *arguments: str, quiet: bool = True) -> str:
    """One call of mutmut in a room's folder; what it printed, whatever became of it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    return done.stdout or ""


def _state_of_tree(room: Room) -> str:
    """Changes with the product's code and with the room's tests, which together give a result."""
    files = [*ROOT.glob("parity/**/*.py"), *ROOT.glob("tests/*.py")]
    for one in room.tests:
        files += (ROOT / one).glob("**/*.py")
    marks = (f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(files))
    return hashlib.sha256("\n".join((*marks, repr(room))).encode()).hexdigest()


def prepared(room: Room) -> dict[str, str]:
    """The room's folder with its mutants written; status by mutant. Empty where no test reaches the room."""
    folder, state = WORK / room.name, _state_of_tree(room)
    mark = folder / "state-of-tree"
    if not mark.is_file() or mark.read_text() != state:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in _LINKED:
            (folder / name).symlink_to(ROOT / name)
        (folder / "pyproject.toml").write_text(settings_for(room, (ROOT / "pyproject.toml").read_text()))
        if not any((ROOT / one).exists() for one in room.tests):
            return {}
        # A name that fits nothing: mutmut writes the mutants, learns which test runs which function, and stops.
        said = _mutmut(folder, "run", "--max-children", "1", "none")
        if "nothing matches" not in said:
            print(said[-3000:])
            return {}
        mark.write_text(state)
    return statuses(_mutmut(folder, "results", "--all", "true"))


def tried(room: Room, names: Sequence[str], known: Mapping[str, str], children: int) -> dict[str, str]:
    """Status of each of `names`, after those that have none were run, so many at a time."""
    todo = [one for one in names if known.get(one) == "not checked"]
    if todo:
        _mutmut(WORK / room.name, "run", "--max-children", str(children), *todo, quiet=False)
    found = statuses(_mutmut(WORK / room.name, "results", "--all", "true")) if todo else known
    return {one: found[one] for one in names}


def _survivors(room: Room, found: Mapping[str, str]) -> tuple[Survivor, ...]:
    return tuple(
        Survivor(name=name, change=change_of(_mutmut(WORK / room.name, "show", name)), untested=status == "no tests")
        for name, status in sorted(found.items())
        if status not in _KILLED
    )


def main() -> None:
    """Select, run, write the page."""
    names = [one.name for one in ROOMS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--room", action="append", choices=names, help="only this room; may be given more than once")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many mutants in all")
    parser.add_argument("--children", type=int, default=2, help="how many at a time")
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write the page")
    given = parser.parse_args()
    rooms = [one for one in ROOMS if not given.room or one.name in given.room]
    known = {room.name: prepared(room) for room in rooms}
    chosen = sampled([name for each in known.values() for name in each], given.sample)
    outcomes = []
    for room in rooms:
        mine = sorted(chosen & known[room.name].keys())
        found = tried(room, mine, known[room.name], given.children)
        outcomes.append(
            Outcome(room=room, mutants=len(known[room.name]), sampled=len(mine), survivors=_survivors(room, found))
        )
    page = page_of(outcomes, reasons_in(REASONS.read_bytes()))
    given.page.write_text(page)
    print(page)


if __name__ == "__main__":
    main()
