"""Leaves out columns that this org does not have, and asks again without them.

Salesforce answers a query for such a column with INVALID_FIELD, "No such column 'NAME' on entity 'TABLE'":
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
"""

from collections.abc import Callable, Sequence

from msgspec import structs

from parity.orgs.question import Answer, Question
from parity.orgs.snapshot_part import SnapshotPart, SoFar


def without_missing_columns(ask: Callable[[Question], Answer], parts: Sequence[SnapshotPart], so_far: SoFar) -> SoFar:
    """The answers, where a query named a column that its part declares as optional those to the query without it.

    `ask` asks one question. Each column costs at most one call: no column is left out twice.
    """
    for part in parts:
        asked = part.questions(so_far)
        while missing := _missing(part, asked, so_far):
            refused = {one.name for one in asked if _named(part, so_far.answers[one.name])}
            so_far = structs.replace(so_far, lacking=so_far.lacking | missing)
            asked = [one for one in part.questions(so_far) if one.name in refused]
            so_far = structs.replace(so_far, answers={**so_far.answers, **{one.name: ask(one) for one in asked}})
    return so_far


def _missing(part: SnapshotPart, asked: Sequence[Question], so_far: SoFar) -> frozenset[str]:
    """The optional columns that the answers say are not there, and that are not known to be lacking yet."""
    named = (_named(part, so_far.answers[one.name]) for one in asked)
    return frozenset().union(*named) - so_far.lacking


def _named(part: SnapshotPart, answer: Answer) -> frozenset[str]:
    """The part's optional columns that an answer says are not there."""
    errors = answer.body if isinstance(answer.body, list) and not answer.is_good else []
    told = [
        str(one.get("message")) for one in errors if isinstance(one, dict) and one.get("errorCode") == "INVALID_FIELD"
    ]
    return frozenset(column for column in part.optional_columns if any(f"'{column}'" in one for one in told))
