"""What people do around the switch, item by item: before it, because nobody documents that in-app settings survive
the deletion; after it, as Adobe's migration page lists.

https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/salesforce-sandbox-to-production-migration
"""

from collections.abc import Sequence

from msgspec import Struct

from parity.ledger.history import of_tenant
from parity.ledger.records import Content, Entry, EntryKind


class Item(Struct, frozen=True, kw_only=True):
    """One thing to do. `before`: before the switch, else after it."""

    id: str
    before: bool
    title: str


ITEMS = (
    Item(id="channels", before=True, title="Settings > Channels: online and offline channel rules recorded"),
    Item(id="campaign-sync-rules", before=True, title="Settings > Campaigns: campaign sync rules recorded"),
    Item(id="stage-mapping", before=True, title="Settings > Stage Mapping: stages and their order recorded"),
    Item(id="segments", before=True, title="Settings > Segments: segment rules recorded"),
    Item(id="suppression-rules", before=True, title="Settings > Touchpoints: suppression and removal rules recorded"),
    Item(id="page-layouts", before=False, title="Marketo Measure sections and buttons on the page layouts"),
    Item(id="permission-sets", before=False, title="Marketo Measure permission sets assigned"),
    Item(id="report-sharing", before=False, title="The Marketo Measure report folders shared"),
    Item(id="report-types", before=False, title="Unneeded Marketo Measure report types hidden"),
    Item(
        id="revenue-workflow", before=False, title="The workflow for a custom revenue amount active, where one is used"
    ),
)


def item_named(item_id: str) -> Item | None:
    """The item of that id."""
    return next((one for one in ITEMS if one.id == item_id), None)


def recorded(entries: Sequence[Entry], tenant: str) -> dict[str, Content]:
    """The newest record of each item that has one."""
    return {str(one.body.get("item")): one for one in of_tenant(entries, tenant, EntryKind.CHECKLIST)}


def still_open(entries: Sequence[Entry], tenant: str, *, before: bool) -> tuple[Item, ...]:
    """The items that nobody has recorded yet."""
    done = recorded(entries, tenant)
    return tuple(one for one in ITEMS if one.before is before and one.id not in done)
