"""The option --lang of every command that prints texts for people."""

import click
from click.core import ParameterSource

from parity.languages.language import LANGUAGES, Language, language_named


def _read(ctx: click.Context, parameter: click.Parameter, code: str | None) -> Language | None:
    if code is None:
        return None
    of_shell = parameter.name is not None and ctx.get_parameter_source(parameter.name) is ParameterSource.ENVIRONMENT
    return language_named(code, "PARITY_LANG" if of_shell else "--lang")


_NAMED = ", ".join(f"{one.code} ({one.name})" for one in LANGUAGES)
_HELP = f"The language of what people read: {_NAMED}. Formats for programs stay English."
language_option = click.option(
    "--lang", "language", metavar="CODE", envvar="PARITY_LANG", callback=_read, help=f"{_HELP} Also: PARITY_LANG."
)
