"""What is asked for where somebody else writes the files, and the parts of a snapshot that such files hold.

The questions are those of parity/orgs/parts/, so that files hold what a collected snapshot does. Columns that not every
org has are left out: a query that names one fails whole.
"""

from collections.abc import Mapping, Sequence
from shlex import quote
from typing import Any
from urllib.parse import unquote

from msgspec import structs

from parity.config.collect_options import CollectOptions
from parity.marketo_measure.catalogue import RELATED_OBJECTS
from parity.orgs.client import Answer, Question
from parity.orgs.collect import read_parts, snapshot_parts
from parity.orgs.snapshot_part import SnapshotPart, SoFar
from parity.snapshot.org_setup import ASKED_OF_PEOPLE, Unread
from parity.snapshot.records import OBJECTS, Role

_HOW = "Add the file: `parity import DIR --role ROLE --queries` prints the command for each."
_MEANS_SOMETHING = frozenset('"$`\\!%')
_NOT_IN_FILES = Answer(404, None)


class _Answers(dict[str, Answer]):
    """Answers by question; what is in no file was not answered."""

    def __missing__(self, name: str) -> Answer:
        return _NOT_IN_FILES


def _questions(part: SnapshotPart, so_far: SoFar) -> Sequence[Question]:
    """What a part asks without its own optional columns; another part may need a column of the same name."""
    optional = frozenset(column.name for column in part.optional_columns)
    return part.questions(structs.replace(so_far, lacking=optional))


def questions_for_files(role: Role, options: CollectOptions) -> tuple[Question, ...]:
    """The questions whose answers the Salesforce CLI can write into files, each once, in their order."""
    so_far = SoFar(role=role, options=options, answers=_Answers())
    asked = [one for part in snapshot_parts() if _is_wanted(part, options) for one in _questions(part, so_far)]
    described = {*OBJECTS, *RELATED_OBJECTS}
    known = {one.name: one for one in asked if one.is_query or one.name in described}
    return tuple(one for name, one in known.items() if name not in {"User", "UserPermissionAccess"})


def _is_wanted(part: SnapshotPart, options: CollectOptions) -> bool:
    if part.name in ASKED_OF_PEOPLE:
        # Of a tenant that is about to be switched both orgs are collected; files have no use for them.
        return False
    return part.field != "integration_user" or options.names_somebody


def command_for(question: Question, folder: str) -> str:
    """The line for a shell that writes the answer into a file of the question's name."""
    target = quote(f"{folder}/{question.name}.json")
    if not question.is_query:
        return f"sf sobject describe --sobject {question.name} --json > {target}"
    soql = unquote(question.path.partition("?q=")[2])
    tooling = " --use-tooling-api" if question.is_tooling else ""
    # Double quotes hold in every shell, as long as nothing in the query means something to one.
    quoted = quote(soql) if _MEANS_SOMETHING & set(soql) else f'"{soql}"'
    return f"sf data query{tooling} --json --query {quoted} > {target}"


def parts_from_files(role: Role, options: CollectOptions, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """The parts that the answers hold, by field of `Snapshot`, and `unread` for those that are in no file."""
    so_far = SoFar(role=role, options=options, answers=_Answers(answers))
    parts = [part for part in snapshot_parts() if part.name not in ASKED_OF_PEOPLE]
    named = [part for part in parts if part.name is not None and _questions(part, so_far)]
    held = [part for part in named if all(one.name in answers for one in _questions(part, so_far))]
    found = read_parts(held, so_far)
    found.pop("gaps")
    lacking = (
        Unread(part=part.name, reason="no file holds it", fix=_HOW)
        for part in named
        if part not in held and part.name is not None
    )
    return {**found, "unread": (*found["unread"], *lacking)}
