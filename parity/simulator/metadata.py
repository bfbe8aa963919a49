"""Metadata as the Tooling API returns it: every key of its type, unset ones as null, lists as [], at every level."""

from functools import cache
from typing import Any

from msgspec import Struct

from parity.simulator.definition import read_definition
from parity.simulator.records import Row

_NAMES_OF_VALUES = frozenset({"CustomValue", "StandardValue"})


class Key(Struct, frozen=True, kw_only=True):
    """A key of a type: whether it is a list, one that is null where it is empty, the type inside of it, the API
    version that brought it.
    """

    name: str
    is_list: bool
    is_null_where_empty: bool = False
    holds: str | None
    since: float


@cache
def metadata_types() -> dict[str, tuple[Key, ...]]:
    """By name: the keys of a type, in Salesforce's order."""
    read = read_definition("metadata.yaml")
    more = read["recorded"]
    return {
        name: _keys(name, f"{text} {more.get(name, '')}")
        for part in ("reference", "inside")
        for name, text in read[part].items()
    }


def _keys(kind: str, text: str) -> tuple[Key, ...]:
    named = [Key(name="valueName", is_list=False, holds=None, since=0.0)] if kind in _NAMES_OF_VALUES else []
    return (*(_key(word) for word in text.split()), *named)


def _key(word: str) -> Key:
    word, _, since = word.partition("@")
    name, _, holds = word.partition(":")
    return Key(
        name=name.rstrip("*?"),
        is_list="*" in name,
        is_null_where_empty=name.endswith("?"),
        holds=holds or None,
        since=float(since or 0),
    )


@cache
def _with_urls() -> frozenset[str]:
    return frozenset(read_definition("metadata.yaml")["url"])


def whole(kind: str, given: Row, version: str) -> Row:
    """All keys that a type has in an API version; raises ValueError for a key that it never has."""
    keys = metadata_types()[kind]
    unknown = given.keys() - {one.name for one in keys}
    if unknown:
        raise ValueError(f"{kind} has no {', '.join(sorted(unknown))}")
    found = {one.name: _value(one, given.get(one.name), version) for one in keys if one.since <= float(version)}
    return {**found, "urls": None} if kind in _with_urls() else found


def _value(key: Key, value: Any, version: str) -> Any:
    if key.is_list:
        given = value or (None if key.is_null_where_empty else [])
        if given is None:
            return None
        return [whole(key.holds, one, version) for one in given] if key.holds else given
    return whole(key.holds, value, version) if key.holds and value is not None else value


def altered(made: Row, changes: Row | None) -> Row:
    """What a scenario file says of a component over what follows from the org: its keys, mappings key by key."""
    found = dict(made)
    for key, value in (changes or {}).items():
        before = found.get(key)
        found[key] = altered(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return found
