"""Writes the generated pages: docs/rules.md, docs/commands.md, docs/formats.md and the schemas of result and snapshot.

python docs/generate.py           writes them
python docs/generate.py --check   exits with 1 where one is not current
"""

import sys
import textwrap
from pathlib import Path

import click
import msgspec

from parity.cli.main import COMMANDS, cli
from parity.formats.registry import all_formats
from parity.rules.catalogue import all_entries, catalogue_page
from parity.snapshot.records import Snapshot
from parity.verdict.result import Result

DOCS = Path(__file__).parent
_ON_FORMATS = (
    "`parity check --format junit,sarif` writes them into the folder of the result, `parity report RESULT "
    "--format csv,xlsx -o FOLDER` writes them later from a `result.json`. `-o FILE` takes one, and `-o -` writes "
    "exactly one to standard output, with nothing else there. The same result gives the same bytes in every "
    "format. With `--baseline`, those marked so tell what is new. [ci.md](ci.md) shows them in pipelines."
)


def pages() -> dict[str, str]:
    """Each generated file's name and text."""
    return {
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
        "| format | file | what it is | tells what is new |",
        "|---|---|---|---|",
    ]
    formats = all_formats().values()
    for one in formats:
        new = "yes" if one.render_since is not None else ""
        lines.append(f"| `{one.name}` | `{one.file}` | {one.title} | {new} |")
    for one in formats:
        lines += ["", f"## {one.name}", "", *textwrap.wrap(one.about, 118)]
    return "\n".join(lines) + "\n"


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
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100)
    lines = ["", f"## {title}", "", "```text", command.get_help(context), "```"]
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        lines += _command(inner, str(inner.name), context, f"{title} {inner.name}")
    return lines


def main() -> int:
    """Write the pages, or with --check tell which are not current."""
    stale = [name for name, text in pages().items() if not _current(name, text)]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/{name} is not current: run python docs/generate.py")
        return 1 if stale else 0
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
    return 0


def _current(name: str, text: str) -> bool:
    path = DOCS / name
    return path.exists() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
