"""What an API name reveals about a component.

Custom fields end in `__c`; a contact's custom field shows on person accounts as `__pc`; the parts of a custom compound
field (a geolocation's latitude, say) end in `__s`:
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/custom_fields.htm
"""

import re

_CUSTOM_SUFFIXES = ("__c", "__pc", "__s")
_ADDRESS = re.compile(
    r"(?P<whole>Billing|Shipping|Mailing|Other|)"
    r"(Street|City|State|StateCode|PostalCode|Country|CountryCode|Latitude|Longitude|GeocodeAccuracy)",
    re.IGNORECASE,
)
_CUSTOM_PART = re.compile(
    r"(?P<whole>\w+)__(Street|City|StateCode|PostalCode|CountryCode|Latitude|Longitude|GeocodeAccuracy)__s",
    re.IGNORECASE,
)
_NAME_PARTS = frozenset({"salutation", "firstname", "middlename", "lastname", "suffix"})
_PEOPLE = frozenset({"account", "contact", "lead"})
_OF_THE_ACCOUNT = frozenset({"personcontactid", "personindividualid", "personactioncadenceid"})
_ACTIVITIES = frozenset({"task", "event"})
_EVENT = re.compile(r"(?P<name>\w+?)(?P<custom>__)?ChangeEvent", re.IGNORECASE)


def is_custom(name: str) -> bool:
    """Whether an API name is that of a custom field, a person account's, or a part of a custom compound field."""
    return name.casefold().endswith(_CUSTOM_SUFFIXES)


def namespace_of(name: str) -> str | None:
    """The namespace in a component's API name: `ns__Field__c`, `ns__Trigger`; null where it has none."""
    bare = name
    for suffix in _CUSTOM_SUFFIXES:
        bare = bare.removesuffix(suffix)
    namespace, mark, _ = bare.partition("__")
    return namespace if mark and namespace else None


def whole_field(object_name: str, field: str) -> tuple[str, str]:
    """The object and the field that hold this one's definition: the whole of an address, a name or a geolocation, the
    contact's field behind one of a person account, the activity's behind one of a task; else itself."""
    if object_name.casefold() in _ACTIVITIES and field.casefold().endswith("__c"):
        return "Activity", field
    owner, name = field_of_contact(object_name, field)
    has_parts = owner.casefold() in _PEOPLE
    if has_parts and name.casefold() in _NAME_PARTS:
        return owner, "Name"
    address = _ADDRESS.fullmatch(name) if has_parts else None
    part = _CUSTOM_PART.fullmatch(name)
    if address or part:
        return owner, f"{address['whole']}Address" if address else f"{part['whole'] if part else ''}__c"
    return owner, name


def field_of_contact(object_name: str, field: str) -> tuple[str, str]:
    """A field of Account that a Person Account takes from its contact, as the contact's; any other as it is."""
    name = field.casefold()
    if object_name.casefold() != "account":
        return object_name, field
    if name.endswith("__pc"):
        return "Contact", f"{field[:-4]}__c"
    if name in _NAME_PARTS:
        return "Contact", field
    if name.startswith("person") and name not in _OF_THE_ACCOUNT and "__" not in name:
        return "Contact", field[len("person") :]
    return object_name, field


def object_of_event(name: str) -> str | None:
    """The object of a change event's name: `LeadChangeEvent`, `ns__Thing__ChangeEvent`; null for any other name.

    https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_object_support.htm
    """
    found = _EVENT.fullmatch(name)
    return None if found is None else f"{found['name']}{'__c' if found['custom'] else ''}"
