"""A field's type in the words of Salesforce's user interface, as in FieldDefinition.DataType."""

from collections.abc import Callable

from parity.simulator.records import Row

#: The words of the user interface: https://help.salesforce.com/s/articleView?id=platform.custom_field_types.htm
_PLAIN_WORDS = {
    "address": "Address",
    "boolean": "Checkbox",
    "date": "Date",
    "datetime": "Date/Time",
    "email": "Email",
    "id": "Lookup()",
    "location": "Geolocation",
    "multipicklist": "Picklist (Multi-Select)",
    "phone": "Phone",
    "picklist": "Picklist",
    "time": "Time",
}
_FORMULA_WORDS = {"boolean": "Checkbox", "currency": "Currency", "date": "Date", "datetime": "Date/Time"}
_NUMBERS = {"currency": "Currency", "double": "Number", "percent": "Percent"}
LONGEST_SHORT_TEXT = 255


def data_type(field: Row) -> str:
    """A field's type in the words of the user interface: `Text(80)`, `Lookup(Account)`, `Formula (Text)`."""
    kind: str = field["type"]
    if field["calculated"]:
        return f"Formula ({_FORMULA_WORDS.get(kind) or _NUMBERS.get(kind, 'Text')})"
    if field["autoNumber"]:
        return "Auto Number"
    if field["compoundFieldName"] == field["name"]:
        return "Name"
    special = _SPECIAL_WORDS.get(kind)
    return special(field) if special else _PLAIN_WORDS.get(kind, kind.title())


def _number(field: Row) -> str:
    return f"{_NUMBERS[field['type']]}({field['precision'] - field['scale']}, {field['scale']})"


def _reference(field: Row) -> str:
    targets = ",".join(one.removesuffix("__c").rpartition("__")[2].replace("_", " ") for one in field["referenceTo"])
    return f"{'Master-Detail' if field['cascadeDelete'] else 'Lookup'}({targets})"


def _text_area(field: Row) -> str:
    if field["extraTypeInfo"] == "richtextarea" or field["htmlFormatted"]:
        return f"Rich Text Area({field['length']})"
    long = field["length"] > LONGEST_SHORT_TEXT
    return f"{'Long Text Area' if long else 'Text Area'}({field['length']})"


def _text(field: Row) -> str:
    word = {"encryptedstring": "Text (Encrypted)", "url": "URL"}.get(field["type"], "Text")
    marks = " (External ID)" if field["externalId"] else ""
    if field["unique"]:
        marks += f" (Unique Case {'Sensitive' if field['caseSensitive'] else 'Insensitive'})"
    return f"{word}({field['length']}){marks}"


_SPECIAL_WORDS: dict[str, Callable[[Row], str]] = {
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(("string", "encryptedstring", "url"), _text),
    "int": lambda field: f"Number({field['digits']}, 0)",
    "reference": _reference,
    "textarea": _text_area,
}
