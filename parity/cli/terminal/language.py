"""The option --lang, as every command with texts for people has it."""

import click

from parity.languages.language import LANGUAGES, Language, language_named


def _read(_ctx: click.Context, _parameter: click.Parameter, code: str | None) -> Language | None:
    return None if code is None else language_named(code)


_HELP = f"The language of what people read: {', '.join(f'{one.code} ({one.name})' for one in LANGUAGES)}."
language_option = click.option(
    "--lang", "language", metavar="CODE", envvar="PARITY_LANG", callback=_read, help=f"{_HELP} Also: PARITY_LANG."
)
