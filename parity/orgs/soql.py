"""Texts as SOQL literals.

https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
"""

from collections.abc import Iterable


def quoted(text: str) -> str:
    """A text as a literal, quotation marks included."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def listed(texts: Iterable[str]) -> str:
    """Texts as the inside of `IN (...)`."""
    return ", ".join(quoted(one) for one in texts)
