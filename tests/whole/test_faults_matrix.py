"""A sample of the matrix of bad answers, the same in each run. `make faults` runs it all and writes docs/faults.md."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from parity.rules.finding import Severity
from tests.faults.kinds import PARTS, WHOLE
from tests.faults.page import PAGE, verdicts_on_page
from tests.faults.runs import SCENARIOS, Bench, Cell, bench, cells, run, seeded

_NUMBER, _SEED = 100, 9
#: docs/faults.md has under three; what a busy machine adds is no endless wait, which is what this is about.
_MOST_SECONDS = 120
#: A query may be followed for 100 pages, twice.
_MOST_REQUESTS = 260


@pytest.fixture(scope="module")
def benches() -> Iterator[dict[str, Bench]]:
    with ExitStack() as stack:
        yield {one: stack.enter_context(bench(one)) for one in SCENARIOS}


@pytest.fixture(scope="module")
def matrix(benches: dict[str, Bench]) -> list[Cell]:
    return cells(list(benches.values()))


def test_the_honest_orgs_are_what_the_matrix_takes_them_for(benches: dict[str, Bench]) -> None:
    assert [str(benches[one].result.verdict) for one in SCENARIOS] == ["GO", "NO-GO"]
    assert all(not one.result.gaps for one in benches.values())


def test_an_org_that_refuses_composites_is_compared_as_well(benches: dict[str, Bench]) -> None:
    for one in benches.values():
        for alone in one.result_alone.values():
            assert (alone.verdict, alone.gaps) == (one.result.verdict, ())
            known, found = ({each.fingerprint: each for each in each.findings} for each in (one.result, alone))
            # An info line: only what lies beyond the depth of contents is more where each row takes a call.
            assert {found[new].rule for new in found.keys() - known.keys()} <= {"contents-left-out"}
            assert not [old for old in known.keys() - found.keys() if known[old].severity is Severity.BLOCKER]


def test_every_request_and_every_part_has_its_place(matrix: list[Cell]) -> None:
    places = {cell.place for cell in matrix}
    for name in ("POST token", "GET data", "GET oauth2/userinfo", "POST composite", "POST tooling/composite"):
        assert name in places
    for name in ("sobjects/Organization/ID", "sobjects/Case/describe", "query SandboxProcess", "query PermissionSet"):
        assert name in places
    assert {cell.kind.name for cell in matrix} == {kind.name for kind in (*WHOLE, *PARTS)}
    assert len(matrix) > 3000


@pytest.mark.parametrize("number", range(_NUMBER))
def test_a_bad_answer_is_never_a_go_on_part_of_the_data(
    benches: dict[str, Bench], matrix: list[Cell], number: int
) -> None:
    cell = seeded(matrix, _NUMBER, _SEED)[number]
    outcome = run(benches[cell.scenario], cell)
    what = f"{cell.scenario}, {cell.role}, {cell.place}: {cell.kind.name}: {outcome.verdict}: {outcome.told}"
    assert not outcome.wrong, f"{what}: {outcome.wrong}"
    assert outcome.seconds < _MOST_SECONDS, what
    assert outcome.requests <= _MOST_REQUESTS, what
    page = verdicts_on_page(PAGE.read_text("utf-8"), in_composite=cell.asked.is_part and not cell.alone)
    assert outcome.verdict in page[cell.kind.name], f"{what}: docs/faults.md does not say so: run `make faults`"
