"""What a condition of the gate declares."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from parity.switch.gate.evidence import Evidence


class UnderWay(StrEnum):
    """What a condition is for a tenant whose sandbox connection is on its way out: forward is the only way there, so
    little may hold it.
    """

    NOT_ASKED = ""
    SHOWN = "shown"
    HOLDS_IF_PROVEN = "holds where it is proven not to be so"
    HOLDS = "holds"


Check = Callable[[Evidence], str]


class Condition(Struct, frozen=True, kw_only=True):
    """A name, what it demands, and its check: returns why it holds, raises Fails or CannotTell.

    `explained` says for docs/switch.md when it is met. `under_way`: what it is for a tenant whose sandbox connection
    is on its way out.
    """

    name: str
    title: str
    explained: str
    check: Check
    under_way: UnderWay = UnderWay.NOT_ASKED
