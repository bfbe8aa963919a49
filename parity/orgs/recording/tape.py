"""Plays a recording back: an org that answers what it answered then, and nothing else. No socket is opened.

Parts of a composite are looked up one by one, since replaced names sort in another order and may be asked for in other
groups. What the recording does not hold is "could not look".
"""

import io
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from msgspec import structs
from requests.adapters import BaseAdapter

from parity.config.orgs import ApiSettings, SignIn
from parity.errors import OrgUnreachable
from parity.integrity.secret import Secret
from parity.orgs.client import OrgClient
from parity.orgs.recording.cassette import Exchange
from parity.orgs.recording.manifest import RecordedOrg
from parity.orgs.sign_in.connection import Connection
from parity.orgs.transport import OrgSession
from parity.orgs.whole_answer import OrgResponse
from parity.snapshot.records import Role

_WORDS = re.compile(r"[^\s,()'=&]+")
_ROW = re.compile(r"/sobjects/\w+/(\w{15,18})$")
#: Method, path, and every word of what is asked in the order of the alphabet. The beginning of a name is any: that of a
#: stand-in is not the stand-in of the beginning.
Signature = tuple[str, str, tuple[str, ...]]


class Tape:
    """The answers of one org, by what was asked. An answer is given as often as it was recorded."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self._whole: dict[tuple[Signature, ...], deque[Exchange]] = {}
        self._parts: dict[Signature, deque[tuple[dict[str, Any], Exchange]]] = {}
        self._rows: set[str] = set()
        for one in exchanges:
            self._add(one)

    def _add(self, one: Exchange) -> None:
        asked = _subrequests(one.asked)
        for url in (one.url, *(part["url"] for part in asked or ())):
            self._rows.update(_ROW.findall(urlsplit(url).path))
        replies = _replies(one) if asked is not None and one.status == 200 else None
        if asked is None or replies is None:
            self._whole.setdefault(_signatures(one.method, one.url, one.asked), deque()).append(one)
            return
        by_name = {str(reply.get("referenceId")): reply for reply in replies}
        for part in asked:
            if part["referenceId"] in by_name:
                mine = self._parts.setdefault(_signature("GET", part["url"]), deque())
                mine.append((by_name[part["referenceId"]], one))

    def holds_row(self, row_id: str) -> bool:
        """Whether that row was asked for when it was recorded."""
        return row_id in self._rows

    def answer(self, method: str, url: str, asked: str | None) -> Exchange | None:
        """What was answered to this, or null where the recording does not hold it."""
        whole = self._whole.get(_signatures(method, url, asked))
        if whole:
            return whole.popleft()
        parts = _subrequests(asked)
        if parts is None:
            return None
        held = [self._parts.get(_signature("GET", part["url"])) for part in parts]
        if not all(held):
            return None
        found = [(one.popleft(), part["referenceId"]) for one, part in zip(held, parts, strict=True) if one]
        replies = [{**reply, "referenceId": name} for (reply, _), name in found]
        body = json.dumps({"compositeResponse": replies}).encode()
        return structs.replace(found[0][0][1], body=body)


def _signatures(method: str, url: str, asked: str | None) -> tuple[Signature, ...]:
    parts = _subrequests(asked) or []
    return (_signature(method, url), *sorted(_signature("GET", part["url"]) for part in parts))


def _signature(method: str, url: str) -> Signature:
    parts = urlsplit(url)
    words = ("%" if word.endswith("%") else word for word in _WORDS.findall(unquote(parts.query)))
    return method, unquote(parts.path), tuple(sorted(words))


def _subrequests(asked: str | None) -> list[dict[str, str]] | None:
    try:
        parts = json.loads(asked or "")["compositeRequest"]
        return [{"url": str(one["url"]), "referenceId": str(one["referenceId"])} for one in parts]
    except (ValueError, KeyError, TypeError):
        return None


def _replies(one: Exchange) -> list[dict[str, Any]] | None:
    try:
        found = json.loads(one.body)["compositeResponse"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, list) and all(isinstance(reply, dict) for reply in found) else None


class _TapeAdapter(BaseAdapter):
    """Stands where `requests` has its way to the network."""

    def __init__(self, tape: Tape) -> None:
        super().__init__()
        self._tape = tape

    def send(self, request: requests.PreparedRequest, *_: Any, **_options: Any) -> requests.Response:
        """The recorded answer; raises OrgUnreachable where there is none."""
        body = request.body
        asked = body.decode() if isinstance(body, bytes) else body
        found = self._tape.answer(str(request.method), str(request.url), asked)
        if found is None:
            raise OrgUnreachable(
                f"the recording holds no answer (any more) to {request.method} {urlsplit(str(request.url)).path}",
                fix="This parity asks more than the one that recorded, or the run ended there: see `tool` in the "
                "manifest, and record again.",
            )
        response = OrgResponse()
        response.status_code = found.status
        response.headers.update(found.headers)
        response.raw = io.BytesIO(found.body)
        response.url = str(request.url)
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is open."""


def reach_recorded(
    orgs: Mapping[Role, tuple[RecordedOrg, Tape]],
) -> Callable[[Role, SignIn, ApiSettings, Mapping[str, str], Callable[[str], None]], OrgClient]:
    """How the orgs of a recording are reached."""

    def reach(
        role: Role, _settings: SignIn, api: ApiSettings, _environment: Mapping[str, str], tell: Callable[[str], None]
    ) -> OrgClient:
        if role not in orgs:
            raise OrgUnreachable(
                f"the recording holds nothing of {role}: the run that was recorded could not sign in there",
                fix="Have the run recorded again when both orgs can be signed in to.",
            )
        org, tape = orgs[role]
        session = OrgSession(api, sleep=lambda _seconds: None, tell=lambda line: tell(f"{role}: {line}"))
        session.trust_env = False
        for scheme in ("https://", "http://"):
            session.mount(scheme, _TapeAdapter(tape))
        sessions = iter(range(1, 1_000))
        client = OrgClient(role, session, lambda: _connection(role, org, next(sessions)))
        client.has_claim = tape.holds_row
        return client

    return reach


def _connection(role: Role, org: RecordedOrg, number: int) -> Connection:
    return Connection(
        instance_url=org.instance_url,
        session_id=Secret(f"recorded {role} {number}"),
        how=f"a recording ({org.sign_in})",
        stated_org_id=org.org_id,
        user_id=org.user_id,
        username=org.username,
    )
