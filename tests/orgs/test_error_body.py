"""Which errors prove something, and the sentence that a person reads of them."""

import pytest

from parity.orgs.error_body import error_code, error_sentence, is_settled
from parity.orgs.question import Answer

#: As a real org answers a query for a column that it has not: https://developer.salesforce.com/docs (INVALID_FIELD).
NO_SUCH_COLUMN = [
    {
        "message": "\nSELECT Id, IsDraft FROM Campaign\n           ^\nERROR at Row:1:Column:12\n"
        "No such column 'IsDraft' on entity 'Campaign'. If you are attempting to use a custom field, be sure to append "
        "the '__c'.",
        "errorCode": "INVALID_FIELD",
    }
]


def test_the_sentence_is_the_last_line_of_a_message_with_a_snippet() -> None:
    error = Answer(400, NO_SUCH_COLUMN).error
    assert error.startswith("INVALID_FIELD: No such column 'IsDraft' on entity 'Campaign'.")
    assert "\n" not in error
    assert "^" not in error


@pytest.mark.parametrize(
    ("status", "code", "refusal"),
    [
        (403, "INSUFFICIENT_ACCESS", True),
        (400, "INVALID_TYPE", True),
        (404, "NOT_FOUND", True),
        (400, "INVALID_FIELD", True),
        (403, "REQUEST_LIMIT_EXCEEDED", False),
        (400, "MALFORMED_QUERY", False),
        (403, "SOMETHING_NEW", False),
        (500, "INVALID_TYPE", False),
        (200, "INVALID_TYPE", False),
        (0, "NOT_FOUND", False),
    ],
)
def test_only_a_code_that_means_it_proves_a_refusal(status: int, code: str, refusal: bool) -> None:
    assert Answer(status, [{"errorCode": code, "message": ""}]).is_refusal is refusal


@pytest.mark.parametrize("body", [None, [], {}, [None], [{"errorCode": 7}], "text", {"errorCode": "NOT_FOUND"}])
def test_a_body_without_a_list_of_errors_proves_nothing(body: object) -> None:
    assert error_code(body) is None
    assert error_sentence(body) == ""
    assert not Answer(404, body).is_refusal
    assert Answer(404, body).error == "HTTP 404"


def test_a_long_error_is_cut_where_it_can_be_seen() -> None:
    told = Answer(400, [{"errorCode": "INVALID_TYPE", "message": "x" * 300}]).error
    assert told == f"INVALID_TYPE: {'x' * 185}…"
    assert Answer(400, [{"errorCode": "INVALID_TYPE", "message": "x" * 186}]).error.endswith("x")


def test_a_question_that_an_org_will_not_answer_in_this_form_is_settled_but_refuses_nothing() -> None:
    body = [{"errorCode": "EXCEEDED_ID_LIMIT", "message": "does not support queryMore()"}]
    assert is_settled(400, body)
    assert not Answer(400, body).is_refusal
    assert not is_settled(500, body)
