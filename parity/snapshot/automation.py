"""The records of automation: what runs, or refuses, when a record is saved, besides Apex triggers.

The files in parity/orgs/parts/, one for each kind, say which columns are read and what these cannot show (a rule's
formula, whether a workflow rule is active).
"""

from enum import StrEnum

from msgspec import Struct

from parity.snapshot.org_setup import Part


class AutomationKind(StrEnum):
    """The kinds of automation, in the words of Setup."""

    VALIDATION_RULE = "validation rule"
    FLOW = "record-triggered flow"
    PROCESS = "process of Process Builder"
    WORKFLOW_RULE = "workflow rule"
    DUPLICATE_RULE = "duplicate rule"
    APPROVAL_PROCESS = "approval process"
    ASSIGNMENT_RULE = "assignment rule"

    @property
    def part(self) -> Part:
        """The part of a snapshot that holds it."""
        return _PART_OF[self]


_PART_OF = {
    AutomationKind.VALIDATION_RULE: Part.VALIDATION_RULES,
    AutomationKind.FLOW: Part.FLOWS,
    AutomationKind.PROCESS: Part.FLOWS,
    AutomationKind.WORKFLOW_RULE: Part.WORKFLOW_RULES,
    AutomationKind.DUPLICATE_RULE: Part.DUPLICATE_RULES,
    AutomationKind.APPROVAL_PROCESS: Part.APPROVAL_PROCESSES,
    AutomationKind.ASSIGNMENT_RULE: Part.ASSIGNMENT_RULES,
}


#: In the place of the object where the org tells none: what is on it may run whenever any record is saved.
OBJECT_NOT_TOLD = "?"


class Automation(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One piece of automation on one object.

    `object` is OBJECT_NOT_TOLD for a process whose contents were not read, and `active` null for a workflow rule whose
    contents were not read. `details` are the columns that change how it behaves, under Salesforce's own names.
    """

    kind: AutomationKind
    object: str
    name: str
    namespace: str | None = None
    active: bool | None = None
    details: dict[str, str | int | bool | None] = {}

    @property
    def full_name(self) -> str:
        """`namespace__Name`, or the bare name of one that came with no package."""
        return f"{self.namespace}__{self.name}" if self.namespace else self.name
