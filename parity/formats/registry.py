"""Finds the formats in the files beside it: a new file with a FORMAT is all that a new format needs."""

import importlib
import pkgutil
from collections.abc import Callable

from msgspec import Struct

from parity import formats
from parity.errors import InputError
from parity.verdict.result import Result

_NOT_FORMATS = frozenset({"registry", "escape", "picture"})


class Format(Struct, frozen=True, kw_only=True):
    """A way to write a result. `render` is pure: the same result gives the same bytes."""

    name: str
    render: Callable[[Result], bytes]


def format_names() -> tuple[str, ...]:
    """The names that `parity report --format` takes, without importing the formats."""
    return tuple(sorted(one.name for one in pkgutil.iter_modules(formats.__path__) if one.name not in _NOT_FORMATS))


def format_named(name: str) -> Format:
    """The format of that name, which is also its file's; raises InputError where there is none."""
    if name not in format_names():
        raise InputError(f"there is no format {name!r}", fix=f"Take one of: {', '.join(format_names())}.")
    found: Format = importlib.import_module(f"parity.formats.{name}").FORMAT
    return found
