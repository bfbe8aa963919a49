"""What a part of a snapshot declares, and what it may look at. Each file in parity/orgs/parts/ is one part.

A new part is a file there with `PART = SnapshotPart(...)`; a record and a field of `Snapshot` in parity/snapshot/ (a
record whose lists have an order of their own has `in_order`); and a test in tests/orgs/parts/. docs/architecture.md has
the whole list.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from msgspec import Struct

from parity.config.collect_options import CollectOptions
from parity.orgs.question import Answer, Question
from parity.snapshot.org_setup import Part, Unread
from parity.snapshot.records import Gap, Role


class Turn(IntEnum):
    """When a part's questions are asked. What the first call has room for is asked in this order, then by file name."""

    #: Which org, and who: nothing more is spent on the wrong org.
    IDENTITY = 1
    #: What the questions of the last turn are worded with.
    BASIS = 2
    USUAL = 3
    LAST = 4


class SoFar(Struct, frozen=True, kw_only=True):
    """What is known of an org while it is being read: whose eyes, what matters, and the answers by question.

    `lacking` are the optional columns, of all parts, that this org answered it has not. `into_files`: somebody else
    asks, before anything is known of the org.
    """

    role: Role
    org_id: str | None = None
    user_id: str | None = None
    username: str | None = None
    instance_url: str = ""
    sign_in: str = ""
    options: CollectOptions = CollectOptions()
    answers: Mapping[str, Answer] = {}
    lacking: frozenset[str] = frozenset()
    into_files: bool = False

    def has(self, columns: Sequence[str]) -> tuple[str, ...]:
        """The columns without those that this org lacks."""
        return tuple(one for one in columns if one not in self.lacking)


class NotRead(Struct, frozen=True):
    """Why a part could not be read. `fix` where another thing helps than the part's own."""

    reason: str
    fix: str | None = None


class Partly(Struct, frozen=True, kw_only=True):
    """A value, and what of it could not be read or understood."""

    value: Any
    gaps: tuple[Gap, ...] = ()
    unread: tuple[Unread, ...] = ()


class SnapshotPart(Struct, frozen=True, kw_only=True):
    """A part of a snapshot: what it asks, which answers it reads, and which field of the snapshot it fills.

    `field` is the attribute of `Snapshot`; tuples of several parts with one field are joined. `questions` returns what
    to ask an org with this role; a part that asks nothing is not read there. Parts may ask the same question (one
    name): it is sent once. `again` returns what to ask, one by one, after the first answers. `read` returns the value,
    `NotRead`, or `Partly`. `optional_columns` are those that not every org has: a preference, feature, licence or API
    version brings them. `name` and `fix` say to a person what was not read, and what to grant; a part without a name
    reports gaps instead.
    """

    field: str
    questions: Callable[[SoFar], Sequence[Question]]
    read: Callable[[SoFar], Any]
    name: Part | None = None
    fix: str = ""
    turn: Turn = Turn.USUAL
    again: Callable[[SoFar], Sequence[Question]] = lambda _so_far: ()
    optional_columns: tuple[str, ...] = ()


#: What to do where an org failed to answer, which proves nothing of what the user may read.
RUN_AGAIN = "Run it again: the org failed to answer this. Where it stays so, ask Salesforce support about the error."
#: What goes wrong in reading an answer that is not of the documented shape.
_NOT_AS_DOCUMENTED = (AttributeError, KeyError, TypeError, ValueError)
_NOT_UNDERSTOOD = NotRead(
    "the answer is not as Salesforce documents it",
    "Collect again; where it stays so, report it with the API version.",
)


def read_part(part: SnapshotPart, so_far: SoFar) -> Partly:
    """What a part makes of the answers. Raises CouldNotLook where there can be no snapshot without it."""
    if part.name is None:
        found = part.read(so_far)
        return found if isinstance(found, Partly) else Partly(value=found)
    try:
        found = part.read(so_far)
    except _NOT_AS_DOCUMENTED:
        found = _NOT_UNDERSTOOD
    if isinstance(found, NotRead):
        fix = found.fix or (RUN_AGAIN if _failed(part, so_far) else part.fix)
        why = Unread(part=part.name, reason=found.reason, fix=fix)
        return Partly(value=None, unread=(why,))
    return found if isinstance(found, Partly) else Partly(value=found)


def _failed(part: SnapshotPart, so_far: SoFar) -> bool:
    """Whether an answer that the part reads is neither good nor a refusal."""
    answers = (so_far.answers.get(one.name) for one in part.questions(so_far))
    return any(not (one.is_good or one.is_refusal) for one in answers if one is not None)
