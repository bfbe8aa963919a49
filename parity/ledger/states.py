"""The states of a tenant and the only ways between them. Pure.

Documented order: https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/salesforce-sandbox-to-production-migration
"""

from enum import StrEnum


class State(StrEnum):
    """Where a tenant is. The five between SANDBOX and PRODUCTION are the sub-states of SWITCHING."""

    NOT_CONNECTED = "NOT CONNECTED"
    SANDBOX = "SANDBOX"
    GATE_PASSED = "SWITCHING: gate passed"
    DELETION_ASKED = "SWITCHING: deletion asked"
    DELETING = "SWITCHING: deletion in progress"
    DELETED = "SWITCHING: sandbox connection deleted"
    AUTHORISED = "SWITCHING: production authorised"
    VERIFIED = "SWITCHING: verified"
    PRODUCTION = "PRODUCTION"


#: Nothing leads away from PRODUCTION, and nothing leads back to SANDBOX.
NEXT = {
    State.NOT_CONNECTED: frozenset({State.SANDBOX}),
    State.SANDBOX: frozenset({State.GATE_PASSED}),
    State.GATE_PASSED: frozenset({State.GATE_PASSED, State.DELETION_ASKED}),
    State.DELETION_ASKED: frozenset({State.DELETING, State.DELETED}),
    State.DELETING: frozenset({State.DELETED}),
    State.DELETED: frozenset({State.AUTHORISED}),
    State.AUTHORISED: frozenset({State.VERIFIED}),
    State.VERIFIED: frozenset({State.PRODUCTION}),
    State.PRODUCTION: frozenset[State](),
}

#: The gate must hold in full before the switch may start from here.
MAY_START = frozenset({State.SANDBOX, State.GATE_PASSED})
#: The sandbox connection is on its way out: the only way is forward.
UNDER_WAY = frozenset({State.DELETION_ASKED, State.DELETING, State.DELETED, State.AUTHORISED, State.VERIFIED})

#: Production is connected: what is to be done there afterwards can be done.
AUTHORISED = frozenset({State.AUTHORISED, State.VERIFIED, State.PRODUCTION})


def may_follow(state: State | None, following: State) -> bool:
    """Whether one state may follow another; null is a tenant that the ledger does not know yet."""
    if state is None:
        return following in {State.NOT_CONNECTED, State.SANDBOX}
    return following in NEXT[state]
