"""Answers in Salesforce's own shapes."""

import json
from typing import Any

from msgspec import Struct

from parity.simulator.records import Fault


class HttpAnswer(Struct, frozen=True, kw_only=True):
    """An HTTP answer before it is sent. `fault` is what goes wrong with the sending of it."""

    status: int = 200
    body: Any = None
    content_type: str = "application/json;charset=UTF-8"
    headers: dict[str, str] = {}
    fault: Fault | None = None

    @property
    def data(self) -> bytes:
        """The bytes of the body: bytes and text as they are, anything else as JSON."""
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return b"" if self.body is None else json.dumps(self.body, separators=(",", ":")).encode()


def refused(status: int, code: str, message: str) -> HttpAnswer:
    """An error body as the REST and Tooling API write it."""
    return HttpAnswer(status=status, body=[{"message": message, "errorCode": code}])


def not_found() -> HttpAnswer:
    """What Salesforce says of anything that is not there, or not for this user."""
    return refused(404, "NOT_FOUND", "The requested resource does not exist")
