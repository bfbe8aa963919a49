"""One record a finding: what differs, which rule says so, how much it matters."""

import hashlib
from enum import StrEnum
from typing import Any

from msgspec import Struct

from parity.canonical import canonical_bytes


class Severity(StrEnum):
    """How much a finding matters before the switch, worst first."""

    BLOCKER = "blocker"
    WARNING = "warning"
    INFO = "info"


class Finding(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that differs. `sandbox` and `production` are what each org has; null where it has nothing.

    `fingerprint` stays the same for the same difference, whatever the order, the org ids or the day.
    `undecided`: what was read does not tell whether this is drift, so the verdict cannot be GO.
    """

    rule: str
    severity: Severity
    kind: str
    object: str
    component: str
    attribute: str
    sandbox: Any
    production: Any
    message: str
    fix: str
    fingerprint: str
    undecided: bool = False


def fingerprint(*content: Any) -> str:
    """Sixteen hexadecimal digits that name a difference: rule, object, component, attribute and both values."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()[:16]
