"""One signed-in org, asked through simple-salesforce: several questions in one call where the org allows it.

Composite: one call whatever it holds, at most 25 subrequests, at most 5 of them queries:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
"""

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from msgspec import Struct
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError, SalesforceExpiredSession

from parity.config.address import is_below_data, may_carry_secrets
from parity.errors import OrgUnreachable, SignInError
from parity.integrity.secret import scrubbed
from parity.orgs.sign_in.connection import Connection
from parity.orgs.sign_in.refusals import fix_for_code, fix_for_status
from parity.orgs.transport import Credits, OrgSession
from parity.snapshot.records import Role

#: Error code of our own for an answer that does not hold what was asked for.
UNUSABLE = "UNUSABLE_ANSWER"
_API_OFF = ("API_CURRENTLY_DISABLED", "API_DISABLED_FOR_ORG")
_SHORTEST_RETRY = frozenset({408, 429, 500, 502, 503, 504})


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
    def records(self) -> list[dict[str, Any]]:
        """The rows of a query's answer."""
        found = self.body.get("records") if isinstance(self.body, dict) else None
        return found if isinstance(found, list) else []

    @property
    def has_rows(self) -> bool:
        """Whether this is a query's answer, be it an empty one: an answer of another shape proves nothing."""
        return self.is_good and isinstance(self.body, dict) and isinstance(self.body.get("records"), list)

    @property
    def first(self) -> dict[str, Any]:
        """The one record of an answer: the row itself, or the first that a query found."""
        if isinstance(self.body, dict) and "records" not in self.body and self.is_good:
            return self.body
        return self.records[0] if self.records else {}

    @property
    def error(self) -> str:
        """Salesforce's error code and message, cut short; org text, so escape it where it is shown."""
        first = self.body[0] if isinstance(self.body, list) and self.body else self.body
        if isinstance(first, dict) and "errorCode" in first:
            return scrubbed(f"{first['errorCode']}: {first.get('message', '')}")[:200]
        return f"HTTP {self.status}"


def query(name: str, soql: str, *, tooling: bool = False) -> Question:
    """A SOQL question, to the data API or to the Tooling API."""
    return Question(name, f"{'tooling/' if tooling else ''}query/?q={quote(soql)}")


def describe(object_name: str) -> Question:
    """The full describe of an object."""
    return Question(object_name, f"sobjects/{object_name}/describe")


def row(name: str, table: str, record_id: str, columns: Sequence[str]) -> Question:
    """One record by its id: no query, so it does not count as one in a composite."""
    return Question(name, f"sobjects/{table}/{record_id}?fields={','.join(columns)}")


class OrgClient:
    """Asks one org. Signs in again once when the session has gone; remembers when a composite was refused."""

    def __init__(self, role: Role, session: OrgSession, sign_in: Callable[[], Connection]) -> None:
        self.role = role
        self.session = session
        self._sign_in = sign_in
        self._signed_in_again = False
        self.sign_in_requests = 0
        self.fallback: str | None = None
        self.connection = self._connect()

    @property
    def calls(self) -> int:
        """HTTP requests that count as API calls: all but those that signed in."""
        return self.session.calls - self.sign_in_requests

    def versions(self) -> tuple[str, ...]:
        """The API versions that the org offers, oldest first."""
        answer = self._sent("GET", f"{self.connection.instance_url}/services/data")
        offered = [one.get("version") for one in answer.body if isinstance(one, dict)] if _is_list(answer) else []
        versions = [one for one in offered if isinstance(one, str) and _is_version(one)]
        if not versions:
            is_silent = answer.status in _SHORTEST_RETRY
            what = (
                "the org did not answer, also after several attempts" if is_silent else "no Salesforce org answers so"
            )
            raise OrgUnreachable(
                f"{self.role}: {what} ({answer.error})",
                where=self.connection.instance_url,
                fix=fix_for_status(answer.status) or fix_for_status(404),
            )
        return tuple(sorted(versions, key=float))

    def user_info(self) -> dict[str, Any]:
        """Who the session belongs to, from /services/oauth2/userinfo; empty where it is not answered."""
        answer = self._sent("GET", f"{self.connection.instance_url}/services/oauth2/userinfo")
        return answer.body if answer.is_good and isinstance(answer.body, dict) else {}

    def credits_from_limits(self, version: str) -> Credits | None:
        """The credits left as /limits tells them, for orgs whose answers carry no Sforce-Limit-Info."""
        answer = self._sent("GET", self._url(version, "limits"))
        daily = answer.body.get("DailyApiRequests") if isinstance(answer.body, dict) else None
        if not isinstance(daily, dict) or not all(isinstance(daily.get(key), int) for key in ("Max", "Remaining")):
            return None
        return Credits(daily["Max"], daily["Remaining"])

    def ask_together(self, version: str, questions: Sequence[Question], *, tooling: bool = False) -> dict[str, Answer]:
        """Ask several things in one call, or one by one where the org refuses a composite. Answers by name."""
        if self.fallback is None:
            answers = self._composite(version, questions, tooling)
            if answers is not None:
                return {
                    one.name: self._settled(version, one, answers.get(one.name, Answer(500, None))) for one in questions
                }
        return {one.name: self.ask(version, one) for one in questions}

    def ask(self, version: str, question: Question) -> Answer:
        """Ask one thing, and for the further pages of a query."""
        return self._whole(question, self._sent("GET", self._url(version, question.path)))

    def _composite(self, version: str, questions: Sequence[Question], tooling: bool) -> dict[str, Answer] | None:
        subrequests = [
            {"method": "GET", "url": f"/services/data/v{version}/{one.path}", "referenceId": one.name}
            for one in questions
        ]
        body = json.dumps({"allOrNone": False, "compositeRequest": subrequests})
        url = self._url(version, f"{'tooling/' if tooling else ''}composite")
        answer = self._sent("POST", url, data=body, idempotent=True)
        replies = answer.body.get("compositeResponse") if isinstance(answer.body, dict) else None
        if answer.is_good and isinstance(replies, list):
            return {
                str(one.get("referenceId")): Answer(_status(one.get("httpStatusCode")), one.get("body"))
                for one in replies
                if isinstance(one, dict)
            }
        self.fallback = f"the org refused a composite request ({answer.error}), so every question was a call of its own"
        return None

    def _settled(self, version: str, question: Question, answer: Answer) -> Answer:
        """An answer out of a composite: asked again alone where it failed in passing, and with all its pages."""
        if answer.status in _SHORTEST_RETRY:
            return self.ask(version, question)
        return self._whole(question, answer)

    def _whole(self, question: Question, answer: Answer) -> Answer:
        """An answer with all its pages; one to a query that does not hold all its rows becomes an error."""
        if not question.is_query or not answer.is_good:
            return answer
        paged = self._all_pages(answer)
        why = _unusable(paged.body) if paged.is_good else None
        return paged if why is None else Answer(502, [{"errorCode": UNUSABLE, "message": why}])

    def _all_pages(self, answer: Answer) -> Answer:
        body = answer.body
        followed: set[str] = set()
        while answer.is_good and isinstance(body, dict) and body.get("nextRecordsUrl"):
            path = body["nextRecordsUrl"]
            if not is_below_data(path) or path in followed:
                raise self._strange(f"a further page of a query lies at {str(path)[:80]!r}")
            followed.add(path)
            page = self._sent("GET", f"{self.connection.instance_url}{path}")
            if not page.is_good or not isinstance(page.body, dict):
                return page
            rows = _rows(page.body)
            if not rows:
                raise self._strange("a further page of a query is empty")
            body = {**page.body, "records": [*_rows(body), *rows]}
            answer = Answer(200, body)
        return answer

    def _url(self, version: str, path: str) -> str:
        return f"{self.connection.instance_url}/services/data/v{version}/{path}"

    def _connect(self) -> Connection:
        before = self.session.calls
        connection = self._sign_in()
        if not may_carry_secrets(connection.instance_url):
            raise self._strange(f"signing in leads to {connection.instance_url[:80]!r}, which is not an https address")
        self.sign_in_requests += self.session.calls - before
        return connection

    def _sent(self, method: str, url: str, **options: Any) -> Answer:
        try:
            return self._send(method, url, **options)
        except SalesforceExpiredSession:
            if self._signed_in_again:
                raise self._session_gone() from None
            self._signed_in_again = True
            old = self.connection.session_id.reveal()
            self.connection = self._connect()
            if self.connection.session_id.reveal() == old:
                raise self._session_gone() from None
        return self._sent(method, url, **options)

    def _send(self, method: str, url: str, **options: Any) -> Answer:
        """One request through simple-salesforce, which adds the session and tells errors apart."""
        connection = self.connection
        client = Salesforce(
            session_id=connection.session_id.reveal(), instance_url=connection.instance_url, session=self.session
        )
        # simple-salesforce always speaks https to the host; the address in the settings decides.
        client.base_url = url
        try:
            body = client.restful("", method=method, **options)
        except SalesforceExpiredSession:
            raise
        except SalesforceError as refused:
            answer = Answer(refused.status, _plain(refused.content))
            if answer.error.startswith(_API_OFF):
                raise self._api_is_off(answer) from None
            return answer
        except (ValueError, RecursionError):
            raise OrgUnreachable(
                f"{self.role}: the answer is not JSON: a proxy or a login page may stand in between",
                where=connection.instance_url,
                fix="Open the address in a browser on this machine, and check the proxy settings.",
            ) from None
        return Answer(200, body)

    def _strange(self, what: str) -> OrgUnreachable:
        return OrgUnreachable(
            f"{self.role}: {what}",
            fix="No Salesforce org answers like this: check the address in parity.yaml and what stands in between.",
        )

    def _api_is_off(self, answer: Answer) -> SignInError:
        code = answer.error.partition(":")[0]
        what = f"{self.role}: the signed-in user may not use the API ({code})"
        return SignInError(what, where=self.connection.instance_url, fix=fix_for_code(code, answer.status, {}))

    def _session_gone(self) -> SignInError:
        return SignInError(
            f"{self.role}: the session has expired or is not valid (INVALID_SESSION_ID)",
            where=self.connection.instance_url,
            fix="Get a new session id (or sign in again with the sf CLI) and run it again.",
        )


def _is_version(text: str) -> bool:
    whole, dot, part = text.partition(".")
    return text.isascii() and whole.isdigit() and bool(dot) and part.isdigit()


def _status(told: Any) -> int:
    return told if isinstance(told, int) else 500


def _rows(body: dict[str, Any]) -> list[Any]:
    rows = body.get("records")
    return rows if isinstance(rows, list) else []


def _unusable(body: Any) -> str | None:
    """Why the answer to a query does not hold all its rows; null where it does."""
    if not isinstance(body, dict) or not isinstance(body.get("records"), list):
        return "the answer holds no list of records"
    rows = body["records"]
    if not all(isinstance(row, dict) for row in rows):
        return "a record is not an object"
    if body.get("done") is not True or body.get("totalSize") != len(rows):
        return f"the answer holds {len(rows)} of {body.get('totalSize')} records"
    return None


def _is_list(answer: Answer) -> bool:
    return answer.is_good and isinstance(answer.body, list)


def _plain(content: Any) -> Any:
    return content if isinstance(content, list | dict) else None
