"""What a person must look at before a repair is deployed: texts that would act on production, and what is left out."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from parity.repair.contents import Component, texts_in
from parity.repair.member import Member
from parity.repair.readme import code
from parity.verdict.result import Result


def notes_on(result: Result, components: Iterable[Component]) -> tuple[str, ...]:
    """A sentence for each component that names production's own id or address."""
    own = tuple(_own_names(result))
    found = []
    for one in components:
        texts = [*texts_in(one.metadata), one.body or "", (one.file or b"").decode("utf-8", "replace")]
        named = sorted({name for name in own for text in texts if name.casefold() in text.casefold()})
        if named:
            what = code(f"{one.member.type.value} {one.member.name}")
            where = ", ".join(code(name) for name in named)
            found.append(f"{what} names {where}: production's own, and in the sandbox it would still mean production.")
    return tuple(found)


def notes_on_left_out(left_out: Mapping[Member, tuple[str, ...]]) -> tuple[str, ...]:
    """A sentence for each component whose file says less than production."""
    found = []
    for member, names in left_out.items():
        what, lacked = code(f"{member.type.value} {member.name}"), ", ".join(code(one) for one in names)
        found.append(f"{what} leaves out what the sandbox does not have: {lacked}. Add it there, then repair again.")
    return tuple(found)


def _own_names(result: Result) -> Iterator[str]:
    org = result.orgs.production
    if org.id:
        yield org.id[:15]
    host = urlsplit(org.instance_url or "").hostname
    if host and not host.startswith("127."):
        yield host
