"""The record of a finding: what differs, which rule says so, and how much it matters."""

import hashlib
from collections.abc import Iterable
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
        return _RANKS[self.value]


_RANKS = {one.value: rank for rank, one in enumerate(Severity)}


def worst(*severities: Severity) -> Severity:
    """The severity that matters most."""
    return min(severities, key=lambda one: one.rank)


def mildest(*severities: Severity) -> Severity:
    """The severity that matters least."""
    return max(severities, key=lambda one: one.rank)


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of the things inside a finding: a property, a picklist value, a name of a list, with what each org has."""

    name: str
    sandbox: Any
    production: Any


class Finding(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One decision: what one rule says of one component. `sandbox` and `production` are what each org has, by item
    where there are several; null where it has nothing.

    `items` are the parts of the component that it is about, empty where it is about the whole. `seen` is the digest of
    production's side. `fingerprint` identifies rule, component and `seen`: it does not depend on the order, the org
    ids, the day or the sandbox, and changes when production does. `undecided`: what was read does not show whether this
    is drift, so the verdict cannot be GO. `cause` is the fingerprint of the finding that explains this one, and under
    which it is folded and counted. `rule_severity` is the severity by the rules alone, where the policy changed it.
    """

    rule: str
    severity: Severity
    kind: Kind
    object: str
    component: str
    attribute: str
    sandbox: Any
    production: Any
    items: tuple[Item, ...]
    seen: str
    message: str
    fix: str
    fingerprint: str
    undecided: bool = False
    cause: str | None = None
    rule_severity: Severity | None = None

    @property
    def by_rule(self) -> Severity:
        """The severity by the rules alone, whatever the policy made of it."""
        return self.rule_severity or self.severity


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


def seen_digest(production: Any) -> str:
    """Sixteen hexadecimal digits over what production has: what a waiver of a finding pins."""
    return hashlib.sha256(canonical_bytes(production)).hexdigest()[:16]


def fingerprint(rule: str, object_name: str, component: str, seen: str) -> str:
    """Sixteen hexadecimal digits that name a finding."""
    return hashlib.sha256(canonical_bytes([rule, object_name, component, seen])).hexdigest()[:16]


def items_of(names: Iterable[str], *, sandbox: Any = None, production: Any = None) -> tuple[Item, ...]:
    """Names as items that all have the same two sides."""
    return tuple(Item(name=name, sandbox=sandbox, production=production) for name in sorted(set(names)))
