"""Finds the formats in the files next to it: a new file with a FORMAT is all that a new format needs."""

from collections.abc import Callable
from functools import cache

from msgspec import Struct

from parity import formats
from parity.discover import discover
from parity.errors import InputError
from parity.languages.language import ENGLISH
from parity.languages.speech import speaking, spoken
from parity.verdict.baseline import SinceBaseline
from parity.verdict.result import Result


class Format(Struct, frozen=True, kw_only=True):
    """A way to write a result. `render` is pure: the same result, in the same language, gives the same bytes.

    `speaks`: for people, so in the spoken language; without it for programs, and English whatever is spoken.

    `file` is the name under which it lies in a folder, `about` a paragraph for docs/formats.md. `render_since` takes
    the place of `render` where an older result was compared with, null where the format has nothing to say of that.
    `binary`: not for a terminal. `needs` raises InputError where a program that it takes is not installed.
    `is_own`: whether a file is one that this format wrote, of any result; no other file is written over.
    `render_appendix` takes the place of `render` where what causes explain is wanted in an appendix, null where the
    format tells it anyway or not at all.
    """

    name: str
    title: str
    file: str
    about: str
    render: Callable[[Result], bytes]
    is_own: Callable[[bytes], bool]
    render_since: Callable[[Result, SinceBaseline], bytes] | None = None
    render_appendix: Callable[[Result], bytes] | None = None
    binary: bool = False
    speaks: bool = False
    needs: Callable[[], object] | None = None

    def bytes_of(self, result: Result, since: SinceBaseline | None = None) -> bytes:
        """The result in this format, with what changed since a baseline where there is one and the format tells it."""
        with speaking(spoken() if self.speaks else ENGLISH):
            if since is None or self.render_since is None:
                return self.render(result)
            return self.render_since(result, since)


@cache
def all_formats() -> dict[str, Format]:
    """Every format by its name, in alphabetical order."""
    return {one.name: one for one in sorted(discover(formats, "FORMAT", Format).values(), key=lambda one: one.name)}


def format_named(name: str) -> Format:
    """The format of that name; raises InputError where there is none."""
    if name not in all_formats():
        raise InputError(f"there is no format {name!r}", fix=f"Take one of: {', '.join(all_formats())}.")
    return all_formats()[name]
