"""An answer to another question is none."""

from typing import Any
from urllib.parse import quote

import pytest

from parity.orgs.to_the_question import why_no_answer

SOQL = "SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity)"
NONE = "0" * 15
ID = "00D5g000000abcDEAQ"


def rows(*found: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"totalSize": len(found), "done": True, "records": list(found), **more}


def typed(kind: str, **columns: Any) -> dict[str, Any]:
    return {"attributes": {"type": kind}, **columns}


GOOD: list[tuple[str, Any]] = [
    ("sobjects/Case/describe", {"name": "Case", "fields": []}),
    ("tooling/sobjects/ApexTrigger/describe", {"name": "ApexTrigger"}),
    (f"sobjects/Organization/{ID}?fields=Id,Name", typed("Organization", Id=ID[:15], Name="A")),
    (f"tooling/sobjects/Flow/{ID}?fields=Metadata", typed("Flow", Metadata={})),
    (f"query/?q={quote(SOQL)}", rows(typed("Account", Id="1"), typed("Account", Id="2"))),
    (f"query/?q={quote('SELECT COUNT(Id) FROM Lead')}", rows(typed("AggregateResult", expr0=3))),
    (
        f"tooling/query/?q={quote('SELECT Id FROM EntityDefinition')}",
        rows(*[typed("EntityDefinition", Id="0" * 15)] * 2),
    ),
    ("limits/recordCount?sObjects=Lead,Case", {"sObjects": [{"name": "Case", "count": 3}]}),
    ("sobjects/Campaign/describe/layouts", {"recordTypeMappings": []}),
]
BAD: list[tuple[str, Any, str]] = [
    ("sobjects/Case/describe", {"name": "Task", "fields": []}, "the describe is of 'Task', not of Case"),
    ("sobjects/Case/describe", [{"errorCode": "NOT_FOUND"}], "an error in place of"),
    ("sobjects/Case/describe", None, "empty"),
    (f"sobjects/Organization/{ID}?fields=Id", typed("User", Id=ID), "a row of User, not of Organization"),
    (f"sobjects/Organization/{ID}?fields=Id", typed("Organization", Id="00D5g000000xyzXEAQ"), "not 00D5g"),
    (f"sobjects/Organization/{ID}?fields=Id", typed("Organization"), "the answer is the row 'None'"),
    (f"query/?q={quote(SOQL)}", rows(typed("Contact", Id="1")), "rows of Contact, not of Account"),
    (f"query/?q={quote(SOQL)}", rows(typed("Account", Id="1"), typed("Account", Id="1")), "twice"),
    (f"query/?q={quote(SOQL)}", rows(typed("Account"), totalSize=2), "1 of 2 records"),
    (f"query/?q={quote(SOQL)}", rows(typed("Account"), totalSize=True), "1 of True records"),
    (f"query/?q={quote(SOQL)}", rows(typed("Account"), done=False), "1 of 1 records"),
    (f"query/?q={quote(SOQL)}", {"size": 1}, "no list of records"),
    (f"query/?q={quote(SOQL)}", rows(1), "not an object"),  # type: ignore[arg-type]
    ("limits/recordCount?sObjects=Lead,Case", {"sObjects": [{"name": "Task", "count": 3}]}, "not one that was asked"),
    ("limits/recordCount?sObjects=Lead", {"sObjects": [{"name": "Lead", "count": "3"}]}, "not one that was asked"),
    ("limits/recordCount?sObjects=Lead", {"sObjects": [{"name": "Lead", "count": 3}] * 2}, "counted twice"),
    ("limits/recordCount?sObjects=Lead", {}, "no list of counts"),
]


@pytest.mark.parametrize(("path", "body"), GOOD)
def test_an_answer_to_the_question_is_taken(path: str, body: Any) -> None:
    assert why_no_answer(path, body) is None


@pytest.mark.parametrize(("path", "body", "why"), BAD)
def test_an_answer_to_another_question_is_told_apart(path: str, body: Any, why: str) -> None:
    assert why in (why_no_answer(path, body) or "")
