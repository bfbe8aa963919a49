"""Questions packed into the fewest calls.

A composite takes 25 parts, of which at most 5 are queries; describes and rows are not queries:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
"""

from collections.abc import Sequence

from parity.orgs.client import Question

_MOST_PARTS, _MOST_QUERIES = 25, 5


def in_composites(questions: Sequence[Question]) -> list[list[Question]]:
    """The questions in as few composites as hold them, in their order."""
    packed: list[list[Question]] = [[]]
    for question in questions:
        home = next((one for one in packed if _has_room(one, question)), None)
        if home is None:
            home = []
            packed.append(home)
        home.append(question)
    return packed


def _has_room(composite: Sequence[Question], question: Question) -> bool:
    if len(composite) >= _MOST_PARTS:
        return False
    return not question.is_query or sum(one.is_query for one in composite) < _MOST_QUERIES
