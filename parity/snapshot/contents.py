"""The records of what automation and fields hold: formulas, criteria, elements, filters, and the Apex behind triggers.

Read as rows within `api.depth_calls`; what is beyond it is counted and nothing more. docs/contents.md.
"""

from enum import StrEnum
from typing import Any, Self

from msgspec import Struct, structs

from parity.snapshot.metadata_form import in_one_order

#: Rows in one call, and how many of these may be queries.
MOST_A_CALL, _MOST_QUERIES = 25, 5


class ContentKind(StrEnum):
    """What a content is of; automation in the words of AutomationKind.

    `FIELD` is a roll-up summary or a lookup filter, `HIDDEN_FIELD` the whole of a field that the user is not shown,
    `RECORD_TYPE` its business process, and by picklist the values that it offers and the default one.
    """

    FLOW = "record-triggered flow"
    PROCESS = "process of Process Builder"
    VALIDATION_RULE = "validation rule"
    WORKFLOW_RULE = "workflow rule"
    APPROVAL_PROCESS = "approval process"
    FIELD = "field"
    HIDDEN_FIELD = "hidden field"
    RECORD_TYPE = "record type"

    @property
    def plural(self) -> str:
        """Several of them, for a count."""
        irregular = {
            ContentKind.PROCESS: "processes of Process Builder",
            ContentKind.APPROVAL_PROCESS: "approval processes",
        }
        return irregular.get(self, f"{self.value}s")


class Content(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one component holds: its Metadata, without what differs between any two orgs.

    `name` includes the namespace; `values` have Salesforce's own keys (Metadata API guide), without unset ones.
    """

    kind: ContentKind
    object: str
    name: str
    values: dict[str, Any]

    @property
    def component(self) -> str:
        """As findings name it: a field by its name, automation by its kind too."""
        bare = {ContentKind.FIELD, ContentKind.HIDDEN_FIELD, ContentKind.RECORD_TYPE}
        return self.name if self.kind in bare else f"{self.kind} {self.name}"

    def in_order(self) -> Self:
        """Lists whose order means nothing in one order."""
        return structs.replace(self, values=in_one_order(self.values))


class ApexClass(Struct, frozen=True, forbid_unknown_fields=True, rename="pascal", kw_only=True):
    """One Apex class that came with no package, as its row describes it. Its source is never read."""

    name: str
    status: str
    api_version: float | None = None
    body_crc: float | None = None
    length_without_comments: int | None = None


class TriggerSource(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What the source of an active trigger that came with no package says: which classes of its org it names.

    `code` is the digest of the source without comments and white space, `lines` that of its lines, comments and all,
    left out in snapshots of before. The source itself is not kept.
    """

    trigger: str
    code: str
    classes: tuple[str, ...]
    lines: str | None = None

    def in_order(self) -> Self:
        """Classes by name."""
        return structs.replace(self, classes=tuple(sorted(set(self.classes))))


class Contents(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All contents that were read of an org, with `calls` of the `depth` calls that were allowed.

    `left_out` counts, by kind, what was not asked for because the calls were spent; `not_shown` what Salesforce shows
    to nobody (flows of packages). `classes` and `sources` are null where they were not read.
    """

    depth: int
    calls: int
    read: tuple[Content, ...] = ()
    left_out: dict[ContentKind, int] = {}
    not_shown: dict[ContentKind, int] = {}
    classes: tuple[ApexClass, ...] | None = None
    sources: tuple[TriggerSource, ...] | None = None

    def depth_for_all(self, rows_a_call: int = MOST_A_CALL) -> int:
        """How many calls are enough for what was left out too. Of standard fields a call reads five, not 25."""
        fields = self.left_out.get(ContentKind.FIELD, 0)
        rows = sum(self.left_out.values()) - fields
        return self.depth - (-rows // rows_a_call) - (-fields // min(rows_a_call, _MOST_QUERIES))

    def in_order(self) -> Self:
        """Everything by kind, object and name."""
        read = sorted((one.in_order() for one in self.read), key=lambda one: (one.kind, one.object, one.name))
        classes = None if self.classes is None else tuple(sorted(self.classes, key=lambda one: one.name))
        sources = self.sources
        if sources is not None:
            sources = tuple(sorted((one.in_order() for one in sources), key=lambda one: one.trigger))
        return structs.replace(
            self,
            read=tuple(read),
            left_out=dict(sorted(self.left_out.items())),
            not_shown=dict(sorted(self.not_shown.items())),
            classes=classes,
            sources=sources,
        )
