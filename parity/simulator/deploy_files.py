"""Files in source format as the Metadata API takes them: one component each, with the keys of its type."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct

from parity.simulator.metadata import metadata_types
from parity.simulator.records import Row

SPACE = "{http://soap.sforce.com/2006/04/metadata}"
_VALUES = frozenset({"CustomValue", "StandardValue", "PicklistValue"})
#: Types whose keys stand in no definition, and their keys.
_SMALL: dict[str, frozenset[str]] = {
    "ApexClass": frozenset({"apiVersion", "status", "packageVersions"}),
    "FlowDefinition": frozenset({"activeVersionNumber", "description", "masterLabel"}),
}


class NotDeployable(ValueError):
    """The folder holds what Salesforce would refuse."""


class DeployedFile(Struct, frozen=True, kw_only=True):
    """One component out of its file: its type, its name, and what the file says under the keys of the type."""

    type: str
    name: str
    told: Mapping[str, Any]
    body: str = ""
    root: Any = None

    @property
    def object(self) -> str:
        """The object that it belongs to."""
        return self.name.partition(".")[0]

    @property
    def bare_name(self) -> str:
        """Its name without the object's."""
        return self.name.partition(".")[2]


def read_files(folder: Path) -> list[DeployedFile]:
    """Every component of a folder; raises NotDeployable for what is malformed."""
    return [one for path in sorted(folder.rglob("*-meta.xml")) for one in _read(path)]


def _read(path: Path) -> list[DeployedFile]:
    root = parsed(path)
    kind, name = root.tag.removeprefix(SPACE), path.name.partition(".")[0]
    if kind == "PermissionSet":
        return [DeployedFile(type=kind, name=name, told={}, root=root)]
    if kind == "Workflow":
        rules = [one for one in root if one.tag == f"{SPACE}rules"]
        return [
            DeployedFile(type="WorkflowRule", name=f"{name}.{_full_name(one)}", told=_told(one, "WorkflowRule"))
            for one in rules
        ]
    if kind not in metadata_types() and kind not in _SMALL:
        raise NotDeployable(f"{path.name}: {kind} is no type that can be deployed here")
    told = _told(root, kind)
    if path.parent.parent.parent.name == "objects":
        return [DeployedFile(type=kind, name=f"{path.parent.parent.name}.{_full_name(root)}", told=told)]
    source = path.with_name(path.name.removesuffix("-meta.xml"))
    body = source.read_text("utf-8") if source.is_file() else ""
    return [DeployedFile(type=kind, name=name, told=told, body=body)]


def parsed(path: Path) -> ElementTree.Element:
    """The root element of a file."""
    try:
        return ElementTree.fromstring(path.read_bytes())  # noqa: S314 - written by whoever deploys it
    except ElementTree.ParseError as problem:
        raise NotDeployable(f"{path.name}: {problem}") from None


def _full_name(element: ElementTree.Element) -> str:
    found = element.findtext(f"{SPACE}fullName")
    if not found:
        raise NotDeployable("Required field is missing: fullName")
    return found


def _told(element: ElementTree.Element, kind: str) -> Row:
    """What an element says: no key that its type lacks, none twice but lists, whose parts stand together."""
    keys = {one.name: one for one in metadata_types().get(kind, ())}
    known = keys.keys() | _SMALL.get(kind, frozenset())
    found: Row = {}
    last = ""
    for child in element:
        given = child.tag.removeprefix(SPACE)
        if given == "fullName" and kind not in _VALUES:
            continue
        name = "valueName" if given == "fullName" else given
        if name not in known or (given == "valueName" and kind in _VALUES):
            raise NotDeployable(f"Element {{{SPACE[1:-1]}}}{given} invalid at this location in type {kind}")
        key = keys.get(name)
        is_list = key is not None and key.is_list
        if name in found and (not is_list or last != name):
            raise NotDeployable(f"Element {given} is duplicated at this location in type {kind}")
        value = _told(child, key.holds) if key is not None and key.holds else typed(child.text or "")
        found[name] = [*found.get(name, []), value] if is_list else value
        last = name
    return found


def typed(text: str) -> Any:
    """A text as JSON would tell it."""
    if text in {"true", "false"}:
        return text == "true"
    return text


def number(told: Mapping[str, Any], key: str) -> int:
    """The whole number under a key; 0 where it says none."""
    text = told.get(key)
    return int(text) if isinstance(text, str) and text.isdigit() else 0
