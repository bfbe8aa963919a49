"""One record a finding: what differs, which rule says so, how much it matters."""

import hashlib
from enum import StrEnum
from typing import Any

from msgspec import Struct

from parity.compare.difference import Kind
from parity.integrity.canonical import canonical_bytes


class Severity(StrEnum):
    """How much a finding matters before the switch, worst first."""

    BLOCKER = "blocker"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst: findings sorted by rank come worst first."""
        return tuple(Severity).index(self)


def worst(*severities: Severity) -> Severity:
    """The severity that matters most."""
    return min(severities, key=lambda one: one.rank)


def mildest(*severities: Severity) -> Severity:
    """The severity that matters least."""
    return max(severities, key=lambda one: one.rank)


class Finding(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that differs. `sandbox` and `production` are what each org has; null where it has nothing.

    `fingerprint` stays the same for the same difference, whatever the order, the org ids or the day.
    `undecided`: what was read does not tell whether this is drift, so the verdict cannot be GO. `cause` is the
    fingerprint of the finding that explains this one: it is folded under that, and counted there.
    """

    rule: str
    severity: Severity
    kind: Kind
    object: str
    component: str
    attribute: str
    sandbox: Any
    production: Any
    message: str
    fix: str
    fingerprint: str
    undecided: bool = False
    cause: str | None = None


class Certainty(StrEnum):
    """Whether evidence proves a cause, or only a name suggests it."""

    PROVEN = "proven"
    LIKELY = "likely"


class Cause(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one cause explains. `fingerprint` is that of the cause's own finding, `proof` the evidence in a sentence,
    `explains` the fingerprints of the findings folded under it."""

    fingerprint: str
    rule: str
    certainty: Certainty
    proof: str
    explains: tuple[str, ...]


def cause_fingerprint(finding: Finding, explains: tuple[str, ...]) -> str:
    """The fingerprint of a cause's finding. It changes with what is explained: a waiver accepts no more than that."""
    return fingerprint(
        finding.rule, finding.object, finding.component, finding.sandbox, finding.production, sorted(explains)
    )


def fingerprint(*content: Any) -> str:
    """Sixteen hexadecimal digits that name a difference: rule, object, component, attribute and both values."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()[:16]
