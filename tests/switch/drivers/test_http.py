"""The driver `http` by itself: answers in bounds of time and size, and no credential but ours."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parity.config.drivers import HttpDriver
from parity.errors import DriverError
from parity.integrity.secret import Secret
from parity.switch.drivers.http import HttpTenant
from tests.switch.gate.whole_evidence import TENANT

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def endpoint(*parts: bytes, pause: float = 0.0) -> Iterator[tuple[str, list[bytes]]]:
    """An endpoint that sends these parts to whoever asks, with a pause after each; and what it was sent."""
    asked: list[bytes] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(connection: socket.socket) -> None:
        with connection:
            asked.append(connection.recv(65536))
            try:
                for part in parts:
                    connection.sendall(part)
                    time.sleep(pause)
            except OSError:
                return

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
    finally:
        listening.close()


def tenant(url: str, token: str | None = None, timeout: float = 60.0) -> HttpTenant:
    return HttpTenant(HttpDriver(url=url, timeout=timeout), TENANT, Secret(token) if token else None)


@pytest.mark.parametrize("begin", [HEAD, HEAD + b"Content-Length: 1000\r\n\r\n"], ids=["headers", "body"])
def test_a_byte_now_and_then_does_not_hold_it(begin: bytes) -> None:
    with endpoint(begin, *[b"x"] * 200, pause=0.05) as (url, _), pytest.raises(DriverError, match="not answer in time"):
        tenant(url, timeout=0.3).observe()


def test_an_answer_without_end_is_stopped() -> None:
    with (
        endpoint(HEAD + b"\r\n", *[b"x" * 100_000] * 50) as (url, _),
        pytest.raises(DriverError, match="longer than 1,000,000 bytes"),
    ):
        tenant(url).observe()


def test_an_answer_that_is_packed_is_refused() -> None:
    packed = HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b"
    with endpoint(packed) as (url, _), pytest.raises(DriverError, match="is packed"):
        tenant(url).observe()


@pytest.mark.parametrize("token", [None, "ours"])
def test_no_password_of_this_machine_is_sent(
    token: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # Nor does a proxy see what is for this machine.
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password secret-of-netrc\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    body = f'{{"tenant": "{TENANT}", "connection": null}}'.encode()
    with endpoint(HEAD + f"Content-Length: {len(body)}\r\n\r\n".encode() + body) as (url, asked):
        tenant(url, token).observe()
    assert (b"Authorization: Bearer ours" in asked[0]) is (token is not None)
    assert asked[0].count(b"Authorization") == (0 if token is None else 1)


def test_only_looking_asked_for_nothing() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # Ours, so nobody else takes the port, and nobody listens.
        unheard = tenant(f"http://127.0.0.1:{deaf.getsockname()[1]}")
        with pytest.raises(DriverError, match="could not be reached") as refused:
            unheard.observe()
    assert "nothing was asked for" in str(refused.value)
    assert "may have happened" not in str(refused.value)
