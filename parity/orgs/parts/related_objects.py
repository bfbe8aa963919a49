"""The objects besides the six compared ones that Marketo Measure reads or writes."""

from parity.errors import CouldNotLook
from parity.marketo_measure.catalogue import PACKAGE_OBJECTS, RELATED_OBJECTS
from parity.orgs.describe import object_from_describe
from parity.orgs.field_definitions import definitions_of, field_definition_questions, with_definitions
from parity.orgs.question import Question, describe
from parity.orgs.snapshot_part import RUN_AGAIN, Partly, SnapshotPart, SoFar, Turn
from parity.snapshot.grants import READ_THESE_OBJECTS
from parity.snapshot.org_setup import Part, Unread
from parity.snapshot.records import ObjectDescribe

#: Of these no list of all fields is asked for: they are looked at as they are shown.
_NOT_LISTED = frozenset({"Event", "Task"})


def _questions(so_far: SoFar) -> list[Question]:
    return [*(describe(name) for name in RELATED_OBJECTS), *field_definition_questions(so_far)]


def read_related_objects(so_far: SoFar) -> Partly:
    """Their describes. An object of the package that the org does not have is left out: a rule reports it."""
    found: dict[str, ObjectDescribe] = {}
    refused, failed = [], []
    for name in RELATED_OBJECTS:
        answer = so_far.answers[name]
        if answer.is_refusal:
            refused += [] if name in PACKAGE_OBJECTS else [name]
            continue
        try:
            if not answer.is_good:
                raise CouldNotLook(answer.error)
            described = object_from_describe(answer.body, f"{name} describe")[0]
        except CouldNotLook as problem:
            failed.append(f"{name} ({problem.what})")
            continue
        rows = [] if name in _NOT_LISTED else definitions_of(so_far, name).records
        found[name] = with_definitions(described, name, rows) or described
    told = (
        ("the signed-in user may not describe", refused, READ_THESE_OBJECTS),
        ("could not be described:", failed, RUN_AGAIN),
    )
    unread = tuple(
        Unread(part=Part.RELATED_OBJECTS, reason=f"{what} {', '.join(names)}", fix=fix)
        for what, names, fix in told
        if names
    )
    return Partly(value=found, unread=unread)


PART = SnapshotPart(
    field="related",
    name=Part.RELATED_OBJECTS,
    fix=READ_THESE_OBJECTS,
    turn=Turn.BASIS,
    questions=_questions,
    read=read_related_objects,
)
