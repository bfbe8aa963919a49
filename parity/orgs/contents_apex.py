"""The Apex behind triggers: the list of the org's own classes, and the sources of its active triggers."""

from collections.abc import Mapping, Sequence

import msgspec

from parity.orgs.apex_code import classes_named, code_digest, lines_digest
from parity.orgs.question import Answer, Question, query
from parity.orgs.rows import Row, text_in
from parity.orgs.signed_in import may_view_setup
from parity.orgs.snapshot_part import SoFar
from parity.snapshot.contents import ApexClass, TriggerSource

CLASSES, SOURCES = "ApexClasses", "TriggerSources"
_HIDDEN = "(hidden)"
_SHOWN_NOTHING = Answer(
    404,
    [{"errorCode": "NOT_FOUND", "message": "it showed nothing, and nothing proves that this user would be shown any"}],
)


def apex_questions() -> list[Question]:
    """The two questions. Classes and triggers of packages are left out: the package's version stands for them."""
    columns = ", ".join(("Id", *ApexClass.__struct_encode_fields__))
    where = "NamespacePrefix = null AND Status = 'Active'"
    return [
        query(CLASSES, f"SELECT {columns} FROM ApexClass WHERE NamespacePrefix = null", tooling=True),
        query(SOURCES, f"SELECT Id, Name, Body FROM ApexTrigger WHERE {where}", tooling=True),
    ]


def not_believed(answers: Mapping[str, Answer], so_far: SoFar) -> dict[str, Answer]:
    """Empty lists, turned into refusals where nothing proves that this user would be shown a row."""
    if may_view_setup(so_far):
        return {}
    found = {name: answers[name] for name in (CLASSES, SOURCES) if name in answers}
    return {name: _SHOWN_NOTHING for name, one in found.items() if one.has_rows and not one.records}


def classes_in(answer: Answer | None) -> tuple[ApexClass, ...] | None:
    """The classes in the answer; null where they were not read, or where a row is malformed."""
    if answer is None or not answer.has_rows:
        return None
    columns = ApexClass.__struct_encode_fields__
    try:
        found = [msgspec.convert({name: row.get(name) for name in columns}, ApexClass) for row in answer.records]
    except msgspec.ValidationError:
        return None
    return tuple(one for one in found if one.status != "Deleted")


def sources_in(answer: Answer | None, classes: Sequence[ApexClass]) -> tuple[TriggerSource, ...] | None:
    """What the sources of the triggers say; null where they were not read."""
    if answer is None or not answer.has_rows:
        return None
    names = [one.name for one in classes]
    return tuple(_source(row, names) for row in answer.records if _is_shown(row))


def _is_shown(row: Row) -> bool:
    return bool(text_in(row, "Name")) and text_in(row, "Body") not in {None, _HIDDEN}


def _source(row: Row, names: Sequence[str]) -> TriggerSource:
    body = text_in(row, "Body") or ""
    name = text_in(row, "Name") or ""
    named = classes_named(body, names)
    return TriggerSource(trigger=name, code=code_digest(body), classes=named, lines=lines_digest(body))
