"""The six objects: their describes, and which of their fields are hidden from this user."""

from msgspec import structs

from parity.orgs.describe import object_from_describe
from parity.orgs.field_definitions import (
    definitions_of,
    field_definition_questions,
    object_by_object,
    with_definitions,
)
from parity.orgs.question import Question, describe
from parity.orgs.snapshot_part import RUN_AGAIN, Partly, SnapshotPart, SoFar, Turn
from parity.snapshot.grants import READ_SETUP, read_object
from parity.snapshot.org_setup import Part, Unread
from parity.snapshot.records import OBJECTS, Gap, ObjectDescribe


def _questions(so_far: SoFar) -> list[Question]:
    return [*(describe(name) for name in OBJECTS), *field_definition_questions(so_far)]


def read_objects(so_far: SoFar) -> Partly:
    """Each object that may be described; raises CouldNotLook for an answer that is no describe."""
    objects: dict[str, ObjectDescribe] = {}
    gaps: list[Gap] = []
    unread: list[Unread] = []
    for name in OBJECTS:
        answer = so_far.answers[name]
        if not answer.is_good:
            refused = "the signed-in user may not describe it" if answer.is_refusal else "it could not be described"
            fix = read_object(name) if answer.is_refusal else RUN_AGAIN
            gaps.append(_gap(so_far, "describe", name, f"{refused} ({answer.error})", fix))
            if not answer.is_refusal:
                unread.append(Unread(part=Part.OBJECTS, reason=f"{name} could not be described", fix=fix))
            continue
        described, problems = object_from_describe(answer.body, f"{so_far.role}: {name} describe")
        gaps += [structs.replace(problem, role=so_far.role.value) for problem in problems]
        listed = _with_definitions(so_far, name, described)
        if listed is None:
            reason = f"missing and hidden fields cannot be told apart ({definitions_of(so_far, name).error})"
            gaps.append(_gap(so_far, "field-visibility", f"FieldDefinition of {name}", reason, READ_SETUP))
        objects[name] = listed or described
    return Partly(value=objects, gaps=tuple(gaps), unread=tuple(unread))


def _with_definitions(so_far: SoFar, name: str, described: ObjectDescribe) -> ObjectDescribe | None:
    """The object with the list of all its fields; null where that was not read."""
    defined = definitions_of(so_far, name)
    return with_definitions(described, name, defined.records) if defined.has_rows else None


def _gap(so_far: SoFar, area: str, subject: str, reason: str, fix: str) -> Gap:
    return Gap(area=area, role=so_far.role.value, subject=subject, reason=reason, fix=fix)


PART = SnapshotPart(field="objects", turn=Turn.BASIS, questions=_questions, again=object_by_object, read=read_objects)
