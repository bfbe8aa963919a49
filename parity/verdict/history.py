"""The records of earlier results, summed up: what a result, and its report, keep of how it came to this."""

from typing import Annotated

from msgspec import Meta, Struct

from parity.snapshot.records import INSTANT
from parity.verdict.decide import VerdictName

DIGEST = r"^sha256:[0-9a-f]{64}$"


class HistoryPoint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One result: when (UTC) it was judged, its verdict, and its counts. Null: not known of that result.

    `new` and `fixed` are against the result before. `digest` identifies result.json; `sandbox` is the org that was the
    sandbox then, which changes with a refresh.
    """

    at: Annotated[str, Meta(pattern=INSTANT)]
    verdict: VerdictName
    digest: Annotated[str, Meta(pattern=DIGEST)]
    sandbox: str | None = None
    blocker: int | None = None
    warning: int | None = None
    info: int | None = None
    waived: int | None = None
    gaps: int | None = None
    new: int | None = None
    fixed: int | None = None


class History(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The results before this one, oldest first, as they were read when it was judged. `new` and `fixed` are this
    result's, against the newest of them. The snapshots do not contain any of it: the digests name the results that do.
    """

    earlier: Annotated[tuple[HistoryPoint, ...], Meta(min_length=1)]
    new: int
    fixed: int
