"""Whatever people and machines do in whatever order: never two productions, never back, the chain always verifies."""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parity.cli.workflows import switch as whole_switch
from parity.cli.workflows.switch import dry_run, run_switch
from parity.errors import ParityError
from parity.ledger.history import in_production, of_tenant
from parity.ledger.records import Draft, EntryKind
from parity.ledger.states import NEXT, State, may_follow
from parity.ledger.store import Ledger
from parity.simulator.tenant import SimulatedTenant
from parity.switch.drivers.contract import read_view
from parity.switch.drivers.interface import Action, Instruction, Phase, TenantView, Trace, Verification
from parity.switch.drivers.interface import refuse_unless_allowed as allowed
from parity.switch.machine import next_step, was_done
from tests.tenants import OPERATOR, TENANT, Case, ready

PRODUCTION, SANDBOX = "00D300000001NwhEAE", "00D8F0000008NwSUAU"
ORDER = Instruction(tenant=TENANT, sandbox_org=SANDBOX, production_org=PRODUCTION, key="k")


class Killed(BaseException):
    """The process is gone: no handler of the product sees this."""


class NearTenant:
    """A driver to a simulated tenant in this process."""

    name = "near"
    takes_statement = False
    poll_seconds = 1.0
    wait_seconds = 10.0

    def __init__(self, tenant: SimulatedTenant) -> None:
        self.tenant = tenant

    def observe(self) -> TenantView:
        return read_view(json.dumps(self.tenant.view()).encode(), TENANT, "near")

    def ask_deletion(self, order: Instruction) -> str:
        allowed(self.observe(), Action.ASK_DELETION, order)
        return self._act("deletion", {"org_id": order.sandbox_org, "business_name": order.tenant}, order)

    def authorise_production(self, order: Instruction) -> str:
        allowed(self.observe(), Action.AUTHORISE_PRODUCTION, order)
        return self._act("connection", {"environment": "production", "org_id": order.production_org}, order)

    def look_for_trace(self, order: Instruction, since: object) -> Verification:
        del order, since
        seen = self.observe().phase is Phase.PRODUCTION
        return Verification(trace=Trace.FOUND if seen else Trace.NOT_FOUND, detail="")

    def _act(self, action: str, body: dict[str, Any], order: Instruction) -> str:
        return str(self.tenant.act(action, body, order.key).status)


COMMANDS = st.one_of(
    st.just(("switch", 0)),
    st.tuples(st.just("switch killed"), st.integers(1, 24)),
    st.tuples(st.sampled_from(["dry run", "wrong words", "sandbox by hand", "other production by hand"]), st.just(0)),
    st.tuples(st.sampled_from(["other production", "state by hand", "sql", "check"]), st.just(0)),
)


@contextmanager
def near_orgs(case: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Both orgs read once and remembered: what is under test here is the order of events."""
    from parity.orgs.collect_pair import Progress, collect_pair
    from parity.switch.gate import gather as gathering
    from tests import tenants

    pair = collect_pair(case.project, case.environment, tenants.utc, Progress())
    with monkeypatch.context() as patch:
        patch.setattr(gathering, "collect_pair", lambda *_: pair)
        patch.setattr(tenants, "collect_pair", lambda *_: pair)
        yield


def test_no_sequence_of_commands_and_crashes_leads_back_or_to_two_productions(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch, ready(tmp_path) as first, near_orgs(first, monkeypatch):

        @settings(max_examples=25, deadline=None)
        @given(st.lists(COMMANDS, min_size=3, max_size=9), st.integers(0, 3))
        def holds(commands: list[tuple[str, int]], deletion_looks: int) -> None:
            with tempfile.TemporaryDirectory() as folder, ready(Path(folder)) as case:
                case.tenant.tenant = SimulatedTenant(TENANT, SANDBOX, deletion_looks)
                driver = NearTenant(case.tenant.tenant)
                seen: list[str | None] = []
                for command, number in commands:
                    with near_driver(driver, number if command == "switch killed" else 0):
                        _run(case, command)
                    _invariants(case, seen)
                if not any("by hand" in command for command, _ in commands):
                    with near_driver(driver, 0):
                        _run(case, "switch")
                    assert in_production(case.ledger.entries(), TENANT) is not None, "stuck"
                    assert [one.action for one in case.tenant.tenant.done] == ["deletion", "connection"]

        holds()


@contextmanager
def near_driver(driver: NearTenant, kill_after: int) -> Iterator[None]:
    """The switch speaks to this tenant, and is gone after so many writes and driver calls (0: never)."""
    calls = 0

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            answer = original(*arguments, **options)
            calls += 1
            if calls == kill_after:
                raise Killed
            return answer

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole_switch, "open_driver", lambda _around: driver)
        patch.setattr(Ledger, "append", counted(Ledger.append))
        for name in ("observe", "ask_deletion", "authorise_production", "look_for_trace"):
            patch.setattr(driver, name, counted(getattr(driver, name)))
        yield


def _run(case: Case, command: str) -> None:
    with suppress(ParityError, Killed, sqlite3.IntegrityError):
        if command.startswith("switch"):
            run_switch(case.context())
        elif command == "dry run":
            dry_run(case.context())
        elif command == "wrong words":
            run_switch(case.context("00D300000009ZZZ", TENANT))
        elif command == "check":
            case.check()
        elif command == "sandbox by hand":
            case.tenant.tenant.act("connection", {"environment": "sandbox", "org_id": SANDBOX}, "")
        elif command == "other production by hand":
            case.tenant.tenant.act("connection", {"environment": "production", "org_id": "00D300000009ZZZ"}, "")
        elif command == "other production":
            case.edit(tenant__production_org="00D300000009ZZZ")
            try:
                run_switch(case.context("00D300000009ZZZ", TENANT))
            finally:
                case.edit(tenant__production_org=PRODUCTION)
        elif command == "state by hand":
            case.ledger.append(
                Draft(kind=EntryKind.STATE, tenant=TENANT, state="SANDBOX", after="PRODUCTION"), OPERATOR
            )
        elif command == "sql":
            with sqlite3.connect(case.folder / "parity-ledger.db") as database:
                database.execute("UPDATE parity_ledger SET state = 'SANDBOX'")


def _invariants(case: Case, seen: list[str | None]) -> None:
    tenant = case.tenant.tenant
    seen.append(tenant.production_org)
    productions = {one for one in seen if one is not None}
    assert len(productions) <= 1, "two productions"
    if productions:
        assert tenant.connection is not None
        assert tenant.connection.environment == "production", "back from production"
    assert case.ledger.problems() == ()
    states = [State(one.state) for one in of_tenant(case.ledger.entries(), TENANT) if one.state]
    assert states.count(State.PRODUCTION) <= 1
    for before, after in zip([None, *states], states, strict=False):
        assert may_follow(before, after)
    if State.PRODUCTION in states:
        assert tenant.production_org == PRODUCTION
    assert sum(one.action == "deletion" and one.status < 300 and one.key != "" for one in tenant.done) <= 2


@given(st.sampled_from(list(State)), st.sampled_from(list(Phase)), st.sampled_from([None, SANDBOX, PRODUCTION, "00DX"]))
def test_no_view_of_a_tenant_leads_a_step_back(state: State, phase: Phase, org_id: str | None) -> None:
    view = TenantView(tenant=TENANT, phase=phase, org_id=org_id)
    with suppress(ParityError):
        step = next_step(state, view, ORDER)
        reached = getattr(step, "state", None)
        assert reached is None or reached in NEXT[state]
        if getattr(step, "action", None) is Action.AUTHORISE_PRODUCTION:
            assert (state, phase) == (State.DELETED, Phase.NOT_CONNECTED)
    for action in Action:
        with suppress(ParityError):
            was_done(action, view, ORDER)
            assert phase is not Phase.PRODUCTION or org_id == PRODUCTION


def test_nothing_follows_production_and_nothing_leads_to_sandbox_but_the_beginning() -> None:
    assert NEXT[State.PRODUCTION] == frozenset()
    assert [one for one in State if State.SANDBOX in NEXT[one]] == [State.NOT_CONNECTED]
