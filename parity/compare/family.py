"""What a family of comparisons is given and what it returns, and how the families are found."""

from collections.abc import Callable
from functools import cache

from msgspec import Struct

from parity.compare import families
from parity.compare.difference import Difference, Kind
from parity.discover import discover
from parity.snapshot.records import ObjectDescribe, Snapshot


class SnapshotPair(Struct, frozen=True, kw_only=True):
    """Both snapshots, as they were read or collected (that is: in canonical order)."""

    sandbox: Snapshot
    production: Snapshot

    @property
    def in_two_languages(self) -> bool:
        """Whether the two users read different languages, so that labels differ without meaning anything."""
        sandbox, production = self.sandbox.user.language, self.production.user.language
        return sandbox is not None and production is not None and sandbox != production

    @property
    def objects(self) -> tuple[tuple[str, ObjectDescribe, ObjectDescribe], ...]:
        """Each object that both orgs show: its name, the sandbox's describe, production's."""
        sandbox, production = self.sandbox.objects, self.production.objects
        return tuple((name, sandbox[name], production[name]) for name in sorted(set(sandbox) & set(production)))


class Tally(Struct, frozen=True):
    """How many records of one object were compared, and the names of those that are equal."""

    compared: int = 0
    equal: tuple[str, ...] = ()


class Outcome(Struct, frozen=True, kw_only=True):
    """What a family found. `tallies` and `hidden_in_both` are by object."""

    differences: tuple[Difference, ...] = ()
    tallies: dict[str, Tally] = {}
    hidden_in_both: dict[str, tuple[str, ...]] = {}


class Family(Struct, frozen=True, kw_only=True):
    """A thing compared. `tallied`: the kind of records whose number the result tells, null where it tells none."""

    compare: Callable[[SnapshotPair], Outcome]
    tallied: Kind | None = None


@cache
def all_families() -> tuple[Family, ...]:
    """Every family, in the alphabetical order of their files."""
    return tuple(discover(families, "FAMILY", Family).values())
