"""What a person must look at before a repair is deployed: texts that would act on production, and what is left out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from parity.repair.contents import Component, texts_in
from parity.repair.member import Member, MetadataType
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


def notes_on_calls(components: Iterable[Component]) -> tuple[str, ...]:
    """A sentence for each flow that calls what does not come along: a deployment fails where the sandbox lacks it."""
    told = tuple(components)
    coming = {one.member.name for one in told}
    found = []
    for one in told:
        called = sorted(set(_called(one.metadata)) - coming) if one.member.type is MetadataType.FLOW else []
        if called:
            names = ", ".join(code(name) for name in called)
            found.append(f"{code(f'Flow {one.member.name}')} calls {names}: the sandbox must have it first.")
    return tuple(found)


def _called(flow: Mapping[str, Any]) -> Iterator[str]:
    """Subflows, and actions that are components of the org."""
    for one in _elements(flow.get("subflows")):
        yield str(one.get("flowName"))
    for one in _elements(flow.get("actionCalls")):
        if one.get("actionType") in _ACTIONS_OF_AN_ORG:
            yield str(one.get("actionName"))


def _elements(told: object) -> list[Mapping[str, Any]]:
    """The elements of one kind; a retrieved file tells a single one without a list."""
    return [one for one in (told if isinstance(told, list) else [told]) if isinstance(one, Mapping)]


#: https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_visual_workflow.htm, actionType
_ACTIONS_OF_AN_ORG = frozenset({"apex", "emailAlert", "flow", "quickAction"})


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
