"""Checks the history that a result keeps against what the ledger has of the earlier results."""

from collections.abc import Sequence

from parity.integrity.counted import counted
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry, EntryKind
from parity.verdict.history import History, HistoryPoint

_COUNTS = ("blocker", "warning", "info", "waived", "gaps")


def history_against_ledger(history: History, entries: Sequence[Entry], tenant: str) -> tuple[bool, str]:
    """Whether nothing in the ledger contradicts the history, and in words how much of it the ledger confirms.

    A history may contain results that no ledger recorded: only their own files can confirm those.
    """
    known = {str(one.body.get("digest")): one.body for one in of_tenant(entries, tenant, EntryKind.RESULT)}
    named = [one for one in history.earlier if one.digest in known]
    for one in named:
        said = known[one.digest]
        if not _agrees(one, str(said.get("verdict")), said.get("counts") or {}):
            return False, f"the ledger says otherwise of {one.digest}: {said.get('verdict')}"
    of = counted(len(history.earlier), "earlier result")
    return True, f"{len(named)} of its {of} in the ledger, and as it has them"


def _agrees(one: HistoryPoint, verdict: str, counts: dict[str, int]) -> bool:
    return one.verdict.value == verdict and all(
        getattr(one, name) in {None, counts.get(name, getattr(one, name))} for name in _COUNTS
    )
