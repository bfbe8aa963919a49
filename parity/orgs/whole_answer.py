"""Reads one HTTP answer whole, within a time and a size, and parses its JSON strictly.

`requests` alone does not do: its time limit starts again with every byte, its `.json()` silently replaces bytes that
are not UTF-8, and a small answer may unpack to gigabytes:
https://requests.readthedocs.io/en/latest/user/advanced/#timeouts
"""

import json
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from math import isfinite
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from parity.config.address import is_this_machine

_CHUNK = 65_536
#: More than any describe holds; each takes some hundred bytes once it is read.
_MOST_CONTAINERS, _MOST_VALUES = 1_000_000, 4_000_000
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


class NotAsAgreed(ValueError):
    """The body is no JSON as Salesforce documents it; the text goes on after "the answer"."""


class TooLarge(Exception):
    """The answer is larger, unpacked, than what is accepted."""


class TooLate(Exception):
    """The answer was not whole when its time was over."""


class OrgResponse(requests.Response):
    """An answer whose JSON is strict: UTF-8, whole characters, an object or a list, and of a size that can be held."""

    def hold(self, data: bytes) -> None:
        """Take the unpacked bytes of the body, which were read from outside."""
        self._content = data
        self.encoding = self.encoding or "utf-8"

    def json(self, **_options: Any) -> Any:
        """The object or list in the body; raises NotAsAgreed."""
        return strict_json(self.content)


def strict_json(data: bytes) -> Any:
    """The object or list that the bytes hold; raises NotAsAgreed with what is wrong in words."""
    if data.count(b"[") + data.count(b"{") > _MOST_CONTAINERS or data.count(b",") > _MOST_VALUES:
        raise NotAsAgreed("holds more lists, objects and values than any answer of Salesforce")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise NotAsAgreed(f"is not UTF-8 text (byte {problem.start})") from None
    if _has_half_a_character(data):
        raise NotAsAgreed("holds half a character, which no JSON may hold: look for a broken emoji in a label or value")
    try:
        found = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError:
        raise NotAsAgreed("is nested too deeply") from None
    except ValueError as problem:
        words = "is not JSON" if isinstance(problem, json.JSONDecodeError) else "holds what is no number of JSON"
        raise NotAsAgreed(words) from None
    if not isinstance(found, dict | list):
        raise NotAsAgreed("is JSON, but neither an object nor a list")
    return found


def _refuse_constant(_name: str) -> None:
    raise ValueError


def _finite(written: str) -> float:
    """A number with a point or an exponent; one that is larger than any float is none."""
    number = float(written)
    if not isfinite(number):
        raise ValueError(written)
    return number


def _has_half_a_character(data: bytes) -> bool:
    r"""Whether an escape such as \ud83d lacks its other half."""
    if _HALF.search(data) is None:
        return False
    awaited = -1
    for found in _ESCAPE.finditer(data):
        code = int(found[1], 16) if found[1] else 0
        is_second = 0xDC00 <= code < 0xE000
        if is_second != (awaited == found.start()):
            return True
        if awaited not in {-1, found.start()}:
            return True
        awaited = found.end() if 0xD800 <= code < 0xDC00 else -1
    return awaited != -1


class OrgAdapter(HTTPAdapter):
    """The usual way to send, with answers of the strict kind; to this machine never by a proxy.

    A proxy of the environment would get what plain http carries, and leads to its own 127.0.0.1, not to ours.
    """

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """The answer of whoever listens there."""
        if is_this_machine(request.url or ""):
            options["proxies"] = {}
        return super().send(request, **options)

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """The answer as an OrgResponse."""
        response = super().build_response(req, resp)
        response.__class__ = OrgResponse
        return response


def read_whole(send: Callable[[], requests.Response], seconds: float, most_bytes: int) -> requests.Response:
    """The answer of `send`, with its whole body. `send` must leave the body unread (stream=True).

    Raises TooLate after `seconds`, TooLarge for more than `most_bytes` unpacked, and what `send` raises. Runs in a
    thread of its own, since a peer that sends a byte now and then could block any read for ever.
    """
    reading = _Reading(send, most_bytes)
    thread = threading.Thread(target=reading.run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        reading.give_up()
        raise TooLate
    if reading.problem is not None:
        raise reading.problem
    if reading.response is None:
        raise TooLate
    return reading.response


class _Reading:
    """A request under way, which another thread may give up."""

    def __init__(self, send: Callable[[], requests.Response], most_bytes: int) -> None:
        self.response: requests.Response | None = None
        self.problem: BaseException | None = None
        self._send = send
        self._most_bytes = most_bytes
        self._given_up = threading.Event()

    def run(self) -> None:
        try:
            response = self._send()
            self.response = response
            data = self._body(response)
            if isinstance(response, OrgResponse):
                response.hold(data)
        except BaseException as problem:  # noqa: BLE001 (it is raised again in the thread that waits)
            self.problem = problem
            if self.response is not None:
                self.response.close()

    def _body(self, response: requests.Response) -> bytes:
        parts, size = [], 0
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            if size > self._most_bytes or self._given_up.is_set():
                raise TooLarge
            parts.append(chunk)
        return b"".join(parts)

    def give_up(self) -> None:
        self._given_up.set()
        if self.response is not None:
            # The connection is of no use any more, whatever state it is in.
            with suppress(Exception):
                self.response.raw.shutdown()
