"""Decides what to do next, from the ledger's state and what the tenant shows. Pure."""

from enum import StrEnum

from msgspec import Struct

from parity.errors import SwitchRefused
from parity.ledger.states import UNDER_WAY, State
from parity.switch.drivers.interface import Action, Instruction, Phase, TenantView

_OTHER_ORG = (
    "parity never takes over another org than the ordered one. Nothing was done. Compare the tenant's page with "
    "parity.yaml, and find out whether this is the right ledger; see docs/switch.md."
)
_BY_HAND = "Somebody changed it by hand, or this is not the right ledger. Nothing was done; see docs/switch.md."


class Act(Struct, frozen=True):
    """Have the driver carry out an action."""

    action: Action


class RecordState(Struct, frozen=True):
    """Write down a state that the tenant has reached. `late`: its effect showed later than it was asked for."""

    state: State
    late: bool = False


class Move(StrEnum):
    """What else there is to do next."""

    WAIT = "wait"
    VERIFY = "verify"
    END = "end"


Step = Act | RecordState | Move


#: The order in which a tenant's connection goes through the switch.
_WAY = (Phase.SANDBOX, Phase.DELETING, Phase.NOT_CONNECTED, Phase.PRODUCTION)


def next_step(state: State, view: TenantView, order: Instruction) -> Step:
    """What to do in a state when the tenant shows this view; raises SwitchRefused where the two contradict each other.

    Where the ordered org is further than the ledger knows, an effect has shown late: it is recorded, one state at a
    time.
    """
    if state is State.PRODUCTION:
        return Move.END
    step = _STEPS.get((state, view.phase))
    if step is None or not order.is_about(view):
        raise SwitchRefused(
            f"the ledger has the tenant in {state}, but the tenant is {view}",
            fix=_way_out(state, view, order),
        )
    return step


#: A tenant past the gate whose sandbox connection is on its way out, or gone.
LATE_DELETION = RecordState(State.DELETION_ASKED, late=True)
_STEPS: dict[tuple[State, Phase], Step] = {
    (State.GATE_PASSED, Phase.SANDBOX): Act(Action.ASK_DELETION),
    (State.GATE_PASSED, Phase.DELETING): LATE_DELETION,
    (State.GATE_PASSED, Phase.NOT_CONNECTED): LATE_DELETION,
    (State.GATE_PASSED, Phase.PRODUCTION): LATE_DELETION,
    (State.DELETION_ASKED, Phase.SANDBOX): Move.WAIT,
    (State.DELETION_ASKED, Phase.DELETING): RecordState(State.DELETING),
    (State.DELETION_ASKED, Phase.NOT_CONNECTED): RecordState(State.DELETED),
    (State.DELETION_ASKED, Phase.PRODUCTION): RecordState(State.DELETED, late=True),
    (State.DELETING, Phase.SANDBOX): Move.WAIT,
    (State.DELETING, Phase.DELETING): Move.WAIT,
    (State.DELETING, Phase.NOT_CONNECTED): RecordState(State.DELETED),
    (State.DELETING, Phase.PRODUCTION): RecordState(State.DELETED, late=True),
    (State.DELETED, Phase.DELETING): Move.WAIT,
    (State.DELETED, Phase.NOT_CONNECTED): Act(Action.AUTHORISE_PRODUCTION),
    (State.DELETED, Phase.PRODUCTION): RecordState(State.AUTHORISED, late=True),
    (State.AUTHORISED, Phase.NOT_CONNECTED): Move.WAIT,
    (State.AUTHORISED, Phase.PRODUCTION): Move.VERIFY,
    (State.VERIFIED, Phase.NOT_CONNECTED): Move.WAIT,
    (State.VERIFIED, Phase.PRODUCTION): RecordState(State.PRODUCTION),
}


def _way_out(state: State, view: TenantView, order: Instruction) -> str:
    if view.phase is Phase.OTHER or not order.is_about(view):
        return _OTHER_ORG
    if state in UNDER_WAY and view.phase in {Phase.SANDBOX, Phase.DELETING}:
        return (
            f"Somebody connected the sandbox again. Delete that connection ({view.org_id}) on the tenant's page, and "
            "run `parity switch` again: it goes on from there."
        )
    return _BY_HAND


_AT_REST = {
    State.NOT_CONNECTED: Phase.NOT_CONNECTED,
    State.SANDBOX: Phase.SANDBOX,
    State.PRODUCTION: Phase.PRODUCTION,
}


def phases_of(state: State) -> frozenset[Phase]:
    """What a tenant in this state may show, effects that show late among it."""
    if state in _AT_REST:
        return frozenset({_AT_REST[state]})
    return frozenset(phase for one, phase in _STEPS if one is state)


def was_done(action: Action, view: TenantView, order: Instruction) -> bool:
    """Whether an action whose outcome is unknown took place, by what the tenant shows now.

    Raises SwitchRefused where the tenant shows another org than the ordered one.
    """
    if not order.is_about(view):
        raise SwitchRefused(
            f"to {action} was begun and its outcome is unknown, but the tenant is {view}",
            fix=_OTHER_ORG,
        )
    return _WAY.index(view.phase) > _WAY.index(action.before)
