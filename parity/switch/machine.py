"""The switch, state by state: what is about to be done is written to the ledger before it is done.

A run may end at any point, by Ctrl+C or kill -9. The next one asks the tenant what is true, settles what was left open,
and goes on from there.
"""

from parity.errors import SwitchRefused, SwitchUnfinished
from parity.integrity.canonical import canonical_bytes, digest
from parity.ledger.history import Intent, of_tenant, open_intent
from parity.ledger.records import Draft, EntryKind
from parity.ledger.states import State, may_follow
from parity.snapshot.ids import full_id, same_org
from parity.switch.context import SwitchContext
from parity.switch.drivers.interface import Action, Driver, Instruction, Phase, TenantView, Trace
from parity.switch.moments import authorisation_begun
from parity.switch.steps import LATE_DELETION, Act, Move, RecordState, next_step, was_done

_DONE_BY = {Action.ASK_DELETION: State.DELETION_ASKED, Action.AUTHORISE_PRODUCTION: State.AUTHORISED}
_AGAIN = "Run `parity switch` again: it looks at the tenant first, and goes on from there."


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
    """The instruction that a driver gets for an action.

    Its key is the same in every run for the same action, so that a driver can recognise a repetition.
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
    """Find out what became of actions whose outcome is not in the ledger.

    An effect that shows late is recorded before the gate is asked: the gate would wait for ever for a sandbox that is
    gone.
    """
    intent = open_intent(context.ledger.entries(), context.tenant)
    if intent is not None:
        _settle_intent(context, driver, intent)
    elif context.state is State.GATE_PASSED and _is_as_ordered(context):
        view = driver.observe()
        if instruction(context).is_about(view) and view.phase is not Phase.SANDBOX:
            _record(context, State.GATE_PASSED, LATE_DELETION, view)


def _is_as_ordered(context: SwitchContext) -> bool:
    """Whether parity.yaml names the orgs with which the gate was passed."""
    gate = of_tenant(context.ledger.entries(), context.tenant, EntryKind.GATE)[-1].body
    order = instruction(context)
    return same_org(str(gate.get("sandbox_org")), order.sandbox_org) and same_org(
        str(gate.get("production_org")), order.production_org
    )


def _settle_intent(context: SwitchContext, driver: Driver, intent: Intent) -> None:
    action = Action(intent.action)
    view = driver.observe()
    done = was_done(action, view, instruction(context, action))
    context.output.info(
        f"An earlier run was to {action}; the tenant is {view}: it {'was' if done else 'was not'} done."
    )
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
        view = driver.observe()
        step = next_step(state, view, instruction(context))
        if isinstance(step, Act):
            _act(context, driver, state, step.action)
        elif isinstance(step, RecordState):
            _record(context, state, step, view)
        elif step is Move.VERIFY:
            _verify(context, driver)
        elif step is Move.WAIT:
            waited = _wait(context, driver, state, view, waited)


def _record(context: SwitchContext, state: State, step: RecordState, view: TenantView) -> None:
    """Write a state down with what was seen; where it shows late, with who asked for it."""
    body: dict[str, object] = {"seen": str(view)}
    if view.evidence is not None:
        body["evidence"] = view.evidence
    if step.late:
        body |= {"settled": "late", "asked": _who_asked(context, step.state)}
    write(context, EntryKind.STATE, body, after=state, state=step.state)
    context.output.info(f"{step.state}{f' (settled late: the tenant is {view})' if step.late else ''}")


def _who_asked(context: SwitchContext, state: State) -> str:
    by = Action.AUTHORISE_PRODUCTION if state is State.AUTHORISED else Action.ASK_DELETION
    intents = of_tenant(context.ledger.entries(), context.tenant, EntryKind.INTENT)
    asked = [one for one in intents if one.body["action"] == by]
    return f"entry {asked[-1].seq} by {asked[-1].actor}" if asked else "nobody by this ledger: it was done past parity"


def _wait(context: SwitchContext, driver: Driver, state: State, view: TenantView, waited: float) -> float:
    if waited + driver.poll_seconds > driver.wait_seconds:
        raise SwitchUnfinished(
            f"the tenant is still in {state}, and is {view}",
            fix=f"{_by_hand(view, instruction(context))} {_AGAIN}",
        )
    if not waited:
        context.output.info(
            f"Waiting: the tenant is {view}. Looking again every {driver.poll_seconds:g} s, for at most "
            f"{driver.wait_seconds:g} s; Ctrl+C loses nothing."
        )
    context.sleep(driver.poll_seconds)
    return waited + driver.poll_seconds


def _by_hand(view: TenantView, order: Instruction) -> str:
    """What a person does where a tenant does not come on by itself: parity asks for nothing twice."""
    if view.phase is Phase.DELETING:
        return "It can take up to 3 days."
    if view.phase is Phase.SANDBOX:
        return (
            "If the tenant's page still shows the sandbox connection as if nothing had been asked, delete it there "
            f"({order.sandbox_org})."
        )
    return f"If the tenant's page shows no connection, connect production there ({order.production_org})."


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
        context.output.info(f"{reached}")


def _verify(context: SwitchContext, driver: Driver) -> None:
    begun = authorisation_begun(context.ledger.entries(), context.tenant)
    assert begun is not None  # noqa: S101 (the state is AUTHORISED)
    seen = driver.look_for_trace(instruction(context, Action.AUTHORISE_PRODUCTION), begun)
    body: dict[str, object] = {"trace": seen.trace.value, "detail": seen.detail[:400]}
    if seen.trace is Trace.FOUND:
        write(context, EntryKind.VERIFICATION, body, after=State.AUTHORISED, state=State.VERIFIED)
        context.output.info(f"{State.VERIFIED}: {seen.detail}")
        return
    write(context, EntryKind.VERIFICATION, body, after=State.AUTHORISED)
    context.output.info(f"The trace of the new authorisation: {seen.trace}. {seen.detail}")
    said = context.statement(seen) if driver.takes_statement else None
    if said is None:
        raise SwitchUnfinished(
            f"production is authorised, but that could not be verified ({seen.trace})",
            fix=f"{seen.detail} {_AGAIN}",
        )
    signed = {**body, "statement": said}
    write(context, EntryKind.VERIFICATION, signed, after=State.AUTHORISED, state=State.VERIFIED)
    context.output.info(f"{State.VERIFIED}, on the operator's signed statement")
