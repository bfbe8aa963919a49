"""What was read of production's components, and what else must be deployed with each."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from parity.repair.automation_xml import bare
from parity.repair.fields_xml import value_set_name
from parity.repair.member import Member, MetadataType

#: Texts for people, in which a name stands by chance.
_FOR_PEOPLE = frozenset({"label", "description", "inlineHelpText", "errorMessage", "infoMessage", "relationshipLabel"})
_WORD = re.compile(r"[A-Za-z]\w*")


class Component(Struct, frozen=True, kw_only=True):
    """One component of production. `metadata` comes from the Tooling API, `body` is the source of Apex, `changed_at` is
    written as Salesforce writes times, null where not known. `file`: a file to be used as it is.
    """

    member: Member
    metadata: Mapping[str, Any]
    changed_at: str | None = None
    body: str | None = None
    file: bytes | None = None


class NoContents(Struct, frozen=True):
    """Why there is nothing of a component."""

    why: str


#: A flow's definition says only which version runs: here, none.
_WITHOUT_CONTENTS = frozenset({MetadataType.FLOW_DEFINITION})
Contents = Mapping[Member, Component | NoContents]
Read = Callable[[tuple[Member, ...]], Contents]


def with_companions(members: Iterable[Member], read: Read, *, bodies: bool) -> Contents:
    """What production holds of these components, and of those that must come with them."""
    named = sorted(set(members))
    found: dict[Member, Component | NoContents] = {
        one: Component(member=one, metadata={}) for one in named if one.type in _WITHOUT_CONTENTS
    }
    wanted = tuple(one for one in named if one not in found)
    found |= read(wanted) if wanted else {}
    further = {one for component in found.values() for one in companions(component, bodies=bodies)} - found.keys()
    return {**found, **(read(tuple(sorted(further))) if further else {})}


def companions(component: Component | NoContents, *, bodies: bool) -> tuple[Member, ...]:
    """A field's global value set, a record type's business process, the classes that a trigger may name."""
    if isinstance(component, NoContents):
        return ()
    member = component.member
    if member.type is MetadataType.CUSTOM_FIELD:
        name = value_set_name(component.metadata)
        # A package's set comes with the package, and no file of it is taken.
        return () if name is None or "__" in name else (Member(MetadataType.GLOBAL_VALUE_SET, name),)
    if member.type is MetadataType.RECORD_TYPE:
        process = component.metadata.get("businessProcess")
        name = f"{member.object}.{bare(process)}" if isinstance(process, str) and process else None
        return () if name is None else (Member(MetadataType.BUSINESS_PROCESS, name),)
    if member.type is MetadataType.APEX_TRIGGER and bodies and component.body:
        return tuple(Member(MetadataType.APEX_CLASS, name) for name in classes_named(component.body))
    return ()


def classes_named(body: str) -> tuple[str, ...]:
    """The words of a trigger's source that may be classes: those in front of a dot, and after `new`."""
    code = re.sub(r"/\*.*?\*/|//[^\n]*|'(?:[^'\\\n]|\\.)*'", " ", body, flags=re.DOTALL)
    found = {*re.findall(r"\b([A-Za-z]\w*)\s*\.\s*[A-Za-z]", code), *re.findall(r"\bnew\s+([A-Za-z]\w*)", code)}
    return tuple(sorted(found - _LANGUAGE))


_LANGUAGE = frozenset(
    {"Trigger", "trigger", "System", "Database", "this", "Test", "UserInfo", "Schema", "List", "Map", "Set"}
)


def names_in(value: Any) -> Iterator[str]:
    """Every word of a component's definition that may name a field, in small letters; `X__r` names `X__c`."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key not in _FOR_PEOPLE:
                yield from names_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from names_in(one)
    elif isinstance(value, str):
        for word in _WORD.findall(value):
            yield f"{word[:-3]}__c".casefold() if word.casefold().endswith("__r") else word.casefold()


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a component's definition."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, str):
        yield value
