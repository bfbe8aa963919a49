"""Names of files and folders as the command line gives them."""

from pathlib import Path
from typing import Any

import click


class _PathName(click.Path):
    """A path that is what it says: neither empty, nor - where that would name a file called so."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":  # pathlib takes that for the folder at hand, and a script gives it by mistake
            self.fail("the name is empty: is a variable of your shell not set?", param, ctx)
        if value == "-" and not self.allow_dash:
            self.fail("standard input and output are not taken here; a file called so is ./-", param, ctx)
        return super().convert(value, param, ctx)


def refuse_no_names(command: click.Command) -> None:
    """Have every path of a command, and of the commands inside of it, refuse what is no name of a file."""
    for one in command.params:
        if type(one.type) is click.Path:
            one.type = _PathName(path_type=Path, file_okay=one.type.file_okay, allow_dash=one.type.allow_dash)
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        refuse_no_names(inner)
