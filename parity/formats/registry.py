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

    `file` is the default file name, `about` a paragraph for docs/formats.md. `render_since` replaces `render` where the
    result was compared with an older one; null where the format does not show that. `binary`: not for a terminal.
    `needs` raises InputError where a program that the format needs is not installed. `is_own`: whether a file is one
    that this format wrote, of any result; no other file is written over. `render_appendix` replaces `render` where the
    findings under causes are wanted in an appendix; null where the format shows them anyway, or never.
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
        """The result in this format, with what changed since a baseline where there is one and the format shows it."""
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
