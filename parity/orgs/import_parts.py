"""The questions that an administrator answers with files, and the parts of a snapshot that such files hold.

The questions are those of parity/orgs/parts/, so that files hold the same as a collected snapshot. Columns that some
orgs lack are left out: a query that names a missing column fails as a whole.
"""

from collections.abc import Mapping, Sequence
from shlex import quote
from typing import Any
from urllib.parse import unquote

from msgspec import structs

from parity.config.collect_options import CollectOptions
from parity.orgs.collect import read_parts, snapshot_parts
from parity.orgs.question import Answer, Question, describe
from parity.orgs.snapshot_part import SnapshotPart, SoFar
from parity.snapshot.org_setup import ASKED_OF_PEOPLE, Unread
from parity.snapshot.records import Role

_HOW = "Add the file: `parity import DIR --role ROLE --queries` prints the command for each."
_NAME_THE_USER = "Name the user: with --integration-user NAME, `--queries` prints the commands for its permissions too."
#: For what has no command of its own in the Salesforce CLI. An older version that every org of today offers will do.
_REST = "/services/data/v63.0/"
_MEANS_SOMETHING = frozenset('"$`\\!%')
_NOT_IN_FILES = Answer(404, None)
#: What only the signed-in user's own answers tell, and what the files are read for in any case.
_ONLY_ONES_OWN = frozenset({"User", "UserPermissionAccess", "PermissionSetDescribe"})
_READ_WITH_THE_FILES = frozenset({"org", "user", "objects", "triggers"})


class _Answers(dict[str, Answer]):
    """Answers by question; what is in no file was not answered."""

    def __missing__(self, name: str) -> Answer:
        return _NOT_IN_FILES


def _questions(part: SnapshotPart, so_far: SoFar) -> Sequence[Question]:
    """What a part asks without its own optional columns; another part may need a column of the same name."""
    optional = frozenset(part.optional_columns)
    return part.questions(structs.replace(so_far, lacking=optional))


def questions_for_files(role: Role, options: CollectOptions) -> tuple[Question, ...]:
    """The questions whose answers the Salesforce CLI can write into files, each once, in their order."""
    so_far = SoFar(role=role, options=options, answers=_Answers(), into_files=True)
    asked = [one for part in snapshot_parts() if _is_wanted(part, options) for one in _questions(part, so_far)]
    return tuple(one for name, one in {one.name: one for one in asked}.items() if name not in _ONLY_ONES_OWN)


def _is_wanted(part: SnapshotPart, options: CollectOptions) -> bool:
    if part.name in ASKED_OF_PEOPLE:
        # Of a tenant that is about to be switched both orgs are collected; files have no use for them.
        return False
    return part.field != "integration_user" or options.names_somebody


def command_for(question: Question, folder: str) -> str:
    """The line for a shell that writes the answer into a file of the question's name."""
    target = quote(f"{folder}/{question.name}.json")
    if question.path == describe(question.name).path:
        return f"sf sobject describe --sobject {question.name} --json > {target}"
    if not question.is_query:
        return f'sf api request rest "{_REST}{question.path}" > {target}'
    soql = unquote(question.path.partition("?q=")[2])
    tooling = " --use-tooling-api" if question.is_tooling else ""
    # Double quotes hold in every shell, as long as nothing in the query means something to one.
    quoted = quote(soql) if _MEANS_SOMETHING & set(soql) else f'"{soql}"'
    return f"sf data query{tooling} --json --query {quoted} > {target}"


def parts_from_files(role: Role, options: CollectOptions, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """The parts that the answers hold, by field of `Snapshot`, and `unread` for those that are in no file."""
    so_far = SoFar(role=role, options=options, answers=_Answers(answers), into_files=True)
    wanted = [one for one in snapshot_parts() if one.name not in ASKED_OF_PEOPLE]
    asking = [part for part in wanted if part.field not in _READ_WITH_THE_FILES and _questions(part, so_far)]
    held = [part for part in asking if all(one.name in answers for one in _questions(part, so_far))]
    found = read_parts(held, so_far)
    found.pop("gaps")
    lacking = (
        Unread(part=part.name, reason="no file holds it", fix=_HOW if _is_wanted(part, options) else _NAME_THE_USER)
        for part in asking
        if part not in held and part.name is not None
    )
    return {**found, "unread": (*found["unread"], *lacking)}
