"""Waivers written into the text of a file of settings: what stands there stays as it stands, comments and all.

The new text is the old with pieces put in: nothing is formatted anew. Places come from the YAML parser itself.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

import yaml
from msgspec import Struct

from parity.config.policy import Waiver
from parity.errors import ConfigError

_LONGEST_LINE = 110
_BY_HAND = "Write the list `waivers:` on lines of its own there. Nothing was written."
#: What YAML takes in no file, or takes for the end of a line.
_UNSEEN = re.compile(r"[\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_Pairs = list[tuple[str, Any]]


class _Piece(Struct, frozen=True):
    """A text that takes the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def with_waivers(text: str, where: str, path: Sequence[str], waivers: Sequence[Waiver]) -> str:
    """The text of a file with these waivers in the list at `path`, such as `policy.waivers`.

    Each names its finding by rule, object and component, and by its fingerprint, by which the file may list it already.
    An entry about the same finding gets the new values in its place, and keeps its comments; the others follow the last
    entry. `where` names the file in messages. Raises ConfigError where there is no place for the list, or where the new
    text would not say what the old one says plus these waivers.
    """
    windows = 0 < text.count("\n") == text.count("\r\n")
    old = text.replace("\r\n", "\n") if windows else text
    new = old
    for waiver in waivers:
        new = _with_one(new, where, path, waiver)
    if not _says_both(old, new, path, waivers):
        raise ConfigError("the waivers cannot be put into this file as it is written", where=where, fix=_BY_HAND)
    return new.replace("\n", "\r\n") if windows else new


def _says_both(old: str, new: str, path: Sequence[str], waivers: Sequence[Waiver]) -> bool:
    """Whether the new text, read again, has all that the old one has, and the waivers."""
    try:
        before, after = yaml.safe_load(old), yaml.safe_load(new)
    except yaml.YAMLError:
        return False
    had, has = _taken_out(before, path), _taken_out(after, path)
    others = [number for number, entry in enumerate(had) if has[number : number + 1] != [entry]]
    wanted = [dict(_pairs(waiver)) for waiver in waivers]
    found = [any(_holds(entry, one) for entry in has) for one in wanted]
    return before == after and all(found) and len(others) <= len(waivers) and len(has) <= len(had) + len(waivers)


def _taken_out(data: Any, path: Sequence[str]) -> list[Any]:
    """The list at the path, which is taken out of the data, as are mappings that held nothing else."""
    *outer, last = path
    holders = [data]
    for key in outer:
        holders.append(holders[-1].get(key) or {})
    taken = holders[-1].pop(last, None) or []
    for holder, key, inner in zip(holders[:-1], outer, holders[1:], strict=True):
        if not inner:
            holder.pop(key, None)
    return list(taken)


def _holds(entry: Any, wanted: dict[str, Any]) -> bool:
    """Whether an entry says what was wanted, however it names its finding."""
    names = {"rule", "object", "component"} if "fingerprint" in entry else set()
    return all(entry.get(key) == value for key, value in wanted.items() if key not in names)


def _with_one(text: str, where: str, path: Sequence[str], waiver: Waiver) -> str:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    for depth, key in enumerate(path):
        if not isinstance(node, yaml.MappingNode):
            raise ConfigError("this is no mapping of settings", where=where, fix=_BY_HAND)
        found = _value(node, key)
        if found is None:
            return mark + _add_keys(text, node, path[depth:], waiver)
        if found.tag == "tag:yaml.org,2002:null" or (isinstance(found, yaml.SequenceNode) and not found.value):
            if "#" in text[found.start_mark.index : found.end_mark.index]:
                raise ConfigError(f"a comment stands between the brackets of `{key}`", where=where, fix=_BY_HAND)
            return mark + _fill(text, node, found, path[depth:], waiver)
        node = found
    if not isinstance(node, yaml.SequenceNode):
        raise ConfigError(f"{'.'.join(path)} is no list", where=where, fix=_BY_HAND)
    return mark + _into_list(text, node, waiver)


def _value(mapping: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in mapping.value if name.value == key), None)


def _add_keys(text: str, mapping: yaml.MappingNode, keys: Sequence[str], waiver: Waiver) -> str:
    """The list is not there yet, nor perhaps the mapping that holds it: both come last."""
    if mapping.flow_style:
        comma = ", " if mapping.value else ""
        end = mapping.end_mark.index - 1
        return _put(text, _Piece(end, end, f"{comma}{_flow_keys(keys, waiver)}"))
    return _after(text, _end_of(text, mapping), 0, _block_keys(keys, mapping.start_mark.column, waiver))


def _fill(text: str, mapping: yaml.MappingNode, found: yaml.Node, keys: Sequence[str], waiver: Waiver) -> str:
    """The list, or the mapping that holds it, is there and empty: null, or brackets with nothing in them."""
    start, end = found.start_mark.index, found.end_mark.index
    if mapping.flow_style:
        value = f"[{_flow(_pairs(waiver))}]" if len(keys) == 1 else f"{{{_flow_keys(keys[1:], waiver)}}}"
        return _put(text, _Piece(start, end, f"{'' if text[:start].endswith(' ') else ' '}{value}"))
    column = mapping.value[0][0].start_mark.column + 2
    lines = _entry(waiver, column) if len(keys) == 1 else _block_keys(keys[1:], column, waiver)
    before = text[:start].rstrip(" ")
    return _after(before + text[end:], len(before), 0, lines)


def _into_list(text: str, found: yaml.SequenceNode, waiver: Waiver) -> str:
    for node in found.value:
        if isinstance(node, yaml.MappingNode) and _is_about(node, waiver):
            return _renewed(text, node, waiver)
    if found.flow_style:
        end = found.value[-1].end_mark.index
        return _put(text, _Piece(end, end, f", {_flow(_pairs(waiver))}"))
    column = found.start_mark.column
    return _after(text, _end_of(text, found), column + 1, _entry(waiver, column))


def _is_about(node: yaml.MappingNode, waiver: Waiver) -> bool:
    """Whether an entry is about what the waiver is about, by whichever way it names it."""
    stated = {name.value: value.value for name, value in node.value if isinstance(value, yaml.ScalarNode)}
    if waiver.gap is not None or "gap" in stated:
        return (stated.get("gap"), stated.get("object")) == (waiver.gap, waiver.object)
    if stated.get("fingerprint"):
        return bool(stated["fingerprint"] == waiver.fingerprint)
    names = tuple(stated.get(key, "") for key in ("rule", "object", "component"))
    return names == (waiver.rule, waiver.object, waiver.component)


def _renewed(text: str, node: yaml.MappingNode, waiver: Waiver) -> str:
    """The entry with the waiver's values in the place of its own, where they differ."""
    pieces, missing = [], []
    for key, value in _pairs(waiver):
        found = _value(node, key)
        if found is None:
            missing.append((key, value))
        elif yaml.safe_load(yaml.serialize(found)) not in (value, str(value)):
            pieces.append(_Piece(found.start_mark.index, _end_of(text, found), _flow_value(value)))
    if _value(node, "fingerprint") is not None:
        missing = [(key, value) for key, value in missing if key not in {"rule", "object", "component"}]
    end = _end_of(text, node)
    if node.flow_style:
        more = "".join(f", {key}: {_flow_value(value)}" for key, value in missing)
        return _put(text, *pieces, _Piece(end - 1, end - 1, more))
    lines = "".join(f"{' ' * node.start_mark.column}{key}: {_flow_value(value)}\n" for key, value in missing)
    done = _put(text, *pieces)
    return _after(done, end + len(done) - len(text), 0, lines) if lines else done


def _end_of(text: str, node: yaml.Node) -> int:
    """Where the last thing in a node ends: the parser's own mark of a block stands after the comments below it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of(text, last[1] if isinstance(last, tuple) else last)
    return len(text[: node.end_mark.index].rstrip("\r\n ")) if node.end_mark.index else 0


def _after(text: str, end: int, column: int, lines: str) -> str:
    """The lines after the line on which `end` stands, and after comments below it from that column on, if any."""
    place = _next_line(text, end)
    while column:
        line = text[place:].partition("\n")[0]
        if not line.strip().startswith("#") or len(line) - len(line.lstrip(" ")) < column:
            break
        place = _next_line(text, place)
    before = text[:place]
    if before and not before.endswith("\n"):
        before += "\n"
    return before + lines + text[place:]


def _next_line(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _put(text: str, *pieces: _Piece) -> str:
    for one in sorted(pieces, key=lambda piece: piece.start, reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def _pairs(waiver: Waiver) -> _Pairs:
    """What an entry says, in the order in which it is written."""
    if waiver.gap is not None:
        about: _Pairs = [("gap", waiver.gap), ("object", waiver.object), ("fields", list(waiver.fields))]
    else:
        names = [("rule", waiver.rule), ("object", waiver.object), ("component", waiver.component)]
        about = [one for one in names if one[1]]
        about += [("seen", waiver.seen), ("items", list(waiver.items))]
    who = [("by", waiver.by), ("reason", waiver.reason), ("ticket", waiver.ticket)]
    return [*about, *(one for one in who if one[1]), ("expires", waiver.expires)]


def _block_keys(keys: Sequence[str], column: int, waiver: Waiver) -> str:
    lines = "".join(f"{' ' * (column + 2 * depth)}{key}:\n" for depth, key in enumerate(keys))
    return lines + _entry(waiver, column + 2 * len(keys))


def _flow_keys(keys: Sequence[str], waiver: Waiver) -> str:
    first, *rest = keys
    return f"{first}: {{{_flow_keys(rest, waiver)}}}" if rest else f"{first}: [{_flow(_pairs(waiver))}]"


def _entry(waiver: Waiver, column: int) -> str:
    """An entry of a list on lines of its own, its dash at the column."""
    lines = []
    for key, value in _pairs(waiver):
        line = f"{key}: {_flow_value(value)}"
        if isinstance(value, list) and len(line) + column > _LONGEST_LINE:
            lines += [f"{key}:", *(f"  - {_flow_value(one)}" for one in value)]
        else:
            lines.append(line)
    return "".join(f"{' ' * column}{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _flow(pairs: _Pairs) -> str:
    return f"{{{', '.join(f'{key}: {_flow_value(value)}' for key, value in pairs)}}}"


def _flow_value(value: Any) -> str:
    """A value on one line, in quotation marks where YAML would read something else."""
    if isinstance(value, list):
        return f"[{', '.join(map(_flow_value, value))}]"
    if not isinstance(value, str):
        return str(value)
    try:
        plain = yaml.safe_load(f"[{value}]") == [value] and yaml.safe_load(f"a: {value}") == {"a": value}
    except (yaml.YAMLError, ValueError):
        plain = False
    return value if plain else _UNSEEN.sub(_escape, json.dumps(value, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
