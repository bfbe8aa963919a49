"""What the mutation run selects, reads and writes; the run itself takes too long for a test."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.mutants import (
    OPEN,
    ROOMS,
    ROOT,
    Outcome,
    Room,
    Survivor,
    change_of,
    page_of,
    reasons_in,
    sampled,
    settings_for,
    statuses,
)

NAMES = [f"parity.verdict.decide.x_decide__mutmut_{number}" for number in range(200)]
LIVES = Survivor(name=NAMES[3], change="`- a < b` `+ a <= b`", untested=False)
UNRUN = Survivor(name=NAMES[4], change="`- x` `+ y`", untested=True)
OUTCOME = Outcome(room=ROOMS[0], mutants=200, sampled=10, survivors=(LIVES, UNRUN))


def test_the_sample_is_the_same_whatever_the_order_and_grows_with_its_size() -> None:
    assert sampled(NAMES, 50) == sampled(NAMES[::-1], 50)
    assert len(sampled(NAMES, 50)) == 50
    assert sampled(NAMES, 20) < sampled(NAMES, 50)
    assert sampled(NAMES, 600) == frozenset(NAMES)


def test_one_mutant_more_changes_the_sample_by_one_at_most() -> None:
    assert len(sampled(NAMES, 50) - sampled([*NAMES, "parity.new.x_new__mutmut_1"], 50)) <= 1


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_the_settings_of_a_room_name_code_that_is_there(room: Room) -> None:
    settings = tomllib.loads(settings_for(room, (ROOT / "pyproject.toml").read_text()))["tool"]["mutmut"]
    assert (settings["only_mutate"], settings["source_paths"]) == ([room.code], ["parity"])
    assert settings["pytest_add_cli_args_test_selection"] == list(room.tests)
    assert list(ROOT.glob(room.code))
    assert all(Path(ROOT, name).is_file() for name in room.without)


def test_results_are_read_as_mutmut_prints_them() -> None:
    said = f"    {NAMES[1]}: killed\n    {NAMES[2]}: not checked\nwarning: nothing\n"
    assert statuses(said) == {NAMES[1]: "killed", NAMES[2]: "not checked"}


def test_a_change_is_told_on_one_line_of_a_table() -> None:
    diff = "# a: survived\n--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n def f():\n-    return a | b\n+    return a & b\n"
    assert change_of(diff) == "`- return a \\| b` `+ return a & b`"


def test_the_page_counts_and_keeps_the_reasons_that_a_person_wrote() -> None:
    page = page_of([OUTCOME], {})
    assert "Of 10 sampled mutants 8 were killed: 80.0 %." in page
    assert "| `parity/verdict/*.py` | 200 | 10 | 8 | 2 |" in page
    assert "| `parity.verdict.decide.decide` | 1 |" in page
    assert reasons_in(page) == {}
    written = page.replace(OPEN, "Both give the same.")
    assert page_of([OUTCOME], reasons_in(written)) == written
