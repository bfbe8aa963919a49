"""Faults of a simulated server: which one comes next, and what it answers or does to the real answer."""

import gzip
import io
import json
import threading
import time
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from msgspec import structs
from werkzeug.wrappers import Response

from parity.simulator.answers import HttpAnswer, refused
from parity.simulator.records import Fault

_LEAST_WORTH_PACKING = 1400
_MEGABYTE = 1_000_000


class FaultsAhead:
    """The faults that are to come, the oldest first. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Let requests that match fail from now on."""
        with self._lock:
            self._faults.append(fault)

    def forget(self) -> None:
        """Let nothing fail from now on."""
        with self._lock:
            self._faults.clear()

    def take(self, method: str, target: str) -> Fault | None:
        """The first fault that matches a request; one that comes a number of times is counted down."""
        request = f"{method} {target} "
        with self._lock:
            index = next((index for index, one in enumerate(self._faults) if one.match in request), None)
            if index is None:
                return None
            fault = self._faults[index]
            if fault.times is not None:
                left = fault.times - 1
                self._faults[index : index + 1] = [structs.replace(fault, times=left)] if left else []
            return fault


def in_its_place(fault: Fault, target: str) -> HttpAnswer:
    """What a fault answers where the org does not get to it."""
    headers = dict(fault.headers)
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    if fault.packed_mb:
        return HttpAnswer(body=_blanks(fault.packed_mb), headers={**headers, "Content-Encoding": "gzip"})
    if fault.endless_pages:
        return HttpAnswer(body=_one_page(target), headers=headers)
    if fault.body is not None:
        kind = "application/json;charset=UTF-8" if fault.body[:1] in b"[{" else "text/html"
        return HttpAnswer(status=fault.status, body=fault.body, content_type=kind, headers=headers)
    return structs.replace(refused(fault.status, fault.error_code, fault.message), headers=headers)


def as_part(answer: HttpAnswer) -> HttpAnswer:
    """An answer as part of a composite: bytes as the JSON that they hold."""
    if not isinstance(answer.body, bytes) or "Content-Encoding" in answer.headers:
        return answer
    try:
        return structs.replace(answer, body=json.loads(answer.body))
    except ValueError:
        return structs.replace(answer, body=answer.body.decode("latin-1"))


def altered(fault: Fault, answer: HttpAnswer) -> HttpAnswer:
    """The org's own answer with the fault in it; what concerns the sending of it goes along."""
    body: Any = answer.body
    if fault.edit is not None:
        body = answer.data.replace(*fault.edit)
    return structs.replace(answer, body=body, fault=fault)


def sent(answer: HttpAnswer, takes_gzip: bool) -> Response:
    """The answer as it goes over the wire."""
    data, headers, fault = answer.data, dict(answer.headers), answer.fault
    if fault is not None and fault.truncate:
        headers["Content-Length"] = str(len(data))
        return Response(iter([data[: len(data) // 2]]), answer.status, headers, content_type=answer.content_type)
    if fault is not None and fault.trickle_seconds:
        headers["Content-Length"] = str(len(data))
        bytes_of = _trickle(data, fault.trickle_seconds)
        return Response(bytes_of, answer.status, headers, content_type=answer.content_type)
    if len(data) > _LEAST_WORTH_PACKING and takes_gzip and "Content-Encoding" not in headers:
        data = gzip.compress(data, 1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(data, answer.status, headers, content_type=answer.content_type)


def _trickle(data: bytes, seconds: float) -> Iterator[bytes]:
    for place in range(len(data)):
        time.sleep(seconds)
        yield data[place : place + 1]


@cache
def _blanks(megabytes: int) -> bytes:
    """A JSON list with nothing but blanks in it, packed."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as writer:
        writer.write(b"[")
        for _ in range(megabytes):
            writer.write(b" " * _MEGABYTE)
        writer.write(b"]")
    return packed.getvalue()


def _one_page(target: str) -> dict[str, Any]:
    """One record of a million, and the address of a further page that nobody was at yet."""
    path = urlsplit(target).path.rstrip("/")
    base, _, number = path.rpartition("-")
    start = int(number) if base and number.isdigit() else 0
    prefix = (base or path).split("/query")[0]
    following = f"{prefix}/query/0r8xx0000000000-{start + 1}"
    return {"totalSize": 1_000_000, "done": False, "records": [{}], "nextRecordsUrl": following}
