"""Writes the Metadata API's XML from plain values.

Elements are in the order in which Salesforce itself retrieves them: the name first, the rest by name; repeated ones
next to each other (else "Element X is duplicated at this location"). Unset values are left out, never written empty.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

_SPACE = "http://soap.sforce.com/2006/04/metadata"
_LINKS = "urls"
#: As Salesforce writes it.
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


class Unwritable(ValueError):
    """A component cannot be written without changing what it is; the text says why."""


def pruned(value: Any, *, empty_texts: bool = False) -> Any:
    """The value without what is not set: nulls, empty lists, the links that Tooling adds, and `empty_texts` or not."""
    if isinstance(value, Mapping):
        kept = {key: pruned(one, empty_texts=empty_texts) for key, one in value.items() if key != _LINKS}
        return {key: one for key, one in kept.items() if not _is_unset(one, empty_texts)}
    if isinstance(value, list | tuple):
        found = [pruned(one, empty_texts=empty_texts) for one in value]
        return [one for one in found if not _is_unset(one, empty_texts)]
    return value


def _is_unset(value: Any, empty_texts: bool) -> bool:
    if isinstance(value, str):
        return not value and not empty_texts
    return value is None or (isinstance(value, Mapping | list) and not value)


def document(root: str, elements: Mapping[str, Any], first: Iterable[str] = ("fullName",)) -> bytes:
    """A file with one component. Raises Unwritable for a text that no XML may hold."""
    top = etree.Element(root, nsmap={None: _SPACE})
    _fill(top, elements, tuple(first))
    etree.indent(top, "    ")
    return _HEAD + etree.tostring(top, encoding="UTF-8") + b"\n"


def _fill(parent: etree._Element, elements: Mapping[str, Any], first: tuple[str, ...]) -> None:
    rank = {name: place for place, name in enumerate(first)}
    for name in sorted(elements, key=lambda one: (rank.get(one, len(rank)), one)):
        values = elements[name]
        for value in values if isinstance(values, list | tuple) else (values,):
            child = etree.SubElement(parent, name)
            if isinstance(value, Mapping):
                _fill(child, value, first)
            else:
                child.text = _text(value, name)


def _text(value: Any, name: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    text = str(value)
    try:
        etree.Element("a").text = text
    except (ValueError, UnicodeEncodeError):
        raise Unwritable(f"its {name} holds a character that no XML file may hold") from None
    return text
