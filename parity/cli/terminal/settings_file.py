"""The option --config, and the name of the file in use where a message says parity.yaml."""

import re
from pathlib import Path

import click

DEFAULT_SETTINGS = Path("parity.yaml")
_KEY = "settings"
#: The name by itself: no part of a path or of a longer name, and not the kind of file ("a parity.yaml").
_NAME = re.compile(r"(?<![\w/\\.-])(?<!\ba )(?<!\bthe )(?<!\bthis )parity\.yaml(?![A-Za-z0-9_/-]|\.[A-Za-z0-9_])")


def note_settings(ctx: click.Context, option: click.Parameter, path: Path | None) -> Path | None:  # noqa: ARG001
    """The callback of --config: keeps which file the command uses, for all that it says."""
    if path is not None:
        ctx.find_root().ensure_object(dict)[_KEY] = str(path)
    return path


#: The option, as the commands have it that read a project.
CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default=DEFAULT_SETTINGS, show_default=True, callback=note_settings
)


def settings_of(options: dict[str, object] | None) -> str:
    """The file that the command uses, as it was named, out of what the levels of the command line keep."""
    return str((options or {}).get(_KEY, DEFAULT_SETTINGS))


def about_settings(text: str, settings: str) -> str:
    """The text, with the name of the file in use instead of parity.yaml.

    The rooms below know no file name, and what a result or the ledger keeps must not depend on one: so the name is put
    in where the text is printed.
    """
    return text if settings == str(DEFAULT_SETTINGS) else _NAME.sub(lambda _: settings, text)
