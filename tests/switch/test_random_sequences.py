"""200 random sequences of runs that are killed, services that are slow, and colleagues who help by hand: each ends in
the ordered production, by states that lead forward only, and the chain verifies.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from parity.cli.workflows.switch import run_switch
from parity.errors import DriverError, ParityError
from parity.ledger.history import in_production, of_tenant, open_intent
from parity.ledger.states import UNDER_WAY, State, may_follow
from parity.simulator.tenant import SimulatedConnection
from parity.switch.drivers.interface import Instruction
from tests.switch.benches import PRODUCTION, Bench, advised, bench_of
from tests.switch.test_switch_properties import Killed, NearTenant, near_driver
from tests.tenants import TENANT

SEQUENCES, IN_ONE_TEST = 200, 25
#: Runs, with a person who does what is advised, after which any switch must be over.
MOST_RUNS = 6


class SlowTenant(NearTenant):
    """A service that may be silent about an action, and do it later."""

    def __init__(self, bench: Bench, dice: random.Random) -> None:
        super().__init__(bench.case.tenant.tenant)
        self.dice, self.is_slow = dice, False
        self.pending: list[Callable[[], Any]] = []
        self.wait_seconds = 3.0

    def _act(self, action: str, body: dict[str, Any], order: Instruction) -> str:
        if self.is_slow:
            self.pending.append(lambda: self.tenant.act(action, body, order.key))
            raise DriverError("the tenant's endpoint did not answer in time", fix="run it again")
        return super()._act(action, body, order)

    def catch_up(self) -> None:
        """What it was asked for takes place now."""
        while self.pending:
            self.pending.pop()()


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with bench_of("http") as found:
        yield found


def one_event(bench: Bench, driver: SlowTenant, dice: random.Random) -> None:
    event = dice.choice(["killed", "killed", "slow", "late", "day", "colleague"])
    if event in {"killed", "slow"}:
        driver.is_slow = event == "slow"
        with near_driver(driver, dice.randint(1, 24)), suppress(ParityError, Killed):
            run_switch(bench.context())
        driver.is_slow = False
    elif event == "late":
        driver.catch_up()
    elif event == "day":
        bench.a_day_passes()
    elif bench.shown() is None and bench.context().state in UNDER_WAY:
        bench.case.tenant.tenant.act("connection", {"environment": "production", "org_id": PRODUCTION}, "")


def to_the_end(bench: Bench, driver: SlowTenant, dice: random.Random) -> None:
    for _ in range(MOST_RUNS):
        with near_driver(driver, 0):
            try:
                run_switch(bench.context())
            except ParityError as problem:
                if in_production(bench.ledger.entries(), TENANT) is not None:
                    return
                advised(bench, problem)
            else:
                return
        if dice.random() < 0.5:
            driver.catch_up()


@pytest.mark.parametrize("first", range(0, SEQUENCES, IN_ONE_TEST))
def test_whatever_happens_on_the_way_it_ends_in_the_ordered_production(bench: Bench, first: int) -> None:
    for seed in range(first, first + IN_ONE_TEST):
        dice = random.Random(seed)
        bench.begin(None)
        driver = SlowTenant(bench, dice)
        for _ in range(dice.randint(1, 5)):
            one_event(bench, driver, dice)
        to_the_end(bench, driver, dice)
        driver.catch_up()
        entries = bench.ledger.entries()
        assert in_production(entries, TENANT) is not None, f"seed {seed}: stuck"
        assert bench.shown() == SimulatedConnection(environment="production", org_id=PRODUCTION), seed
        assert open_intent(entries, TENANT) is None, seed
        assert bench.ledger.problems() == (), seed
        states = [State(one.state) for one in of_tenant(entries, TENANT) if one.state]
        assert states.count(State.PRODUCTION) == 1, seed
        assert all(may_follow(before, after) for before, after in zip([None, *states], states, strict=False)), seed
