"""Pieces of evidence that a condition has something to say of."""

from datetime import date, timedelta
from typing import Any

from parity.ledger.records import EntryKind
from parity.ledger.states import State
from parity.rules.finding import Severity
from parity.switch.drivers.interface import Phase, TenantView
from parity.switch.gate.evidence import LedgerSeen
from parity.verdict.waivers import AppliedWaiver, WaiverStatus
from tests.switch.gate.whole_evidence import (
    NOW,
    TENANT,
    edited,
    files,
    ledger,
)
from tests.waivers import lowering


def in_state(state: State) -> LedgerSeen:
    return ledger((EntryKind.OUTCOME, {}, state))


def shows(phase: Phase, org: str | None) -> TenantView:
    return TenantView(tenant=TENANT, phase=phase, org_id=org)


def several_problems(number: int) -> LedgerSeen:
    return LedgerSeen(entries=ledger().entries, problems=tuple(f"entry {one}" for one in range(number)))


def waived(*days: int) -> Any:
    """A result with a waiver that ended that many days ago, each by another person."""
    waivers = tuple(
        AppliedWaiver(
            fingerprint=f"{number:016d}",
            items=(),
            exceeded=(),
            by=f"Person {number}",
            reason="known",
            expires=NOW.date() - timedelta(days=day),
            status=WaiverStatus.APPLIED,
        )
        for number, day in enumerate(days)
    )
    return files(edited(waivers=waivers), again=edited(waivers=waivers))


def lowered(*days: date | None) -> Any:
    """A result with severities of the policy that end on these days; null: one that raises, which never ends."""
    severities = tuple(
        lowering(
            rule="field-type-changed",
            raise_to=Severity.BLOCKER if day is None else None,
            lower_to=None if day is None else Severity.INFO,
            expires=day,
        )
        for day in days
    )
    return files(edited(severities=severities), again=edited(severities=severities))
