"""Questions packed into the fewest calls, and their answers unpacked.

A composite takes 25 parts, of which at most 5 are queries; describes and rows are not queries:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from parity.orgs.question import Answer, Question, unusable

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


def by_reference(questions: Sequence[Question], replies: Sequence[Any]) -> dict[str, Answer]:
    """A composite's reply to each question, by reference id; an unusable answer where there is not exactly one."""
    objects = [one for one in replies if isinstance(one, dict)]
    number = Counter(str(one.get("referenceId")) for one in objects)
    found = {str(one.get("referenceId")): one for one in objects}
    return {
        one.name: _reply(found[one.name])
        if number[one.name] == 1
        else unusable(f"the composite holds {number[one.name]} answers to {one.name}")
        for one in questions
    }


def _reply(part: dict[str, Any]) -> Answer:
    status = part.get("httpStatusCode")
    if type(status) is not int or not 100 <= status < 600:
        return unusable("a part of the composite has no HTTP status")
    return Answer(status, part.get("body"))
