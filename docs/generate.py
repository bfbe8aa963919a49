"""Writes the generated pages, and the generated blocks of pages that people write, out of what the code declares.

A block lies between `<!-- made by docs/generate.py: NAME -->` and `<!-- end -->`.

python docs/generate.py           writes them
python docs/generate.py --check   exits with 1 where one is not current
"""

import re
import sys
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
import msgspec

from parity.cli.main import COMMANDS, cli
from parity.compare import not_compared
from parity.compare.family import all_families
from parity.formats.registry import all_formats
from parity.orgs.api_version import NEWEST_TESTED
from parity.rules.catalogue import all_entries, catalogue_page
from parity.simulator.definition import version_label
from parity.snapshot.records import Snapshot
from parity.switch.drivers.registry import all_drivers
from parity.switch.gate.conditions import CONDITIONS
from parity.verdict.result import Result

DOCS = Path(__file__).parent
_ON_FORMATS = (
    "`parity check --format junit,sarif` writes them into the folder of the result, `parity report RESULT "
    "--format csv,xlsx -o FOLDER` writes them later from a `result.json`. `-o FILE` takes one, and `-o -` writes "
    "exactly one to standard output, with nothing else there. The same result gives the same bytes in every "
    "format, in the same language. With `--baseline`, those marked so tell what is new. With `--lang`, those for "
    "people are in that language ([languages.md](languages.md)); those for programs stay English. [ci.md](ci.md) shows "
    "them in pipelines."
)
WITH_BLOCKS = ("../README.md", "switch.md", "what-is-compared.md")
_BLOCK = re.compile(r"(<!-- made by docs/generate\.py: (?P<name>[\w ]+) -->\n).*?(<!-- end -->\n)", re.DOTALL)


def pages() -> dict[str, str]:
    """Each generated file's name and text."""
    made = blocks()
    written = {name: (DOCS / name).read_text("utf-8") for name in WITH_BLOCKS}
    if unused := set(made) - {found["name"] for page in written.values() for found in _BLOCK.finditer(page)}:
        raise ValueError(f"no page of WITH_BLOCKS has the block {', '.join(sorted(unused))}")
    return {
        **{name: with_blocks(page, made) for name, page in written.items()},
        "rules.md": catalogue_page(all_entries()),
        "commands.md": _commands(),
        "formats.md": _formats(),
        "result.schema.json": _schema(Result, "result.json of parity"),
        "snapshot.schema.json": _schema(Snapshot, "A snapshot of one org, as parity writes it"),
    }


def _formats() -> str:
    lines = [
        "# Formats",
        "",
        "Made from the formats by `python docs/generate.py`; a test checks that it is current.",
        "",
        *textwrap.wrap(_ON_FORMATS, 118),
        "",
        "| format | file | what it is | tells what is new | speaks `--lang` |",
        "|---|---|---|---|---|",
    ]
    formats = all_formats().values()
    for one in formats:
        new = "yes" if one.render_since is not None else ""
        speaks = "yes" if one.speaks else ""
        lines.append(f"| `{one.name}` | `{one.file}` | {one.title} | {new} | {speaks} |")
    for one in formats:
        lines += ["", f"## {one.name}", "", *textwrap.wrap(one.about, 118)]
    return "\n".join(lines) + "\n"


def blocks() -> dict[str, str]:
    """Each generated block's name and text."""
    return {
        "commands": _table(
            ("command", "does"),
            (
                (f"`parity {name}`", f"{one.does}{f' ([{one.page}]({one.page}))' if one.page else ''}")
                for name, one in COMMANDS.items()
            ),
        ),
        "API version": (
            f"It was tested with API versions up to {NEWEST_TESTED} ({version_label(NEWEST_TESTED)}), and reads both "
            "orgs at one version,\nthe highest that both offer.\n"
        ),
        "conditions": _table(
            ("condition", "is met when", "once the deletion was asked for"),
            ((f"`{one.name}`", one.explained, one.under_way) for one in CONDITIONS),
        ),
        "drivers": "".join(f"- `{name}`: {one.explained}.\n" for name, one in all_drivers().items()),
        "compared": "".join(f"- {one.explained}\n" for one in all_families()),
        "not compared": _table(("not compared", "why"), _not_compared()),
    }


def _not_compared() -> Iterable[tuple[str, str]]:
    """A line a reason; what several properties of one kind share is told once."""
    for kind, listed in not_compared.PROPERTIES.items():
        for why in dict.fromkeys(listed.values()):
            yield f"{kind} {', '.join(f'`{name}`' for name in listed if listed[name] == why)}", why
    yield from not_compared.NOT_COMPARED_BESIDES.items()


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (heads, ("---",) * len(heads), *rows)
    return "".join(f"| {' | '.join(cells)} |\n".replace("|  |", "| |").replace("| --- ", "|---") for cells in lines)


def with_blocks(page: str, made: Mapping[str, str]) -> str:
    """The page with its blocks as they are made now; raises KeyError for a block that nothing makes."""
    return _BLOCK.sub(lambda found: f"{found[1]}{made[found['name']]}{found[3]}", page)


def _schema(kind: type, title: str) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **msgspec.json.schema(kind),
    }
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=2).decode() + "\n"


def _commands() -> str:
    lines = ["# Commands", "", "Made by `python docs/generate.py`; a test checks that it is current."]
    root = click.Context(cli, info_name="parity")
    for name in COMMANDS:
        command = cli.get_command(root, name)
        if command is not None:
            lines += _command(command, name, root, f"parity {name}")
    return "\n".join(lines) + "\n"


def _command(command: click.Command, name: str, parent: click.Context, title: str) -> list[str]:
    # Not as wide as the terminal of whoever writes the page.
    context = click.Context(command, info_name=name, parent=parent, terminal_width=78)
    lines = ["", f"## {title}", "", "```text", command.get_help(context), "```"]
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        lines += _command(inner, str(inner.name), context, f"{title} {inner.name}")
    return lines


def main() -> int:
    """Write the pages, or with --check tell which are not current."""
    stale = [name for name, text in pages().items() if not _current(name, text)]
    if "--check" in sys.argv:
        for name in stale:
            print(f"{(DOCS / name).resolve().relative_to(DOCS.parent)} is not current: run python docs/generate.py")
        return 1 if stale else 0
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
    return 0


def _current(name: str, text: str) -> bool:
    path = DOCS / name
    return path.exists() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
