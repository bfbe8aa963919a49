"""One thing to ask of an org, and what came back."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from parity.integrity.secret import scrubbed
from parity.orgs.error_body import error_code, error_sentence, is_refusal

#: Error code of our own for an answer that does not hold what was asked for.
UNUSABLE = "UNUSABLE_ANSWER"
_LONGEST_ERROR = 200


class Question(Struct, frozen=True):
    """One thing to ask: a name for the answer, and the path below /services/data/vXX.0/.

    `alone`: never part of a composite.
    """

    name: str
    path: str
    alone: bool = False

    @property
    def is_query(self) -> bool:
        """Whether the answer comes in pages of records."""
        return "query/?q=" in self.path

    @property
    def is_tooling(self) -> bool:
        """Whether it goes to the Tooling API."""
        return self.path.startswith("tooling/")


class Answer(Struct, frozen=True):
    """What came back: the HTTP status and the body; `records` of all pages for a query."""

    status: int
    body: Any

    @property
    def is_good(self) -> bool:
        """Whether the org gave what was asked for."""
        return 200 <= self.status < 300

    @property
    def is_refusal(self) -> bool:
        """Whether it proves that what was asked for is not there, or not for this user: no other failure does."""
        return is_refusal(self.status, self.body)

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows of a query's answer."""
        found = self.body.get("records") if isinstance(self.body, dict) else None
        return found if isinstance(found, list) else []

    @property
    def has_rows(self) -> bool:
        """Whether this is the answer to a query, even an empty one: an answer of another shape proves nothing."""
        return self.is_good and isinstance(self.body, dict) and isinstance(self.body.get("records"), list)

    @property
    def first(self) -> dict[str, Any]:
        """The one record of an answer: the row itself, or the first that a query found."""
        if isinstance(self.body, dict) and "records" not in self.body and self.is_good:
            return self.body
        return self.records[0] if self.records else {}

    @property
    def error(self) -> str:
        """Salesforce's error code and sentence, cut short; org text, so escape it where it is shown."""
        code = error_code(self.body)
        told = scrubbed(f"{code}: {error_sentence(self.body)}") if code else f"HTTP {self.status}"
        return told if len(told) <= _LONGEST_ERROR else f"{told[: _LONGEST_ERROR - 1]}…"


def query(name: str, soql: str, *, tooling: bool = False) -> Question:
    """A SOQL question, to the data API or to the Tooling API."""
    return Question(name, f"{'tooling/' if tooling else ''}query/?q={quote(soql)}")


def describe(object_name: str) -> Question:
    """The full describe of an object."""
    return Question(object_name, f"sobjects/{object_name}/describe")


def row(name: str, table: str, record_id: str, columns: Sequence[str]) -> Question:
    """One record by its id: no query, so it does not count as one in a composite."""
    return Question(name, f"sobjects/{table}/{record_id}?fields={','.join(columns)}")


def unusable(why: str) -> Answer:
    """In the place of a good answer that is not to the question: neither good nor a refusal."""
    return Answer(502, [{"errorCode": UNUSABLE, "message": why}])


def is_unusable(answer: Answer) -> bool:
    """Whether an answer is one of these."""
    return error_code(answer.body) == UNUSABLE
