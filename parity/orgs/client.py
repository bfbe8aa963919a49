"""One signed-in org, asked through simple-salesforce: several questions in one call where the org allows it.

Composite: one call whatever it holds, at most 25 subrequests, at most 5 of them queries:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
"""

import json
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError, SalesforceExpiredSession

from parity.config.address import may_carry_secrets
from parity.errors import OrgUnreachable, SignInError
from parity.orgs.composites import by_reference
from parity.orgs.error_body import error_code, is_settled
from parity.orgs.no_answer import LIMIT_REACHED, credits_spent
from parity.orgs.paging import NoPage, all_pages
from parity.orgs.question import Answer, Question, is_unusable, unusable
from parity.orgs.sign_in.connection import Connection
from parity.orgs.sign_in.refusals import fix_for_code, fix_for_status
from parity.orgs.to_the_question import why_no_answer
from parity.orgs.transport import Credits, OrgSession
from parity.orgs.whole_answer import NotAsAgreed
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role

_API_OFF = frozenset({"API_CURRENTLY_DISABLED", "API_DISABLED_FOR_ORG"})
#: Statuses of an org, or of what stands before it, that says: not now. Another question would be answered the same.
_NOT_NOW = frozenset({408, 429, 502, 503, 504})
#: Statuses of an org, or of a proxy, that takes no composite.
_REFUSES_COMPOSITES = frozenset({403, 404, 405, 501})
_VERSION = re.compile(r"[0-9]{1,3}\.[0-9]")
_WAIT = "Look at https://status.salesforce.com and at the proxy, wait, and run it again."


class OrgClient:
    """Asks one org. Signs in again once when the session has ended; remembers when a composite was refused.

    Several threads may ask at a time. An answer to another question, and a failure that proves nothing, is asked for
    once more; if that fails too, the `Answer` is neither good nor a refusal. Raises OrgUnreachable where the org
    answers "not now", NoCreditsLeft where it has no API requests left.
    """

    def __init__(self, role: Role, session: OrgSession, sign_in: Callable[[], Connection]) -> None:
        self.role = role
        self.session = session
        self._sign_in = sign_in
        self._signed_in_again = False
        self._signing_in = threading.Lock()
        self.sign_in_requests = 0
        self.fallback: str | None = None
        #: Which rows, by id, go before others that are asked for with the same right. A name decides that, and in a
        #: recording the names are others.
        self.has_claim: Callable[[str], bool] = lambda _row_id: False
        self.connection = self._connect()

    @property
    def calls(self) -> int:
        """HTTP requests that count as API calls: all but those that signed in."""
        return self.session.calls - self.sign_in_requests

    def versions(self) -> tuple[str, ...]:
        """The API versions that the org offers, oldest first."""
        answer = self._sent("GET", f"{self.connection.instance_url}/services/data")
        offered = [one.get("version") for one in answer.body if isinstance(one, dict)] if _is_list(answer) else []
        versions = [one for one in offered if isinstance(one, str) and _VERSION.fullmatch(one)]
        if not versions:
            raise OrgUnreachable(
                f"{self.role}: no Salesforce org answers so ({answer.error})",
                where=self.connection.instance_url,
                fix=fix_for_status(answer.status) or fix_for_status(404),
            )
        return tuple(sorted(versions, key=float))

    def user_info(self) -> dict[str, str]:
        """Who the session belongs to, the texts of /services/oauth2/userinfo; empty where it is not answered."""
        answer = self._sent("GET", f"{self.connection.instance_url}/services/oauth2/userinfo")
        told = answer.body if answer.is_good and isinstance(answer.body, dict) else {}
        org_id, told_id = self.connection.org_id, told.get("organization_id")
        if org_id is not None and isinstance(told_id, str) and not same_org(told_id, org_id):
            raise self._strange(f"the session is of the org {org_id}, but the user is said to be of {told_id[:18]!r}")
        return {key: value for key, value in told.items() if isinstance(value, str) and _is_usable(key, value)}

    def credits_from_limits(self, version: str) -> Credits | None:
        """The API requests left according to /limits, for orgs whose answers have no Sforce-Limit-Info."""
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
                return {one.name: self._settled(version, one, answers[one.name]) for one in questions}
        return {one.name: self.ask(version, one) for one in questions}

    def ask_once(self, version: str, questions: Sequence[Question], *, tooling: bool = False) -> dict[str, Answer]:
        """Ask several things in one call, and nothing a second time: a failure that proves nothing stays one.

        Empty where the org refuses a composite: nothing is asked instead, and `fallback` says so.
        """
        answers = self._composite(version, questions, tooling) or {}
        if any(error_code(one.body) == LIMIT_REACHED for one in answers.values()):
            raise credits_spent(self.connection.instance_url)
        return {one.name: self._whole(one, answers[one.name]) for one in questions if one.name in answers}

    def ask_alone_once(self, version: str, question: Question) -> Answer:
        """Ask one thing in a call of its own, once."""
        return self._asked(version, question)

    def ask(self, version: str, question: Question) -> Answer:
        """Ask one thing, and for the further pages of a query."""
        answer = self._asked(version, question)
        return self._asked(version, question) if is_unusable(answer) else answer

    def _asked(self, version: str, question: Question) -> Answer:
        return self._whole(question, self._sent("GET", self._url(version, question.path)))

    def _composite(self, version: str, questions: Sequence[Question], tooling: bool) -> dict[str, Answer] | None:
        """The answers to the parts by name; null where the org takes no composite."""
        subrequests = [
            {"method": "GET", "url": f"/services/data/v{version}/{one.path}", "referenceId": one.name}
            for one in questions
        ]
        body = json.dumps({"allOrNone": False, "compositeRequest": subrequests})
        url = self._url(version, f"{'tooling/' if tooling else ''}composite")
        answer = self._sent("POST", url, data=body, idempotent=True)
        if answer.is_good:
            replies = answer.body.get("compositeResponse") if isinstance(answer.body, dict) else None
            if not isinstance(replies, list):
                raise self._strange("the answer to a composite request holds no list of parts")
            return by_reference(questions, replies)
        if answer.status not in _REFUSES_COMPOSITES:
            if answer.status >= 500:
                raise self._not_now(answer)
            raise self._strange(f"a composite request was answered with {answer.error}")
        self.fallback = f"the org refused a composite request ({answer.error}), so every question was a call of its own"
        return None

    def _settled(self, version: str, question: Question, answer: Answer) -> Answer:
        """An answer out of a composite with all its pages; asked again alone where it proves nothing."""
        if error_code(answer.body) == LIMIT_REACHED:
            raise credits_spent(self.connection.instance_url)
        whole = self._whole(question, answer)
        if whole.is_good or is_settled(whole.status, whole.body):
            return whole
        return self._asked(version, question)

    def _whole(self, question: Question, answer: Answer) -> Answer:
        """An answer with all its pages; a good one that is not to the question becomes an error."""
        if not answer.is_good:
            return answer
        if question.is_query:
            answer = self._all_pages(answer)
        why = why_no_answer(question.path, answer.body) if answer.is_good else None
        return answer if why is None else unusable(why)

    def _all_pages(self, answer: Answer) -> Answer:
        try:
            return all_pages(answer, lambda path: self._sent("GET", f"{self.connection.instance_url}{path}"))
        except NoPage as problem:
            raise self._strange(str(problem)) from None

    def _url(self, version: str, path: str) -> str:
        return f"{self.connection.instance_url}/services/data/v{version}/{path}"

    def _connect(self) -> Connection:
        before = self.session.calls_of_this_thread
        connection = self._sign_in()
        if not may_carry_secrets(connection.instance_url):
            raise self._strange(f"signing in leads to {connection.instance_url[:80]!r}, which is not an https address")
        self.sign_in_requests += self.session.calls_of_this_thread - before
        return connection

    def _sent(self, method: str, url: str, **options: Any) -> Answer:
        """One request, with a new session where the old one has gone; raises OrgUnreachable for "not now"."""
        used = self.connection
        try:
            answer = self._send(used, method, url, **options)
        except SalesforceExpiredSession:
            self._renew(used)
            return self._sent(method, url, **options)
        if answer.status in _NOT_NOW:
            raise self._not_now(answer)
        return answer

    def _renew(self, gone: Connection) -> None:
        """Sign in again, once, unless another thread has done so."""
        with self._signing_in:
            if self.connection is not gone:
                return
            if self._signed_in_again:
                raise self._session_gone()
            self._signed_in_again = True
            renewed = self._connect()
            if renewed.session_id.reveal() == gone.session_id.reveal():
                raise self._session_gone()
            self.connection = renewed

    def _send(self, connection: Connection, method: str, url: str, **options: Any) -> Answer:
        """One request through simple-salesforce, which adds the session and tells errors apart."""
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
            if error_code(answer.body) in _API_OFF:
                raise self._api_is_off(answer) from None
            return answer
        except NotAsAgreed as problem:
            raise OrgUnreachable(
                f"{self.role}: the answer {problem} ({method} {urlsplit(url).path})",
                where=connection.instance_url,
                fix="A proxy or a login page may stand in between: open the address in a browser on this machine, and "
                "check the proxy settings.",
            ) from None
        return Answer(200, body)

    def _not_now(self, answer: Answer) -> OrgUnreachable:
        told = answer.error if answer.error.startswith("HTTP") else f"HTTP {answer.status}, {answer.error}"
        return OrgUnreachable(
            f"{self.role}: the org did not answer, also after several attempts ({told})",
            where=self.connection.instance_url,
            fix=fix_for_status(answer.status) or _WAIT,
        )

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


def _is_usable(key: str, value: str) -> bool:
    """Whether a value of userinfo may become part of an address, where it is an id."""
    return not key.endswith("_id") or (len(value) in {15, 18} and value.isascii() and value.isalnum())


def _is_list(answer: Answer) -> bool:
    return answer.is_good and isinstance(answer.body, list)


def _plain(content: Any) -> Any:
    return content if isinstance(content, list | dict) else None
