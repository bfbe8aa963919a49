"""An effect that shows late: whatever the ledger says and whatever the tenant shows by now, with each driver, the
switch ends in PRODUCTION by what parity does and advises. A wrong org is never taken over.
"""

from collections.abc import Iterator

import pytest

from parity.cli.workflows.switch import run_switch
from parity.errors import ParityError
from parity.ledger.history import in_production, last_change, of_tenant
from parity.ledger.states import State, may_follow
from parity.simulator.tenant import SimulatedConnection
from tests.switch.benches import (
    DRIVERS,
    OTHER_PRODUCTION,
    OTHER_SANDBOX,
    PRODUCTION,
    SANDBOX,
    STARTS,
    Bench,
    Shown,
    advised,
    bench_of,
)
from tests.tenants import TENANT

ORDERED: dict[str, Shown] = {
    "nothing shows yet": SimulatedConnection(environment="sandbox", org_id=SANDBOX),
    "it is being deleted": SimulatedConnection(environment="sandbox", org_id=SANDBOX, status="deletion in progress"),
    "it is gone": None,
    "the ordered production": SimulatedConnection(environment="production", org_id=PRODUCTION),
}
WRONG: dict[str, Shown] = {
    "another production": SimulatedConnection(environment="production", org_id=OTHER_PRODUCTION),
    "another sandbox": SimulatedConnection(environment="sandbox", org_id=OTHER_SANDBOX),
    "another sandbox is being deleted": SimulatedConnection(
        environment="sandbox", org_id=OTHER_SANDBOX, status="deletion in progress"
    ),
}
#: Runs, and days between them, within which a switch that a person helps along as advised must be over.
MOST_RUNS = 4


@pytest.fixture(scope="module", params=DRIVERS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench_of(request.param) as found:
        yield found


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("effect", ORDERED)
def test_what_was_ordered_is_taken_over_and_leads_to_production(bench: Bench, start: str, effect: str) -> None:
    bench.begin(start)
    bench.show(ORDERED[effect])
    said: list[str] = []
    for _ in range(MOST_RUNS):
        try:
            if run_switch(bench.context()) == 0:
                break
        except ParityError as problem:
            said.append(problem.fix)
            advised(bench, problem)
    entries = bench.ledger.entries()
    assert in_production(entries, TENANT) is not None, said
    assert all(said), "each refusal says what to do"
    assert bench.shown() == SimulatedConnection(environment="production", org_id=PRODUCTION)
    assert bench.ledger.problems() == ()
    states = [State(one.state) for one in of_tenant(entries, TENANT) if one.state]
    assert all(may_follow(before, after) for before, after in zip([None, *states], states, strict=False))
    for one in of_tenant(entries, TENANT):
        if one.body.get("settled") == "late":
            assert one.body["seen"], "what was seen"
            assert one.body["asked"], "who asked for it"


def ended(bench: Bench) -> int:
    """The exit code of a run, as the command line gives it."""
    try:
        return run_switch(bench.context())
    except ParityError as problem:
        return problem.exit_code


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("effect", WRONG)
def test_a_wrong_org_is_never_taken_over(bench: Bench, start: str, effect: str) -> None:
    bench.begin(start)
    bench.show(WRONG[effect])
    before = last_change(bench.ledger.entries(), TENANT)
    assert ended(bench) in {1, 3}
    after = last_change(bench.ledger.entries(), TENANT)
    assert before is not None
    assert after is not None
    assert (after.seq, after.state) == (before.seq, before.state)
    assert bench.shown() == WRONG[effect]
