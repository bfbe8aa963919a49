"""What people do around the switch, item by item.

Before it, because nobody documents that in-app settings survive the deletion, and because no org shows everything on
which Authorize can fail. After it, as Adobe's migration page lists:
https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/salesforce-sandbox-to-production-migration
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from parity.config.project import ME, Project
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry, EntryContent, EntryKind, utc_moment
from parity.marketo_measure.authorize import Check, Standing
from parity.snapshot.ids import full_id
from parity.switch.items import ITEMS, QUESTIONS, ChecklistItem


class ItemStatus(StrEnum):
    """How far an item is."""

    PROVEN = "proven by the orgs"
    RECORDED = "recorded"
    OPEN = "open"


class ItemState(Struct, frozen=True, kw_only=True):
    """An item, its status, and why: who recorded it, what proves it, or what is left open."""

    item: ChecklistItem
    state: ItemStatus
    why: str


def item_named(item_id: str) -> ChecklistItem | None:
    """The item of that id."""
    return next((one for one in ITEMS if one.id == item_id), None)


def recorded(entries: Sequence[Entry], tenant: str) -> dict[str, EntryContent]:
    """The newest record of each item that has one."""
    return {str(one.body.get("item")): one for one in of_tenant(entries, tenant, EntryKind.CHECKLIST)}


def record_of(
    item: ChecklistItem, note: str, attachments: Sequence[Mapping[str, object]], whom: Mapping[str, str | None]
) -> dict[str, object]:
    """What the ledger keeps of an item; of a question also about whom and which org it was answered."""
    body: dict[str, object] = {"item": item.id, "note": note, "attachments": list(attachments)}
    return {**body, "about": dict(whom)} if item.is_question else body


def about(project: Project, me: str | None) -> dict[str, str | None]:
    """The production org and the integration user for which an answer holds. `me`: the username of whoever signs in
    where parity.yaml says `me`, so that an answer never holds for the next who does; null where nobody knows it."""
    org, named = project.tenant.production_org, project.orgs.production.integration_user
    return {
        "production_org": None if org is None else full_id(org),
        "integration_user": (me or named) if named == ME else named,
    }


def last_user(entries: Sequence[Entry], tenant: str) -> str | None:
    """The username of production's integration user in the newest result of the ledger; null where none has one."""
    results = of_tenant(entries, tenant, EntryKind.RESULT)
    told = results[-1].body.get("integration_user") if results else None
    return None if told is None else str(told)


def last_checks(entries: Sequence[Entry], tenant: str) -> dict[str, Check]:
    """What the newest result in the ledger says of Authorize, by id of the question; empty where it says nothing."""
    results = of_tenant(entries, tenant, EntryKind.RESULT)
    told = results[-1].body.get("authorize") if results else None
    return {
        str(item): Check(id=str(item), standing=Standing(one["standing"]), why=str(one["why"]))
        for item, one in (told or {}).items()
    }


def states(
    entries: Sequence[Entry],
    tenant: str,
    checks: Mapping[str, Check],
    whom: Mapping[str, str | None] | None,
    now: datetime,
) -> tuple[ItemState, ...]:
    """Every item with its state, at a moment (UTC). `checks` are what the orgs say of Authorize, by id; `whom` an
    answer must be `about`, whoever it is where that is null."""
    done = recorded(entries, tenant)
    return tuple(_state(item, done.get(item.id), checks.get(item.id), whom, now) for item in ITEMS)


def _state(
    item: ChecklistItem,
    done: EntryContent | None,
    check: Check | None,
    whom: Mapping[str, str | None] | None,
    now: datetime,
) -> ItemState:
    if check is not None and check.standing is Standing.PROVEN:
        return ItemState(item=item, state=ItemStatus.PROVEN, why=check.why)
    why = "" if check is None else check.why
    if done is None:
        return ItemState(item=item, state=ItemStatus.OPEN, why=why)
    stale = _why_stale(item, done, whom, now)
    if stale is not None:
        return ItemState(item=item, state=ItemStatus.OPEN, why=stale)
    return ItemState(item=item, state=ItemStatus.RECORDED, why=f"{done.at} by {done.actor}")


def _why_stale(
    item: ChecklistItem, done: EntryContent, whom: Mapping[str, str | None] | None, now: datetime
) -> str | None:
    """Why an answer holds no longer; null where it does."""
    if not item.is_question:
        return None
    if whom is not None and done.body.get("about") != whom:
        return f"answered {done.at} of another integration user or production org: answer it again"
    if item.holds_for is not None and now - utc_moment(done.at) > item.holds_for:
        days = item.holds_for.days
        return f"answered {done.at}, and an answer holds for {days} {'day' if days == 1 else 'days'}: answer it again"
    return None


def still_open(entries: Sequence[Entry], tenant: str, *, before: bool) -> tuple[ChecklistItem, ...]:
    """The settings, or the work after the switch, that nobody has recorded yet."""
    done = recorded(entries, tenant)
    return tuple(one for one in ITEMS if one.before is before and not one.is_question and one.id not in done)


def questions(found: Sequence[ItemState]) -> tuple[ItemState, ...]:
    """The questions among the items, in their order."""
    asked = {one.id for one in QUESTIONS}
    return tuple(one for one in found if one.item.id in asked)
