"""Makes a part of a snapshot out of one table of automation: its columns for name, object and state."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from parity.orgs.component_rows import bare_name, object_at
from parity.orgs.question import Question, query
from parity.orgs.rows import Row, text_in
from parity.orgs.signed_in import may_view_setup
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.grants import READ_SETUP
from parity.snapshot.org_setup import Part


class AutomationTable(Struct, frozen=True, kw_only=True):
    """How one table of automation is asked and read.

    `kind` may depend on the row. `name`, `object` and `details` are columns; `object` may be a path over a lookup.
    `active` reads the state from a row, and returns null where the API does not show it. `others` are further columns
    to ask for; `condition` is the WHERE clause, without that word; `counts` says whether a row is one that was asked
    for.
    """

    table: str
    kind: AutomationKind | Callable[[Row], AutomationKind]
    name: str
    object: str
    active: Callable[[Row], bool | None]
    details: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    condition: str = ""
    tooling: bool = False
    counts: Callable[[Row], bool] = lambda _row: True

    def questions(self, so_far: SoFar) -> list[Question]:
        """The one query for the table."""
        columns = so_far.has((*self.others, self.name, self.object, *self.details))
        where = f" WHERE {self.condition}" if self.condition else ""
        return [query(self.table, f"SELECT {', '.join(columns)} FROM {self.table}{where}", tooling=self.tooling)]

    def read(self, so_far: SoFar) -> tuple[Automation, ...] | NotRead:
        """Every row of the answer. An empty table is believed only where the user has View Setup: others may be shown
        no rows.
        """
        answer = so_far.answers[self.table]
        if not answer.has_rows:
            return NotRead(f"{self.table} could not be read ({answer.error})")
        if not answer.records and not may_view_setup(so_far):
            return NotRead(f"{self.table} showed nothing, and nothing proves that this user would be shown any")
        return tuple(self._record(row, so_far) for row in answer.records if self.counts(row))

    def _record(self, row: Row, so_far: SoFar) -> Automation:
        name: Any = bare_name(row, self.name)
        if not isinstance(name, str):
            raise TypeError(self.table)
        return Automation(
            kind=self.kind if isinstance(self.kind, AutomationKind) else self.kind(row),
            object=object_at(row, self.object),
            name=name,
            namespace=text_in(row, "NamespacePrefix") or None,
            active=self.active(row),
            details={column: row.get(column) for column in so_far.has(self.details)},
        )


def automation_part(name: Part, table: AutomationTable, optional_columns: tuple[str, ...] = ()) -> SnapshotPart:
    """The part of a snapshot that one table of automation makes."""
    return SnapshotPart(
        field="automation",
        name=name,
        fix=READ_SETUP,
        questions=table.questions,
        read=table.read,
        optional_columns=optional_columns,
    )
