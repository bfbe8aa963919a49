"""The JSON in what the Salesforce CLI wrote, and the line that is in the way where there is none."""

import pytest

from parity.orgs.sf_output import InTheWay, json_text

DOCUMENT = '{\n  "status": 0,\n  "result": [\n    {"a": 1},\n    [2]\n  ]\n}'
UPDATE = " !   Warning: @salesforce/cli update available from 2.100.4 to 2.146.2."


@pytest.mark.parametrize(
    "written",
    [
        DOCUMENT,
        f"{UPDATE}\n{DOCUMENT}\n",
        f"{DOCUMENT}\n{UPDATE}\n",
        f"(node:4711) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.\n[warn] a plugin\n{DOCUMENT}",
        DOCUMENT.replace('"status"', '\x1b[94m"status"\x1b[39m').replace("{", "\x1b[33m{\x1b[39m"),
        f"\x1b]0;sf\x07{DOCUMENT}",
    ],
    ids=["alone", "notice-before", "notice-after", "warnings", "coloured", "title"],
)
def test_json_is_found_behind_colours_warnings_and_notices(written: str) -> None:
    assert json_text(written) == DOCUMENT


@pytest.mark.parametrize(
    ("written", "line", "text"),
    [
        (DOCUMENT.replace('  "result"', f'{UPDATE}\n  "result"'), 3, UPDATE.strip()),
        (f"{DOCUMENT}\n{DOCUMENT}", 8, "{"),
        ("ERROR: no org\nsecond line", 1, "ERROR: no org"),
        (DOCUMENT[:-20], 4, '{"a'),
    ],
    ids=["notice-in-the-middle", "two-answers", "no-json", "cut-off"],
)
def test_the_line_that_is_in_the_way_is_named(written: str, line: int, text: str) -> None:
    with pytest.raises(InTheWay) as refused:
        json_text(written)
    assert (refused.value.line, refused.value.text) == (line, text)


def test_a_piece_of_a_broken_document_is_never_taken_for_the_document() -> None:
    with pytest.raises(InTheWay, match="line 2 "):
        json_text('{\n  broken,\n  "result":\n  {"name": "Lead", "fields": []}\n}')


@pytest.mark.parametrize("written", ["[" * 100_000, "Warning: update\n[" + "9" * 5000 + "]"])
def test_json_that_python_cannot_hold_is_in_the_way(written: str) -> None:
    with pytest.raises(InTheWay, match="nested too deeply, or a number"):
        json_text(written)
