"""The switch, state by state: pure decisions, and a runner that writes down what it is about to do before it does it.

A run may end at any point, by Ctrl+C or kill -9. The next one asks the tenant what is true, settles what was
left open, and goes on from there.
"""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from parity.errors import SwitchRefused, SwitchUnfinished
from parity.integrity.canonical import canonical_bytes, digest
from parity.ledger.history import Intent, last_change, of_tenant, open_intent
from parity.ledger.records import Actor, Draft, EntryKind, utc_moment
from parity.ledger.states import UNDER_WAY, State, may_follow
from parity.ledger.store import Ledger
from parity.snapshot.ids import same_org
from parity.switch.drivers.interface import Action, Driver, Instruction, Phase, TenantView, Trace, Verification

_DONE_BY = {Action.ASK_DELETION: State.DELETION_ASKED, Action.AUTHORISE_PRODUCTION: State.AUTHORISED}
_BY_HAND = "Somebody changed it by hand, or this is not the right ledger. Nothing was done; see docs/switch.md."
_AGAIN = "Run `parity switch` again: it looks at the tenant first, and goes on from there."


class Act(Struct, frozen=True):
    """Have the driver do something."""

    action: Action


class Note(Struct, frozen=True):
    """Write down a state that the tenant has reached."""

    state: State


class Move(StrEnum):
    """What else there is to do next."""

    WAIT = "wait"
    VERIFY = "verify"
    END = "end"


Step = Act | Note | Move


def next_step(state: State, view: TenantView, order: Instruction) -> Step:
    """What to do in a state when the tenant shows this view; raises SwitchRefused where the two contradict."""
    if state is State.PRODUCTION:
        return Move.END
    step = _STEPS.get((state, view.phase))
    if step is None or not _right_org(view, order):
        raise SwitchRefused(
            f"the ledger has the tenant in {state}, but the tenant is {view}",
            fix=_BY_HAND,
        )
    return step


_STEPS: dict[tuple[State, Phase], Step] = {
    (State.GATE_PASSED, Phase.SANDBOX): Act(Action.ASK_DELETION),
    (State.DELETION_ASKED, Phase.SANDBOX): Move.WAIT,
    (State.DELETION_ASKED, Phase.DELETING): Note(State.DELETING),
    (State.DELETION_ASKED, Phase.NOT_CONNECTED): Note(State.DELETED),
    (State.DELETING, Phase.DELETING): Move.WAIT,
    (State.DELETING, Phase.NOT_CONNECTED): Note(State.DELETED),
    (State.DELETED, Phase.NOT_CONNECTED): Act(Action.AUTHORISE_PRODUCTION),
    (State.AUTHORISED, Phase.PRODUCTION): Move.VERIFY,
    (State.VERIFIED, Phase.PRODUCTION): Note(State.PRODUCTION),
}


def _right_org(view: TenantView, order: Instruction) -> bool:
    wanted = {
        Phase.SANDBOX: order.sandbox_org,
        Phase.DELETING: order.sandbox_org,
        Phase.PRODUCTION: order.production_org,
    }
    return view.phase is Phase.NOT_CONNECTED or same_org(view.org_id, wanted[view.phase])


def was_done(action: Action, view: TenantView, order: Instruction) -> bool:
    """Whether an action whose outcome is unknown took place, by what the tenant shows now.

    Raises SwitchRefused where the view fits neither.
    """
    before, after = {
        Action.ASK_DELETION: ({Phase.SANDBOX}, {Phase.DELETING, Phase.NOT_CONNECTED}),
        Action.AUTHORISE_PRODUCTION: ({Phase.NOT_CONNECTED}, {Phase.PRODUCTION}),
    }[action]
    if view.phase not in before | after or not _right_org(view, order):
        raise SwitchRefused(
            f"to {action} was begun and its outcome is unknown, but the tenant is {view}",
            fix=_BY_HAND,
        )
    return view.phase in after


class Run(Struct, frozen=True, kw_only=True):
    """One run of the switch. `statement` asks the operator for a signed statement; null where there is none."""

    ledger: Ledger
    driver: Driver
    order: Instruction
    actor: Actor
    tell: Callable[[str], None]
    sleep: Callable[[float], None]
    statement: Callable[[Verification], dict[str, str] | None] = lambda _verification: None

    @property
    def state(self) -> State | None:
        """Where the ledger has the tenant; null where it does not know it."""
        change = last_change(self.ledger.entries(), self.order.tenant)
        return State(change.state) if change is not None and change.state is not None else None

    def write(
        self, kind: EntryKind, body: dict[str, object], state: State | None = None, after: State | None = None
    ) -> int:
        """One entry to the ledger; its number. Raises SwitchRefused for a state that may not follow."""
        if state is not None and not may_follow(after, state):
            raise SwitchRefused(f"{state} cannot follow {after or 'an unknown state'}")
        draft = Draft(kind=kind, tenant=self.order.tenant, body=body, state=state, after=after)
        return self.ledger.append(draft, self.actor).content.seq


def order_key(tenant: str, production_org: str, action: Action) -> str:
    """The idempotency key of an action: the same in every run, so that a driver can tell a repetition."""
    return digest(canonical_bytes([tenant, production_org, action.value]))[7:39]


def settle(run: Run) -> None:
    """Find out what became of an action that was begun and whose outcome nobody wrote down."""
    intent = open_intent(run.ledger.entries(), run.order.tenant)
    if intent is None:
        return
    action = Action(intent.action)
    view = run.driver.observe()
    done = was_done(action, view, run.order)
    run.tell(f"An earlier run was to {action}; the tenant is {view}: it {'was' if done else 'was not'} done.")
    _write_outcome(run, intent, done=done, answer=f"settled afterwards: {view}")


def go_on(run: Run) -> State:
    """Carry the switch on to its end. Raises SwitchUnfinished where it must wait for the tenant."""
    waited = 0.0
    while True:
        state = run.state
        if state is None or state not in UNDER_WAY | {State.GATE_PASSED, State.PRODUCTION}:
            raise SwitchRefused(f"the switch cannot go on from {state or 'an unknown state'}")
        if state is State.PRODUCTION:
            return state
        step = next_step(state, run.driver.observe(), run.order)
        if isinstance(step, Act):
            _act(run, step.action)
        elif isinstance(step, Note):
            run.write(EntryKind.STATE, {}, state=step.state, after=state)
            run.tell(f"{step.state}")
        elif step is Move.VERIFY:
            _verify(run)
        elif step is Move.WAIT:
            waited = _wait(run, state, waited)


def _wait(run: Run, state: State, waited: float) -> float:
    if waited + run.driver.poll_seconds > run.driver.wait_seconds:
        raise SwitchUnfinished(f"the tenant is still in {state}", fix=f"It can take up to 3 days. {_AGAIN}")
    run.sleep(run.driver.poll_seconds)
    return waited + run.driver.poll_seconds


def _act(run: Run, action: Action) -> None:
    key = order_key(run.order.tenant, run.order.production_org, action)
    order = Instruction(
        tenant=run.order.tenant, sandbox_org=run.order.sandbox_org, production_org=run.order.production_org, key=key
    )
    seq = run.write(EntryKind.INTENT, {"action": action.value, "key": key}, after=run.state)
    answer = run.driver.ask_deletion(order) if action is Action.ASK_DELETION else run.driver.authorise_production(order)
    _write_outcome(run, Intent(seq=seq, action=action.value, key=key), done=True, answer=answer)


def _write_outcome(run: Run, intent: Intent, *, done: bool, answer: str) -> None:
    reached = _DONE_BY[Action(intent.action)] if done else None
    body: dict[str, object] = {"intent": intent.seq, "action": intent.action, "done": done, "answer": answer[:400]}
    run.write(EntryKind.OUTCOME, body, state=reached, after=run.state)
    if reached is not None:
        run.tell(f"{reached}")


def _verify(run: Run) -> None:
    begun = of_tenant(run.ledger.entries(), run.order.tenant, EntryKind.INTENT)[-1]
    seen = run.driver.look_for_trace(run.order, utc_moment(begun.at))
    body: dict[str, object] = {"trace": seen.trace.value, "detail": seen.detail[:400]}
    if seen.trace is Trace.FOUND:
        run.write(EntryKind.VERIFICATION, body, state=State.VERIFIED, after=State.AUTHORISED)
        run.tell(f"{State.VERIFIED}: {seen.detail}")
        return
    run.write(EntryKind.VERIFICATION, body, after=State.AUTHORISED)
    run.tell(f"The trace of the new authorisation: {seen.trace}. {seen.detail}")
    said = run.statement(seen) if run.driver.takes_statement else None
    if said is None:
        raise SwitchUnfinished(
            f"production is authorised, but that could not be verified ({seen.trace})",
            fix=f"{seen.detail} {_AGAIN}",
        )
    run.write(EntryKind.VERIFICATION, {**body, "statement": said}, state=State.VERIFIED, after=State.AUTHORISED)
    run.tell(f"{State.VERIFIED}, on the operator's signed statement")
