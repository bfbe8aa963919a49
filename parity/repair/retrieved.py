"""Production's components out of a project that `sf project retrieve start` wrote, instead of out of the org.

https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_source_file_format.htm
"""

from pathlib import Path
from typing import Any

from lxml import etree

from parity.errors import InputError
from parity.integrity.files import paths_below, read_whole
from parity.repair.contents import Component, Contents, NoContents
from parity.repair.member import FOLDERS_OF_ALONE, Member, MetadataType, of_person_accounts, owner_of
from parity.repair.readme import retrieve_command
from parity.repair.settle import is_nameable

_LONGEST = 50_000_000
#: Elements that may stand several times, so that one of them is a list too. `value` is one where it holds elements.
_LISTS = frozenset(
    {
        "actions",
        "controllingFieldValue",
        "criteriaItems",
        "customValue",
        "filterItems",
        "picklistValues",
        "rules",
        "standardValue",
        "summaryFilterItems",
        "valueSettings",
        "values",
        "workflowTimeTriggers",
    }
)
#: Elements that are texts also where they say "true": a picklist may have values of that name.
_TEXTS = frozenset(
    {
        "controllingFieldValue",
        "defaultValue",
        "description",
        "errorMessage",
        "fullName",
        "infoMessage",
        "inlineHelpText",
        "label",
        "masterLabel",
        "value",
        "valueName",
    }
)
_TAKEN_AS_THEY_ARE = frozenset({MetadataType.FLOW})


class RetrievedProject:
    """Reads components of a retrieved project; a second file of the same component is refused."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = _indexed(folder)

    def __call__(self, members: tuple[Member, ...]) -> Contents:
        """What the project holds of these components."""
        return {member: self._component(member) for member in members}

    def _component(self, member: Member) -> Component | NoContents:
        path = self._files.get(member.path) if is_nameable(member) else None
        is_type = member.type is MetadataType.RECORD_TYPE
        if path is None and is_type and member.object == "Account" and self._has(of_person_accounts(member)):
            return self._component(of_person_accounts(member))
        if path is None:
            return self._absent(member)
        if is_type and not any(one.startswith(f"objects/{owner_of(member)}/fields/") for one in self._files):
            return NoContents(
                f"without the fields of its object not all of its values are told: {retrieve_command(member)}"
            )
        data = read_whole(path)
        told = _read(data, path)
        if member.type in _TAKEN_AS_THEY_ARE:
            is_active = told.get("status") == "Active"
            whole = Component(member=member, metadata=told, file=data)
            return whole if is_active else NoContents("the version that was retrieved is not the active one")
        if member.type is MetadataType.WORKFLOW_RULE:
            told = next((one for one in told.get("rules", []) if one.get("fullName") == member.bare_name), {})
        metadata = {key: one for key, one in told.items() if key != "fullName"}
        if member.type.is_apex:
            return self._apex(member, metadata)
        return Component(member=member, metadata=metadata) if metadata else self._absent(member)

    def _has(self, member: Member) -> bool:
        return is_nameable(member) and member.path in self._files

    def _apex(self, member: Member, metadata: dict[str, Any]) -> Component:
        version = metadata.get("apiVersion")
        is_number = isinstance(version, str) and version.replace(".", "", 1).isdigit()
        source = self._files.get(member.source_path)
        return Component(
            member=member,
            metadata={**metadata, "apiVersion": float(str(version)) if is_number else None},
            body=_source(source) if source else None,
        )

    def _absent(self, member: Member) -> NoContents:
        return NoContents(f"it is not in {self._folder}: {retrieve_command(member)}")


def _indexed(folder: Path) -> dict[str, Path]:
    """Files by their path from the folder of their kind on, as a member tells it."""
    if not folder.is_dir():
        raise InputError("there is no such folder", where=f"--from {folder}", fix="Name a project that was retrieved.")
    found: dict[str, Path] = {}
    for path in sorted(paths_below(folder, "*")):
        parts = path.relative_to(folder).parts
        if not path.is_file() or "node_modules" in parts:
            continue
        key = _key(parts)
        if key in found:
            raise InputError(
                f"{key} is there twice: {found[key]} and {path}",
                where=f"--from {folder}",
                fix="Retrieve into an empty project: which of the two is production's cannot be told.",
            )
        if key:
            found[key] = path
    return found


def _key(parts: tuple[str, ...]) -> str:
    """The path as a member tells it; empty for a file of another kind."""
    if len(parts) >= 4 and parts[-4] == "objects":
        return "/".join(parts[-4:])
    return "/".join(parts[-2:]) if len(parts) >= 2 and parts[-2] in FOLDERS_OF_ALONE else ""


def _read(data: bytes, path: Path) -> dict[str, Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        if len(data) > _LONGEST:
            raise ValueError("it is too large")
        root = etree.fromstring(data, parser)
        if root.getroottree().docinfo.doctype:
            raise ValueError("it holds a document type")
    except (etree.XMLSyntaxError, ValueError) as problem:
        why = "it is no well-formed XML" if isinstance(problem, etree.XMLSyntaxError) else str(problem)
        raise InputError(
            f"this is no metadata that can be read: {why}", where=str(path), fix="Retrieve it again."
        ) from None
    told = _value(root)
    return told if isinstance(told, dict) else {}


def _value(element: etree._Element) -> Any:
    """An element as the Tooling API would tell it, but for numbers, which stay texts: they are written as they were."""
    children = [one for one in element if isinstance(one.tag, str)]
    if not children:
        text = element.text or ""
        return text if etree.QName(element).localname in _TEXTS else {"true": True, "false": False}.get(text, text)
    found: dict[str, Any] = {}
    for child in children:
        name, value = etree.QName(child).localname, _value(child)
        if name in found:
            before = found[name]
            found[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            is_list = name in _LISTS or (name == "value" and isinstance(value, dict))
            found[name] = [value] if is_list else value
    return found


def _source(path: Path) -> str:
    try:
        return read_whole(path).decode()
    except UnicodeDecodeError:
        raise InputError("the source is not in UTF-8", where=str(path), fix="Retrieve it again.") from None
