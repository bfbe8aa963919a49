"""What Marketo Measure reads and writes in Salesforce, as a typed catalogue.

The table is parity/marketo_measure/fields.csv, taken from Adobe, "How Marketo Measure and Salesforce interact" and
https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce
Adobe's list also names Email, Website and Company on Campaign. Salesforce's Campaign has no such fields; they
are taken for a mistake of that page and left out. `bizible2__Touchpoint_Status_Leade__c` on CampaignMember is Adobe's
own spelling, which is doubtful: no rule rests on that name alone.
"""

import csv
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from msgspec import Struct

from parity.snapshot.names import field_of_contact, whole_field

NAMESPACE = "bizible2"
PREFIX = "bizible2__"
#: The package's own trigger, on CampaignMember.
TRIGGER = "OnCampaignMemberDelete"

TOUCHPOINT = "bizible2__Bizible_Touchpoint__c"
ATTRIBUTION_TOUCHPOINT = "bizible2__Bizible_Attribution_Touchpoint__c"
PERSON = "bizible2__Bizible_Person__c"
PACKAGE_OBJECTS = (ATTRIBUTION_TOUCHPOINT, PERSON, TOUCHPOINT)

#: Objects besides the six that it reads or writes; Task and Event for activity rules.
RELATED_OBJECTS = ("CampaignMember", "Event", "OpportunityContactRole", "Task", *PACKAGE_OBJECTS)

#: Objects besides the six that are compared like them.
COMPARED_OBJECTS = ("CampaignMember", "OpportunityContactRole", *PACKAGE_OBJECTS)

#: Standard objects whose records it saves: its own campaigns, and bizible2__ fields on the others.
SAVED_OBJECTS = ("Account", "Campaign", "CampaignMember", "Case", "Contact", "Lead", "Opportunity")

#: Objects on which something may refuse or alter what it saves: the package's own too, on which a customer may put
#: flows, validation rules and required fields.
AUTOMATED_OBJECTS = (*SAVED_OBJECTS, *PACKAGE_OBJECTS)

#: Objects that must be replicable.
REPLICATED_OBJECTS = ("Account", "Campaign", "CampaignMember", "Contact", "Event", "Lead", "Opportunity", "Task")

#: Objects that it makes records of.
CREATED_OBJECTS = ("Campaign", *PACKAGE_OBJECTS)

#: Enable Buyer Touchpoints on Campaign. Adobe's pages do not name it; public warehouse models of the package do.
ENABLE_TOUCHPOINTS = "bizible2__Bizible_Attribution_SyncType__c"

#: Fields on Lead and Contact that are no longer filled since 14 June 2024.
STALE_FIELDS = frozenset(
    f"bizible2__{name}_{touch}__c"
    for name in ("Ad_Campaign_Name", "Landing_Page", "Touchpoint_Date", "Touchpoint_Source", "Marketing_Channel")
    for touch in ("FT", "LC")
)


class CatalogueField(Struct, frozen=True, kw_only=True):
    """A field that Marketo Measure reads, and whether it writes it."""

    object: str
    name: str
    custom: bool
    written: bool


@cache
def catalogue() -> tuple[CatalogueField, ...]:
    """Every field of Adobe's list, by object and name."""
    text = files("parity.marketo_measure").joinpath("fields.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    found = (
        CatalogueField(
            object=row["object"], name=row["field"], custom=row["kind"] == "custom", written=row["write"] == "yes"
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.object, one.name)))


@cache
def _by_name() -> dict[tuple[str, str], CatalogueField]:
    return {(one.object, one.name): one for one in catalogue()}


def writes(object_name: str, field: str) -> bool:
    """Whether the integration writes the field. API names, letter case as in describe."""
    known = _by_name().get((object_name, field))
    return field.startswith(PREFIX) or (known is not None and known.written)


def uses(object_name: str, field: str) -> bool:
    """Whether the integration reads or writes the field."""
    return field.startswith(PREFIX) or (object_name, field) in _by_name()


def is_in_use(object_name: str, field: str, named: frozenset[str]) -> bool:
    """Whether Marketo Measure uses the field, or the project names it.

    What a person account shows of its contact is the contact's field.
    """
    used = uses(object_name, field) or uses(*field_of_contact(object_name, field))
    return used or is_named(object_name, field, named)


def is_named(object_name: str, field: str, named: frozenset[str]) -> bool:
    """Whether the project names the field (`Object.Field`, in any letter case).

    Who names an address names its street, and who names the street the address; who names a contact's field names
    what person accounts show of it.
    """
    names, wholes = _named(named)
    itself = _key(*field_of_contact(object_name, field))
    return not names.isdisjoint({_key(object_name, field), itself, _key(*whole_field(object_name, field))}) or (
        itself in wholes
    )


@lru_cache(maxsize=8)
def _named(named: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The names, and the whole fields that they are parts of."""
    pairs = [one.partition(".")[::2] for one in named]
    return frozenset(_key(*one) for one in pairs), frozenset(_key(*whole_field(*one)) for one in pairs)


def _key(object_name: str, field: str) -> str:
    return f"{object_name}.{field}".casefold()


def access_fields(named: Iterable[str]) -> tuple[str, ...]:
    """The `Object.Field` names whose permissions are asked for: the catalogue's that can be permitted, and `named` with
    the wholes that these are parts of.
    """
    asked = {f"{one.object}.{one.name}" for one in catalogue() if one.custom or _permitted(one.name)}
    names = set(named)
    wholes = {".".join(whole_field(*one.partition(".")[::2])) for one in names}
    return tuple(sorted({*asked, f"Campaign.{ENABLE_TOUCHPOINTS}", *names, *wholes}))


def _permitted(name: str) -> bool:
    """Whether a standard field can have field permissions: ids and audit fields never have."""
    return name not in {"Id", "CreatedDate", "LastModifiedDate", "IsDeleted"}
