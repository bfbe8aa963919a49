"""What the Salesforce CLI wrote: the JSON in it, behind colours, warnings and notices of updates.

With `--json` the CLI writes one JSON document. FORCE_COLOR colours it, and plugins, Node and `2>&1` put lines before
and after it: https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_cli_json_support.htm
"""

import json
import re

_COLOURS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_LINE_THAT_MAY_START = re.compile(r"^[ \t]*[\[{]", re.MULTILINE)
_LONGEST_QUOTED = 100


class InTheWay(ValueError):
    """There is no JSON document, or more than one: `line` counts from one, `text` is that line, cut short."""

    def __init__(self, line: int, text: str, why: str) -> None:
        super().__init__(f"line {line} is in the way ({why}): {text}" if text else f"line {line}: {why}")
        self.line = line
        self.text = text


def without_colours(text: str) -> str:
    """A text without the control sequences that colour a terminal."""
    return _COLOURS.sub("", text)


def json_text(written: str) -> str:
    """The one JSON document in the output of a command, as text; raises InTheWay where it cannot be told apart from the
    rest.
    """
    text = without_colours(written)
    decoder = json.JSONDecoder()
    for start in _LINE_THAT_MAY_START.finditer(text):
        begin = start.end() - 1
        try:
            _, end = decoder.raw_decode(text, begin)
        except json.JSONDecodeError as fault:
            # A notice such as "[warn] ..." ends on its own line; whatever else breaks off is the document itself.
            if text[begin] == "[" and "\n" not in text[begin : fault.pos]:
                continue
            raise _in_the_way(text, fault.pos, fault.msg) from None
        except (RecursionError, ValueError):
            raise _in_the_way(text, begin, "nested too deeply, or a number with too many digits") from None
        _refuse_a_second(text, end, decoder)
        return text[begin:end]
    raise _in_the_way(text, 0, "no JSON begins in this text")


def _refuse_a_second(text: str, end: int, decoder: json.JSONDecoder) -> None:
    for start in _LINE_THAT_MAY_START.finditer(text, end):
        begin = start.end() - 1
        try:
            decoder.raw_decode(text, begin)
        except (RecursionError, ValueError):
            continue
        raise _in_the_way(text, begin, "a second JSON document begins here")


def _in_the_way(text: str, position: int, why: str) -> InTheWay:
    line = text.count("\n", 0, position) + 1
    lines = text.splitlines()
    shown = lines[line - 1].strip() if line <= len(lines) else ""
    return InTheWay(line, shown[:_LONGEST_QUOTED], why)
