"""The newest entry of a ledger, as results, approvals and bundles carry it: so a tail cut off later is noticed."""

from msgspec import Struct


class Head(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The newest entry: its number and its hash, which covers the whole chain before it."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"
