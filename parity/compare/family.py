"""What each family of comparisons receives and returns, and how the families are found."""

from collections.abc import Callable
from functools import cache, cached_property

from msgspec import Struct

from parity.compare import families
from parity.compare.difference import Difference, Kind
from parity.compare.org_bound import Tokens, same_but_for_org, tokens_of
from parity.discover import discover
from parity.marketo_measure.catalogue import COMPARED_OBJECTS
from parity.snapshot.records import ObjectDescribe, Snapshot


class SnapshotPair(Struct, frozen=True, kw_only=True, dict=True):
    """Both snapshots, as they were read or collected (that is: in canonical order)."""

    sandbox: Snapshot
    production: Snapshot

    @property
    def in_two_languages(self) -> bool:
        """Whether the two users read different languages, so that labels differ without meaning anything."""
        sandbox, production = self.sandbox.user.language, self.production.user.language
        return sandbox is not None and production is not None and sandbox != production

    @cached_property
    def tokens(self) -> Tokens:
        """What puts tokens in the place of what belongs to either org."""
        return tokens_of(self.sandbox, self.production)

    def differ_only_by_org(self, sandbox: object, production: object) -> bool:
        """Whether two values differ in nothing but ids, hosts and names that belong to their orgs."""
        return same_but_for_org(sandbox, production, self.tokens)

    @property
    def objects(self) -> tuple[tuple[str, ObjectDescribe, ObjectDescribe], ...]:
        """Each compared object that both orgs show: its name, the sandbox's describe, production's."""
        sandbox, production = _compared(self.sandbox), _compared(self.production)
        return tuple((name, sandbox[name], production[name]) for name in sorted(set(sandbox) & set(production)))


def _compared(snapshot: Snapshot) -> dict[str, ObjectDescribe]:
    """The six objects, those that hang on them, and Marketo Measure's own."""
    further = {name: one for name, one in snapshot.related.items() if name in COMPARED_OBJECTS}
    return {**snapshot.objects, **further}


class Tally(Struct, frozen=True):
    """How many records of one object were compared, which are equal, and which properties only one side has."""

    compared: int = 0
    equal: tuple[str, ...] = ()
    untold: frozenset[str] = frozenset()


class FamilyResult(Struct, frozen=True, kw_only=True):
    """What a family found. `tallies` and `hidden_in_both` are by object."""

    differences: tuple[Difference, ...] = ()
    tallies: dict[str, Tally] = {}
    hidden_in_both: dict[str, tuple[str, ...]] = {}
    untold: frozenset[str] = frozenset()


class Family(Struct, frozen=True, kw_only=True):
    """A thing compared. `tallied` is the kind of records that the result counts, null where it counts none.

    `explained` says, for docs/what-is-compared.md, what is compared and by which key.
    """

    compare: Callable[[SnapshotPair], FamilyResult]
    explained: str
    tallied: Kind | None = None


@cache
def all_families() -> tuple[Family, ...]:
    """Every family, in the alphabetical order of their files."""
    return tuple(discover(families, "FAMILY", Family).values())
