"""Both sides of a finding, as rows with production's value and the sandbox's, and the differing part marked."""

import json
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from parity.compare.difference import PRESENCE, Kind
from parity.formats.report_view.marking import MarkedPart, Parts, marked_differences, marked_sets
from parity.formats.spoken import said
from parity.languages.speech import _, grouped
from parity.rules.finding import Finding, Item

LONGEST_VALUE = 2000
_PICKLIST = "picklistValues["
_TEXT = 24


class Members(Struct, frozen=True, gc=False):
    """One side of a set: its members."""

    parts: Parts


class Text(Struct, frozen=True, gc=False):
    """One side of a running text, in pieces."""

    parts: Parts


#: A plain string has no marked part: the whole of it differs, as with numbers.
Side = str | Text | Members


class ItemRow(Struct, frozen=True, gc=False):
    """One thing that differs inside of a finding. `name` is empty where the finding is about nothing smaller."""

    name: str
    production: Side
    sandbox: Side


def rows_of(finding: Finding) -> tuple[ItemRow, ...]:
    """What the finding is about, a row each; values missing from a picklist are one row, because they are one set."""
    items = finding.items
    if finding.kind is Kind.CAUSE or finding.kind is Kind.READINESS:
        return (_row("", *(_told(one) for one in (finding.production, finding.sandbox))),)
    if items and all(_is_value(one) for one in items):
        return (_set_of_values(items),)
    if len(items) > 1:
        return tuple(_row(one.name, one.production, one.sandbox) for one in items)
    if finding.undecided:
        return (ItemRow("", *(_seen(value, finding.attribute) for value in (finding.production, finding.sandbox))),)
    return (_row("" if finding.attribute == PRESENCE else finding.attribute, finding.production, finding.sandbox),)


def _told(value: Any) -> Any:
    """What parity itself says of an org, such as `on`, in the spoken language; what it took from the org as it is."""
    return said(value) if isinstance(value, str) and value else value or _("nothing")


def shown(value: Any, attribute: str = "") -> str:
    """A value of one org as a reader sees it: whole up to a length, with words for nothing."""
    if value is None:
        return _("missing") if attribute in {PRESENCE, ""} or attribute.endswith("]") else _("nothing")
    if isinstance(value, bool):
        return _("true") if value else _("false")
    if isinstance(value, list | tuple):
        text = ", ".join(shown(one, "member") for one in value) or _("nothing")
    elif isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    elif isinstance(value, float) and value.is_integer() and abs(value) >= 1e6:
        text = f"{value:.0f}"
    elif attribute == PRESENCE and isinstance(value, str) and value:
        text = said(value)
    else:
        text = str(value) or _("an empty text")
    return cut(text)


def cut(text: str, longest: int = LONGEST_VALUE) -> str:
    """A text, or its beginning and how much more there is."""
    if len(text) <= longest:
        return text
    kept = max(longest - 60, 0)
    return text[:kept] + _("… ({count} more characters in result.json)").format(count=grouped(len(text) - kept))


def _seen(value: Any, attribute: str) -> str:
    return _("not seen") if value is None else shown(value, attribute)


def _row(name: str, production: Any, sandbox: Any) -> ItemRow:
    if isinstance(production, list | tuple) and isinstance(sandbox, list | tuple):
        sets = marked_sets(*([shown(one, "member") for one in side] for side in (production, sandbox)))
        return ItemRow(name, *(Members(parts) if parts else _("nothing") for parts in sets))
    one, other = shown(production, name or PRESENCE), shown(sandbox, name or PRESENCE)
    if isinstance(production, str) and isinstance(sandbox, str) and min(len(production), len(sandbox)) > _TEXT:
        return ItemRow(name, *(Text(_no_longer(parts)) for parts in marked_differences(production, sandbox)))
    if isinstance(production, list | tuple) or isinstance(sandbox, list | tuple):
        return ItemRow(name, _alone(production, one), _alone(sandbox, other))
    return ItemRow(name, one, other)


def _no_longer(parts: Parts) -> Parts:
    """The parts as far as a value is shown; what differs comes before the cut, because what is alike is short."""
    kept, room = [], LONGEST_VALUE
    for one in parts:
        if room < len(one.text):
            kept.append(MarkedPart(cut(one.text, room), one.differs))
            break
        kept.append(one)
        room -= len(one.text)
    return tuple(kept)


def _alone(value: Any, text: str) -> Side:
    """A set whose other side has none: all of it differs."""
    if not isinstance(value, list | tuple) or not value:
        return text
    return Members(marked_sets([shown(one, "member") for one in value], ())[0])


def _is_value(item: Item) -> bool:
    """Whether an item is a picklist value that one org lacks."""
    return (
        item.name.startswith(_PICKLIST)
        and item.name.endswith("]")
        and (item.production is None) is not (item.sandbox is None)
    )


def _set_of_values(items: Sequence[Item]) -> ItemRow:
    sides = (
        [_value(one, one.production) for one in items if one.production is not None],
        [_value(one, one.sandbox) for one in items if one.sandbox is not None],
    )
    return ItemRow(_("values"), *(Members(parts) if parts else _("missing") for parts in marked_sets(*sides)))


def _value(item: Item, value: Any) -> str:
    """A picklist value by its name, with what is unusual about it."""
    name = item.name.removeprefix(_PICKLIST).removesuffix("]")
    told = value if isinstance(value, dict) else {}
    unusual = [
        *([_("inactive")] if told.get("active") is False else []),
        *([_("the default")] if told.get("defaultValue") is True else []),
        *([_("labelled {label}").format(label=told["label"])] if told.get("label") not in {None, name} else []),
    ]
    return cut(f"{name} ({', '.join(unusual)})" if unusual else name)
