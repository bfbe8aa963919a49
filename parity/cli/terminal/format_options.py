"""The options of commands that render a result: which formats, and where they go."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from msgspec import structs

from parity.cli.terminal.console import Console
from parity.cli.terminal.output_folder import check_file
from parity.cli.terminal.own_files import refuse_another_format
from parity.cli.terminal.streams import is_terminal, write_out
from parity.errors import InputError
from parity.formats.registry import Format, all_formats
from parity.integrity.files import write_all
from parity.languages.language import ENGLISH
from parity.languages.speech import spoken
from parity.verdict.baseline import SinceBaseline
from parity.verdict.result import Result

#: As `-o`: standard output.
STANDARD_OUTPUT = Path("-")


class FormatNames(click.ParamType):  # type: ignore[type-arg]
    """Formats by name, several with commas between them."""

    name = "formats"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:  # noqa: ARG002
        """The names, for the help."""
        return f"[{'|'.join(all_formats())}],..."

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Format, ...]:
        """The formats, each once, in the order given; none for an empty text."""
        if isinstance(value, tuple):
            return value
        names = list(dict.fromkeys(one.strip() for one in str(value).split(",") if one.strip()))
        for name in names:
            if name not in all_formats():
                near = get_close_matches(name, all_formats(), n=1)
                asked = f" Did you mean {near[0]!r}?" if near else f" Take one of: {', '.join(all_formats())}."
                self.fail(f"there is no format {name!r}.{asked}", param, ctx)
        return tuple(all_formats()[name] for name in names)


def titles() -> str:
    """What each format is, for the help."""
    return "; ".join(f"{one.name}: {one.title}" for one in all_formats().values()) + "."


def with_appendix(formats: tuple[Format, ...]) -> tuple[Format, ...]:
    """The formats with their appendices; raises InputError where none has one."""
    if all(one.render_appendix is None for one in formats):
        having = ", ".join(one.name for one in all_formats().values() if one.render_appendix)
        raise InputError("no format that is named has an appendix", where="--appendix", fix=f"Take --format {having}.")
    return tuple(structs.replace(one, render=one.render_appendix or one.render) for one in formats)


def tell_what_stays_english(formats: tuple[Format, ...], console: Console) -> None:
    """Say which of the formats are for programs and stay English, where another language is spoken."""
    names = [one.name for one in formats if not one.speaks]
    if names and spoken() is not ENGLISH:
        verb = "is for programs and stays" if len(names) == 1 else "are for programs and stay"
        console.info(f"{', '.join(names)} {verb} English (docs/languages.md)")


def check_output(formats: tuple[Format, ...], output: Path | None) -> None:
    """Whether these formats can be written, and where `-o` says; raises InputError before any org is asked."""
    for one in formats:
        if one.needs is not None:
            one.needs()
    if output is None:
        return
    if not formats:
        raise InputError(
            "-o says where a format goes, and none is named", where=f"-o {output}", fix="Name it with --format."
        )
    if output == STANDARD_OUTPUT:
        _check_standard_output(formats)
        return
    if len(formats) > 1 and output.exists() and not output.is_dir():
        raise InputError(
            f"{len(formats)} formats need a folder, and this is a file", where=f"-o {output}", fix="Name a folder."
        )
    for path, one in _places(formats, output).items():
        check_file(path, "-o")
        refuse_another_format(path, one)


def _check_standard_output(formats: tuple[Format, ...]) -> None:
    if len(formats) != 1:
        raise InputError(
            f"standard output takes exactly one format, and {len(formats)} are named",
            where="-o -",
            fix="Name one with --format, or a folder with -o.",
        )
    if formats[0].binary and is_terminal():
        raise InputError(
            f"{formats[0].name} is no text for a terminal", where="-o -", fix="Name a file, or send it into a pipe."
        )


def _places(formats: tuple[Format, ...], output: Path) -> dict[Path, Format]:
    """Which file each format goes to: a single one is `output` itself, several have their own names in that folder."""
    return {output: formats[0]} if len(formats) == 1 else {output / one.file: one for one in formats}


def write_formats(
    result: Result, formats: tuple[Format, ...], output: Path, since: SinceBaseline | None = None
) -> tuple[Path, ...]:
    """Render and write: one format to standard output or a file, several into a folder. Returns the files written.

    Raises InputError where another kind of file is already there.
    """
    if output == STANDARD_OUTPUT:
        write_out(formats[0].bytes_of(result, since))
        return ()
    files = {}
    for path, one in _places(formats, output).items():
        files[path] = one.bytes_of(result, since)
        refuse_another_format(path, one, result.tenant)
    write_all(files)
    return tuple(files)
