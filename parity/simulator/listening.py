"""Runs an HTTP server on the loopback address in its own thread, for an org or a tenant."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response


@contextmanager
def listening(handle: Callable[[HttpRequest], Response], port: int) -> Iterator[str]:
    """Answer with `handle` until the block ends; gives the URL. Port 0 takes any.

    `handle` raises ConnectionError to close a connection without an answer. Raises OSError where the port is taken.
    """
    held = socket.create_server(("127.0.0.1", port))
    application = HttpRequest.application(handle)
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=_Handler, fd=held.fileno())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
    finally:
        server.shutdown()
        server.server_close()
        held.close()
        thread.join()


class _Handler(WSGIRequestHandler):
    """No log of its own, connections kept open, and a way to drop one without an answer."""

    protocol_version = "HTTP/1.1"

    def log(self, *_arguments: Any) -> None:
        """Say nothing: what was asked is kept by whoever answers."""

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:  # noqa: ARG002
        """Close the connection where a fault says so; werkzeug passes over clients that go away."""
        self.close_connection = True
