"""Why bytes are not the JSON that was expected, in words: the libraries that read it speak of types and of `$.a[3]`."""

import re

from parity.integrity.printable import printable

_LONGEST_SHOWN = 60
_CUT_OFF = "it is cut off: it ends in the middle of an object, a list or a text"
_BROKEN = re.compile(r"JSON is malformed: (?P<why>.+) \(byte (?P<byte>\d+)\)", re.DOTALL)
_AT = re.compile(r" - at (?P<key>`key` in )?`\$(?P<path>.*)`$", re.DOTALL)
_STEP = re.compile(r"\.(?P<name>[^.\[]+)|\[(?P<number>\d+)\]|(?P<any>\[\.\.\.\])")
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_OTHER_KIND = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>\w+)`")
_NO_VALUE = re.compile(r"Invalid (?:enum )?value '?(?P<value>.*?)'?", re.DOTALL)
_KINDS = {
    "array": "a list",
    "object": "an object",
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "date": "a day",
    "datetime": "a time",
}
_BREAKS = {
    "trailing characters": "something stands after its end",
    "invalid character": "a character stands where none may",
    "object keys must be strings": "a key is not in quotation marks",
    "trailing comma in object": "a comma stands before the end of an object",
    "trailing comma in array": "a comma stands before the end of a list",
}


def why_unreadable(problem: Exception, data: bytes | None = None) -> str:
    """What is wrong, and where, of bytes that json or msgspec refused; `data` are the bytes, where
    they are at hand: they tell the line.

    For anything else that those raise it names no library's words at all.
    """
    if isinstance(problem, RecursionError):
        return "it is nested too deeply"
    if isinstance(problem, UnicodeDecodeError):
        return "it is not UTF-8 text"
    text = str(problem)
    broken = _BROKEN.fullmatch(text)
    if broken:
        otherwise = broken["why"] if broken["why"].startswith("expected") else "the JSON is broken there"
        why = _BREAKS.get(broken["why"], otherwise)
        return f"{_line(data, int(broken['byte']))}{why}"
    if text == "Input data was truncated":
        return "it is empty" if data is not None and not data.strip() else _CUT_OFF
    return _of_a_value(text)


def _line(data: bytes | None, byte: int) -> str:
    """Where a byte is, as an editor counts; by its number where it is not known which bytes were read."""
    if data is None:
        return f"byte {byte + 1}: "
    before = data[:byte]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    line = before.count(b"\n") + 1
    # Some of what is refused was taken already, some only looked at.
    return f"line {line}, near column {column}: "


def _of_a_value(text: str) -> str:
    at = _AT.search(text)
    said, place = (text, "it") if at is None else (text[: at.start()], _place(at["path"]))
    if at is not None and at["key"]:
        place = f"a key of {place}"
    if missing := _MISSING.fullmatch(said):
        return f"{place} has no `{printable(missing['name'])}`"
    if unknown := _UNKNOWN.fullmatch(said):
        return f"{place} has `{_cut(unknown['name'])}`, which this version of parity does not know"
    if kind := _OTHER_KIND.fullmatch(said):
        return f"{place} is {_kinds(kind['got'])}, and {_kinds(kind['wanted'])} is expected"
    if value := _NO_VALUE.fullmatch(said):
        return f"{place} is `{_cut(value['value'])}`, which is none of the values that it may have"
    return f"{place} has a value that it may not have"


def _place(path: str) -> str:
    """`.findings[3].severity` as: `severity` in number 4 of `findings`."""
    steps = []
    for step in _STEP.finditer(path):
        if step["name"] is not None:
            steps.append(f"`{_cut(step['name'])}` in ")
        else:
            steps.append("one entry of " if step["any"] else f"number {int(step['number']) + 1} of ")
    words = "".join(reversed(steps))
    return re.sub(r"(?: in| of) $", "", words) or "it"


def _kinds(names: str) -> str:
    return " or ".join(_KINDS.get(one.strip(), "another kind of value") for one in names.split("|"))


def _cut(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}..."
