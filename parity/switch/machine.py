"""The switch, state by state: pure decisions, and a runner that writes down what it is about to do before it does it.

A run may end at any point, by Ctrl+C or kill -9. The next one asks the tenant what is true, settles what was
left open, and goes on from there.
"""

from enum import StrEnum

from msgspec import Struct

from parity.errors import SwitchRefused, SwitchUnfinished
from parity.integrity.canonical import canonical_bytes, digest
from parity.ledger.history import Intent, of_tenant, open_intent
from parity.ledger.records import Draft, EntryKind, utc_moment
from parity.ledger.states import State, may_follow
from parity.snapshot.ids import full_id
from parity.switch.context import SwitchContext
from parity.switch.drivers.interface import Action, Driver, Instruction, Phase, TenantView, Trace

_DONE_BY = {Action.ASK_DELETION: State.DELETION_ASKED, Action.AUTHORISE_PRODUCTION: State.AUTHORISED}
_BY_HAND = "Somebody changed it by hand, or this is not the right ledger. Nothing was done; see docs/switch.md."
_AGAIN = "Run `parity switch` again: it looks at the tenant first, and goes on from there."


class Act(Struct, frozen=True):
    """Have the driver do something."""

    action: Action


class RecordState(Struct, frozen=True):
    """Write down a state that the tenant has reached."""

    state: State


class Move(StrEnum):
    """What else there is to do next."""

    WAIT = "wait"
    VERIFY = "verify"
    END = "end"


Step = Act | RecordState | Move


def next_step(state: State, view: TenantView, order: Instruction) -> Step:
    """What to do in a state when the tenant shows this view; raises SwitchRefused where the two contradict."""
    if state is State.PRODUCTION:
        return Move.END
    step = _STEPS.get((state, view.phase))
    if step is None or not order.is_about(view):
        raise SwitchRefused(
            f"the ledger has the tenant in {state}, but the tenant is {view}",
            fix=_BY_HAND,
        )
    return step


_STEPS: dict[tuple[State, Phase], Step] = {
    (State.GATE_PASSED, Phase.SANDBOX): Act(Action.ASK_DELETION),
    (State.DELETION_ASKED, Phase.SANDBOX): Move.WAIT,
    (State.DELETION_ASKED, Phase.DELETING): RecordState(State.DELETING),
    (State.DELETION_ASKED, Phase.NOT_CONNECTED): RecordState(State.DELETED),
    (State.DELETING, Phase.DELETING): Move.WAIT,
    (State.DELETING, Phase.NOT_CONNECTED): RecordState(State.DELETED),
    (State.DELETED, Phase.NOT_CONNECTED): Act(Action.AUTHORISE_PRODUCTION),
    (State.AUTHORISED, Phase.PRODUCTION): Move.VERIFY,
    (State.VERIFIED, Phase.PRODUCTION): RecordState(State.PRODUCTION),
}


_AT_REST = {
    State.NOT_CONNECTED: Phase.NOT_CONNECTED,
    State.SANDBOX: Phase.SANDBOX,
    State.PRODUCTION: Phase.PRODUCTION,
}


def phases_of(state: State) -> frozenset[Phase]:
    """What a tenant in this state may show.

    An action whose outcome nobody wrote down yet may be done already, so what it leads to is among them.
    """
    if state in _AT_REST:
        return frozenset({_AT_REST[state]})
    steps = {phase: step for (one, phase), step in _STEPS.items() if one is state}
    done = (step.action.after for step in steps.values() if isinstance(step, Act))
    return frozenset(steps).union(*done)


def was_done(action: Action, view: TenantView, order: Instruction) -> bool:
    """Whether an action whose outcome is unknown took place, by what the tenant shows now.

    Raises SwitchRefused where the view fits neither.
    """
    if view.phase not in {action.before, *action.after} or not order.is_about(view):
        raise SwitchRefused(
            f"to {action} was begun and its outcome is unknown, but the tenant is {view}",
            fix=_BY_HAND,
        )
    return view.phase in action.after


def write(
    context: SwitchContext,
    kind: EntryKind,
    body: dict[str, object],
    *,
    after: State | None,
    state: State | None = None,
) -> int:
    """One entry to the ledger; its number.

    `after` is the state on which the writer decided. Raises SwitchRefused where it is no longer the tenant's, and for
    a `state` that may not follow it.
    """
    if state is not None and not may_follow(after, state):
        raise SwitchRefused(f"{state} cannot follow {after or 'an unknown state'}")
    draft = Draft(kind=kind, tenant=context.tenant, body=body, state=state, after=after)
    return context.ledger.append(draft, context.operator).content.seq


def instruction(context: SwitchContext, action: Action = Action.AUTHORISE_PRODUCTION) -> Instruction:
    """What the driver is told for an action.

    Its key is the same in every run for the same action, so that a driver can tell a repetition.
    """
    tenant = context.project.tenant
    production = full_id(str(tenant.production_org))
    return Instruction(
        tenant=tenant.name,
        sandbox_org=full_id(str(tenant.sandbox_org)),
        production_org=production,
        key=digest(canonical_bytes([tenant.name, production, action.value]))[7:39],
    )


def settle(context: SwitchContext, driver: Driver) -> None:
    """Find out what became of an action that was begun and whose outcome nobody wrote down."""
    intent = open_intent(context.ledger.entries(), context.tenant)
    if intent is None:
        return
    action = Action(intent.action)
    view = driver.observe()
    done = was_done(action, view, instruction(context, action))
    context.output.say(f"An earlier run was to {action}; the tenant is {view}: it {'was' if done else 'was not'} done.")
    _write_outcome(context, intent, done=done, answer=f"settled afterwards: {view}")


def go_on(context: SwitchContext, driver: Driver) -> State:
    """Carry the switch on to its end. Raises SwitchUnfinished where it must wait for the tenant."""
    waited = 0.0
    while True:
        state = context.state
        if state is None or state in {State.NOT_CONNECTED, State.SANDBOX}:
            raise SwitchRefused(f"the switch cannot go on from {state or 'an unknown state'}")
        if state is State.PRODUCTION:
            return state
        step = next_step(state, driver.observe(), instruction(context))
        if isinstance(step, Act):
            _act(context, driver, state, step.action)
        elif isinstance(step, RecordState):
            write(context, EntryKind.STATE, {}, after=state, state=step.state)
            context.output.say(f"{step.state}")
        elif step is Move.VERIFY:
            _verify(context, driver)
        elif step is Move.WAIT:
            waited = _wait(context, driver, state, waited)


def _wait(context: SwitchContext, driver: Driver, state: State, waited: float) -> float:
    if waited + driver.poll_seconds > driver.wait_seconds:
        raise SwitchUnfinished(f"the tenant is still in {state}", fix=f"It can take up to 3 days. {_AGAIN}")
    context.sleep(driver.poll_seconds)
    return waited + driver.poll_seconds


def _act(context: SwitchContext, driver: Driver, state: State, action: Action) -> None:
    order = instruction(context, action)
    seq = write(context, EntryKind.INTENT, {"action": action.value, "key": order.key}, after=state)
    answer = driver.ask_deletion(order) if action is Action.ASK_DELETION else driver.authorise_production(order)
    _write_outcome(context, Intent(seq=seq, action=action.value, key=order.key), done=True, answer=answer)


def _write_outcome(context: SwitchContext, intent: Intent, *, done: bool, answer: str) -> None:
    reached = _DONE_BY[Action(intent.action)] if done else None
    body: dict[str, object] = {"intent": intent.seq, "action": intent.action, "done": done, "answer": answer[:400]}
    write(context, EntryKind.OUTCOME, body, after=context.state, state=reached)
    if reached is not None:
        context.output.say(f"{reached}")


def _verify(context: SwitchContext, driver: Driver) -> None:
    begun = of_tenant(context.ledger.entries(), context.tenant, EntryKind.INTENT)[-1]
    seen = driver.look_for_trace(instruction(context, Action.AUTHORISE_PRODUCTION), utc_moment(begun.at))
    body: dict[str, object] = {"trace": seen.trace.value, "detail": seen.detail[:400]}
    if seen.trace is Trace.FOUND:
        write(context, EntryKind.VERIFICATION, body, after=State.AUTHORISED, state=State.VERIFIED)
        context.output.say(f"{State.VERIFIED}: {seen.detail}")
        return
    write(context, EntryKind.VERIFICATION, body, after=State.AUTHORISED)
    context.output.say(f"The trace of the new authorisation: {seen.trace}. {seen.detail}")
    said = context.statement(seen) if driver.takes_statement else None
    if said is None:
        raise SwitchUnfinished(
            f"production is authorised, but that could not be verified ({seen.trace})",
            fix=f"{seen.detail} {_AGAIN}",
        )
    signed = {**body, "statement": said}
    write(context, EntryKind.VERIFICATION, signed, after=State.AUTHORISED, state=State.VERIFIED)
    context.output.say(f"{State.VERIFIED}, on the operator's signed statement")
