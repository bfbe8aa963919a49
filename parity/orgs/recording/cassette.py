"""Cassettes in vcrpy's format, written and read by vcrpy's own code, from answers that are scrubbed already.

https://vcrpy.readthedocs.io/en/latest/advanced.html

vcrpy's recorder is not used: it records whatever any thread of the process sends, sign-ins and secrets included, and it
patches the sockets of the whole process.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct, structs

from parity.errors import InputError

_NO_VCRPY = "vcrpy, which writes and reads cassettes, is not installed"


class Exchange(Struct, frozen=True, kw_only=True):
    """A request and its answer."""

    method: str
    url: str
    asked: str | None
    status: int
    headers: dict[str, str]
    body: bytes


def cassette_bytes(exchanges: Sequence[Exchange]) -> bytes:
    """The file that holds the exchanges, in their order."""
    serialize, _, json_format, request = _vcrpy()
    requests = [request(one.method, one.url, one.asked, {}) for one in exchanges]
    responses = [
        {
            "status": {"code": one.status, "message": ""},
            "headers": {name: [value] for name, value in one.headers.items()},
            "body": {"string": one.body},
        }
        for one in exchanges
    ]
    text: str = serialize({"requests": requests, "responses": responses}, json_format)
    return text.encode()


def read_cassette(data: bytes, where: str) -> list[Exchange]:
    """The exchanges in a file; raises InputError where it is no cassette."""
    _, deserialize, json_format, _ = _vcrpy()
    try:
        requests, responses = deserialize(data.decode(), json_format)
        return [_exchange(*pair) for pair in zip(requests, responses, strict=True)]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, msgspec.ValidationError):
        raise InputError(
            "this is no cassette, or not the whole of it", where=where, fix="Take the folder as it was recorded."
        ) from None


def _exchange(request: Any, response: Any) -> Exchange:
    told = {
        "method": request.method,
        "url": request.uri,
        "asked": None if request.body is None else request.body.decode(),
        "status": response["status"]["code"],
        "headers": {name: values[0] for name, values in response["headers"].items()},
    }
    return structs.replace(msgspec.convert({**told, "body": b""}, Exchange), body=bytes(response["body"]["string"]))


def refuse_without_vcrpy() -> None:
    """Raise InputError where vcrpy is not installed: asked before an org is."""
    _vcrpy()


def _vcrpy() -> tuple[Any, Any, Any, Any]:
    try:
        from vcr.request import Request
        from vcr.serialize import deserialize, serialize
        from vcr.serializers import jsonserializer
    except ImportError:
        raise InputError(
            _NO_VCRPY, fix="In the folder of parity's repository: pip install '.[record]'. Nothing was asked."
        ) from None
    return serialize, deserialize, jsonserializer, Request
