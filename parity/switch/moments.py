"""When each of the switch's two steps began, according to the ledger. Pure."""

from collections.abc import Sequence
from datetime import datetime

from parity.ledger.history import change_into, of_tenant
from parity.ledger.records import Entry, EntryKind, utc_moment
from parity.ledger.states import State
from parity.switch.drivers.interface import Action


def deletion_begun(entries: Sequence[Entry], tenant: str) -> str | None:
    """From when on the tenant may have been without attribution: the intent, not the answer, which can come days
    later. Null where nobody asked for the deletion yet.
    """
    asked = change_into(entries, tenant, State.DELETION_ASKED)
    if asked is None:
        return None
    intents = of_tenant(entries, tenant, EntryKind.INTENT)
    asked_for = [one for one in intents if one.body.get("action") == Action.ASK_DELETION and one.seq < asked.seq]
    return asked_for[-1].at if asked_for else asked.at


def authorisation_begun(entries: Sequence[Entry], tenant: str) -> datetime | None:
    """From when on production may have been authorised; where it was done past parity, since the gate was passed.
    Null where it was not.
    """
    if change_into(entries, tenant, State.AUTHORISED) is None:
        return None
    intents = of_tenant(entries, tenant, EntryKind.INTENT)
    asked_for = [one for one in intents if one.body.get("action") == Action.AUTHORISE_PRODUCTION]
    begun = (asked_for or of_tenant(entries, tenant, EntryKind.GATE))[-1]
    return utc_moment(begun.at)
