"""A snapshot from files that somebody else produced, where no access to the org is given.

Understood: raw REST describe answers, `sf sobject describe --json` (the answer under `result`), and rows as query
answers, as `sf data query --json`, or as one bare record: ApexTrigger, Organization, FieldDefinition, and what else a
snapshot asks for, under the names that `parity import --queries` gives to the files.
What the files do not prove becomes a gap, so an import alone is never a GO.
"""

import re
from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any

from msgspec import Struct, field, structs

from parity import __version__
from parity.config.collect_options import CollectOptions
from parity.errors import CouldNotLook, InputError, WrongOrgError
from parity.orgs.answer_files import json_files, read_answer
from parity.orgs.apex_triggers import triggers_from_rows
from parity.orgs.collect import NOBODY_NAMED
from parity.orgs.describe import object_from_describe
from parity.orgs.field_definitions import with_definitions
from parity.orgs.import_parts import parts_from_files, questions_for_files
from parity.orgs.parts.organization import org_from_row
from parity.orgs.question import Answer, Question
from parity.snapshot.file import canonical
from parity.snapshot.gaps import snapshot_gaps
from parity.snapshot.org_identity import refuse_wrong_role
from parity.snapshot.records import OBJECTS, ApiUse, Gap, ObjectDescribe, Org, Role, SignedInUser, Snapshot, Trigger

_VERSION_IN_URL = re.compile(r"/services/data/v(\d+\.\d+)/")


class _FilesRead(Struct):
    """What the files held, as it is being gathered."""

    describes: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    definitions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    triggers: list[dict[str, Any]] | None = None
    organization: dict[str, Any] | None = None
    skipped: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def snapshot_from_files(
    folder: Path, role: Role, options: CollectOptions = NOBODY_NAMED
) -> tuple[Snapshot, tuple[str, ...]]:
    """The snapshot that the JSON files in a folder prove, and the names of files that were of no use.

    Raises InputError for a folder or file that cannot be read, WrongOrgError where Organization.json shows
    an org of the other kind.
    """
    found = _FilesRead()
    known = {one.name: one for one in questions_for_files(role, options)}
    for path in json_files(folder):
        _take(found, path, read_answer(path), role, known)
    if not found.describes and found.triggers is None:
        raise InputError(
            "no describe answer and no ApexTrigger rows in any JSON file here",
            where=str(folder),
            fix="Write one file an object: sf sobject describe --sobject Lead --json > Lead.json",
        )
    org = _org(found, role, folder)
    objects, version = _objects(found, role, folder)
    snapshot = Snapshot(
        tool=f"parity {__version__}",
        role=role,
        source="files",
        collected_at=None,
        org=org,
        user=SignedInUser(sign_in="imported files"),
        api=ApiUse(version=version),
        objects=objects,
        triggers=_triggers(found, role, folder),
        gaps=tuple(found.gaps),
        **parts_from_files(role, options, found.answers),
    )
    whole = structs.replace(snapshot, gaps=snapshot_gaps(snapshot))
    return canonical(whole), tuple(found.skipped)


def _org(found: _FilesRead, role: Role, folder: Path) -> Org:
    org = org_from_row(found.organization, None) if found.organization else Org()
    try:
        refuse_wrong_role(org, role)
    except WrongOrgError as wrong:
        raise WrongOrgError(
            wrong.what,
            where=str(folder),
            fix=f"These files show another kind of org: give the other --role than {role}.",
        ) from None
    return org


def _take(found: _FilesRead, path: Path, answer: Any, role: Role, known: Mapping[str, Question]) -> None:
    """File one answer under what it is. `known` are the questions of a snapshot, after which files may be named."""
    if isinstance(answer, dict) and isinstance(answer.get("fields"), list) and isinstance(answer.get("name"), str):
        _take_describe(found, path, answer, known)
        return
    named = known.get(path.stem)
    if named is not None and not named.is_query and isinstance(answer, dict):
        found.answers[named.name] = Answer(200, answer)
        return
    rows = _rows(answer)
    kind = _kind(rows, path)
    question = path.stem if path.stem in known else kind
    if kind == "FieldDefinition" and not _take_definitions(found, path, rows, role):
        return
    if kind == "ApexTrigger":
        found.triggers = [*(found.triggers or []), *rows]
    elif kind == "Organization" and len(rows) == 1:
        found.organization = rows[0]
    elif kind != "FieldDefinition" and question not in known:
        found.skipped.append(path.name)
        return
    found.answers[question] = Answer(200, {"records": rows, "done": True, "totalSize": len(rows)})
    if isinstance(answer, dict) and answer.get("done") is False:
        found.gaps.append(
            Gap(
                area="files",
                role=role.value,
                subject=kind,
                reason=f"{path.name} holds the first page of the answer only",
                fix="Fetch all pages (sf data query does) and import again.",
            )
        )


def _take_definitions(found: _FilesRead, path: Path, rows: list[dict[str, Any]], role: Role) -> bool:
    """The list of an object's fields, where it can be trusted: the Tooling API's is whole, the data API leaves out what
    is hidden.

    https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_fielddefinition.htm
    """
    if not all(_is_of_tooling(row) for row in rows):
        found.gaps.append(
            Gap(
                area="files",
                role=role.value,
                subject=f"FieldDefinition in {path.name}",
                reason="nothing shows that this list comes from the Tooling API, and the data API leaves out "
                "the fields that field-level security hides",
                fix="Query it again with `sf data query --use-tooling-api --json`; each row then has an "
                "`attributes.url` with /tooling/ in it.",
            )
        )
        return False
    for row in rows:
        name = _defined_on(row, path)
        found.definitions.setdefault(name, []).append({**row, "EntityDefinition": {"QualifiedApiName": name}})
    return True


def _is_of_tooling(row: dict[str, Any]) -> bool:
    attributes = row.get("attributes")
    return isinstance(attributes, dict) and "/tooling/" in str(attributes.get("url"))


def _take_describe(found: _FilesRead, path: Path, answer: dict[str, Any], known: Mapping[str, Question]) -> None:
    name = answer["name"]
    found.answers[name] = Answer(200, answer)
    if name not in OBJECTS and name in known:
        return
    if name not in OBJECTS:
        found.skipped.append(path.name)
        return
    if name in found.describes:
        raise InputError(
            f"two files describe {name}: {found.describes[name][0]} and {path.name}",
            where=str(path.parent),
            fix="Keep the one that belongs to this org.",
        )
    found.describes[name] = (path.name, answer)


def _rows(answer: Any) -> list[dict[str, Any]]:
    records = answer.get("records", [answer]) if isinstance(answer, dict) else answer
    return [row for row in records if isinstance(row, dict)] if isinstance(records, list) else []


def _kind(rows: list[dict[str, Any]], path: Path) -> str:
    """What sort of rows these are: by their own word, else by the file's name."""
    for row in rows:
        attributes = row.get("attributes")
        if isinstance(attributes, dict) and isinstance(attributes.get("type"), str):
            return str(attributes["type"])
    return next((kind for kind in ("ApexTrigger", "FieldDefinition", "Organization") if path.stem.startswith(kind)), "")


def _defined_on(row: dict[str, Any], path: Path) -> str:
    entity = row.get("EntityDefinition")
    if isinstance(entity, dict) and isinstance(entity.get("QualifiedApiName"), str):
        return str(entity["QualifiedApiName"])
    return next((name for name in OBJECTS if name in path.stem), "")


def _understood(answer: dict[str, Any], where: str) -> tuple[ObjectDescribe, tuple[Gap, ...]]:
    """A describe answer out of a file; raises InputError: whoever made the file can make it again."""
    try:
        return object_from_describe(answer, where)
    except CouldNotLook as problem:
        raise InputError(problem.what, where=problem.where or where, fix=problem.fix) from None


def _objects(found: _FilesRead, role: Role, folder: Path) -> tuple[dict[str, ObjectDescribe], str | None]:
    objects: dict[str, ObjectDescribe] = {}
    versions: set[str] = set()
    for name in OBJECTS:
        if name not in found.describes:
            found.gaps.append(_gap(role, "describe", name, "no file describes it", f"Add {name}.json to the folder."))
            continue
        file_name, answer = found.describes[name]
        described, problems = _understood(answer, str(folder / file_name))
        found.gaps += [structs.replace(problem, role=role.value) for problem in problems]
        objects[name] = with_definitions(described, name, found.definitions.get(name, ())) or described
        urls = answer.get("urls")
        versions |= set(_VERSION_IN_URL.findall(str(urls.get("sobject", "")))) if isinstance(urls, dict) else set()
    return objects, versions.pop() if len(versions) == 1 else None


def _triggers(found: _FilesRead, role: Role, folder: Path) -> tuple[Trigger, ...] | None:
    if found.triggers is None:
        fix = "Add ApexTrigger.json: sf data query --use-tooling-api --json --query 'SELECT ... FROM ApexTrigger'."
        found.gaps.append(_gap(role, "triggers", "ApexTrigger", "no file holds trigger rows", fix))
        return None
    try:
        triggers = triggers_from_rows(found.triggers, str(folder))
    except CouldNotLook as problem:
        raise InputError(problem.what, where=problem.where, fix=problem.fix) from None
    return tuple(sorted({one for one in triggers if one.object in OBJECTS}, key=attrgetter("full_name")))


def _gap(role: Role, area: str, subject: str, reason: str, fix: str) -> Gap:
    return Gap(area=area, role=role.value, subject=subject, reason=reason, fix=fix)
