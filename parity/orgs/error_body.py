"""What an error body of Salesforce says, and which codes prove something.

Codes: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
"""

from typing import Any

#: Codes that say: there is no such thing, not for this user, or not in this org. Nothing else proves a refusal.
REFUSALS = frozenset(
    {
        "API_DISABLED_FOR_ORG",
        "ENTITY_IS_DELETED",
        "FUNCTIONALITY_NOT_ENABLED",
        "INSUFFICIENT_ACCESS",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "INVALID_CROSS_REFERENCE_KEY",
        "INVALID_FIELD",
        "INVALID_TYPE",
        "NOT_FOUND",
    }
)
#: Codes for a question that this org will not answer in this form, however often it is asked.
_ABOUT_THE_QUESTION = frozenset(
    {
        "EXCEEDED_ID_LIMIT",
        "INVALID_QUERY_FILTER_OPERATOR",
        "INVALID_QUERY_LOCATOR",
        "MALFORMED_QUERY",
        "OPERATION_TOO_LARGE",
        "QUERY_TOO_COMPLICATED",
        "URI_TOO_LONG",
    }
)


def error_code(body: Any) -> str | None:
    """The code of the first error in a body; null where the body is no list of errors."""
    first = body[0] if isinstance(body, list) and body else None
    code = first.get("errorCode") if isinstance(first, dict) else None
    return code if isinstance(code, str) else None


def error_sentence(body: Any) -> str:
    """The sentence of the first error, without the excerpt of the query and the arrow that may precede it."""
    message = body[0].get("message") if error_code(body) else None
    lines = [line.strip() for line in str(message or "").splitlines() if line.strip()]
    return lines[-1] if lines else ""


def is_refusal(status: int, body: Any) -> bool:
    """Whether an answer proves that what was asked for is not there, or not for this user."""
    return 400 <= status < 500 and error_code(body) in REFUSALS


def is_settled(status: int, body: Any) -> bool:
    """Whether the same question would be answered in the same way again."""
    return is_refusal(status, body) or (400 <= status < 500 and error_code(body) in _ABOUT_THE_QUESTION)
