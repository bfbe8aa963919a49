"""What the mutation run selects, reads and writes; the run itself takes too long for a test."""

import json
import tomllib
from pathlib import Path

import pytest
from msgspec import structs

from benchmarks.mutants import (
    OPEN,
    REASONS,
    ROOMS,
    ROOT,
    UNTESTED,
    Outcome,
    Room,
    Survivor,
    change_of,
    page_of,
    reason_for,
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


FUNCTION = "parity.verdict.decide.decide"


def test_the_page_counts_and_says_plainly_where_no_reason_is_written() -> None:
    page = page_of([OUTCOME], ())
    assert "Of 10 sampled mutants 8 were killed: 80.0 %." in page
    assert "| `parity/verdict/*.py` | 200 | 10 | 8 | 2 |" in page
    assert f"| `{FUNCTION}` | {LIVES.change} | {OPEN} |" in page
    assert f"| `{FUNCTION}` | {UNRUN.change} | {UNTESTED} |" in page


def test_a_reason_holds_for_its_changes_whatever_their_number() -> None:
    data = f"- {{function: {FUNCTION}, reason: Both give the same., changes: [{json.dumps(LIVES.change)}]}}\n"
    reasons = reasons_in(data.encode())
    assert reason_for(LIVES, reasons) == "Both give the same."
    assert reason_for(structs.replace(LIVES, name=NAMES[9]), reasons) == "Both give the same."
    assert reason_for(UNRUN, reasons) == UNTESTED
    assert reason_for(structs.replace(LIVES, change="`- a` `+ b`"), reasons) == OPEN
    elsewhere = structs.replace(LIVES, name="parity.verdict.judge.x_judge__mutmut_3")
    assert reason_for(elsewhere, reasons) == OPEN
    all_of_it = reasons_in(f"- {{function: {FUNCTION}, reason: Text only.}}\n".encode())
    assert reason_for(UNRUN, all_of_it) == "Text only."


def test_the_reasons_that_are_written_can_be_read_and_name_code_that_is_there() -> None:
    for one in reasons_in(REASONS.read_bytes()):
        assert one.reason
        module = one.function.rpartition(".")[0].replace(".", "/")
        assert (ROOT / f"{module}.py").is_file(), one.function
