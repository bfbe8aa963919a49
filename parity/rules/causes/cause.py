"""The records of a cause: what can make many differences at once, and which findings one such case explains."""

from collections.abc import Callable, Iterable
from functools import cached_property

from msgspec import Struct

from parity.compare.difference import PRESENCE
from parity.rules.finding import Finding, Item, Severity
from parity.rules.sources import Source
from parity.snapshot.records import Field, Role, Snapshot


class OrgPair:
    """Both snapshots, with their fields by name: the evidence that causes rest on."""

    def __init__(self, sandbox: Snapshot, production: Snapshot) -> None:
        self.snapshots = {Role.SANDBOX: sandbox, Role.PRODUCTION: production}

    @cached_property
    def _fields(self) -> dict[Role, dict[str, dict[str, Field]]]:
        return {
            role: {name: {field.name: field for field in one.fields} for name, one in snapshot.objects.items()}
            for role, snapshot in self.snapshots.items()
        }

    def field(self, role: Role, object_name: str, field: str) -> Field | None:
        """A field as the org of that role shows it."""
        return self._fields[role].get(object_name, {}).get(field)

    def has(self, role: Role, object_name: str, field: str) -> bool:
        """Whether the org of that role shows the field."""
        return self.field(role, object_name, field) is not None

    def lacks(self, role: Role, object_name: str, field: str) -> bool:
        """Whether it is proven that the org of that role has no such field, hidden or not."""
        described = self.snapshots[role].objects.get(object_name)
        if described is None or self.has(role, object_name, field) or described.defined_fields is None:
            return False
        return field.casefold() not in {one.casefold() for one in described.defined_fields}


class Explanation(Struct, frozen=True, kw_only=True):
    """One case of a cause. `proven` false: only a name suggests it, so it reads "likely". `fields` fill the texts."""

    component: str
    sandbox: str | None
    production: str | None
    proof: str
    explained: tuple[Finding, ...]
    object: str = ""
    proven: bool = True


class CauseRule(Struct, frozen=True, kw_only=True):
    """A cause that parity knows. Causes are asked in the order of `order`; each sees what is unexplained still.

    A case has the severity of the worst finding that it explains, raised to `at_least`, and, where it is proven,
    lowered to `at_most`. `message` and `fix` may use {component}, {object}, {sandbox}, {production}, {number}.
    `guards`: what it finds guards the switch itself, so that no policy lowers it.
    """

    id: str
    title: str
    message: str
    why: str
    fix: str
    source: Source
    explain: Callable[[OrgPair, tuple[Finding, ...]], Iterable[Explanation]]
    order: int
    at_least: Severity = Severity.INFO
    at_most: Severity = Severity.BLOCKER
    undecided: bool = False
    guards: bool = False


def only_in(finding: Finding) -> Role | None:
    """The only org that has what the finding is about; null where both have it, or where it is not decided."""
    if finding.attribute != PRESENCE or finding.undecided:
        return None
    if finding.sandbox is None:
        return Role.PRODUCTION
    return Role.SANDBOX if finding.production is None else None


def value_in(of: Finding | Item, role: Role) -> object:
    """The value in the org of that role."""
    return of.sandbox if role is Role.SANDBOX else of.production
