"""The fake as a WSGI program, and behind a loopback port of its own."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from tools.fake_stripe import pages
from tools.fake_stripe.api import answer
from tools.fake_stripe.forms import decode
from tools.fake_stripe.shapes import shown
from tools.fake_stripe.state import Refusal, State

Start = Callable[[str, list[tuple[str, str]]], Any]


class FakeStripe:
    """One Stripe account. Calls are worked off one at a time."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state or State()
        self.lock = threading.RLock()
        #: Calls refused with this status until it is taken back, as in an outage.
        self.outage: int | None = None

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(size).decode()
        with self.lock:
            if environ["PATH_INFO"].startswith("/v1/"):
                return self._api(environ, body, start)
            page: Iterable[bytes] = pages.serve(self.state, environ, decode(body), start)
            return page

    def _api(self, environ: dict[str, Any], body: str, start: Start) -> Iterable[bytes]:
        status, answered = self._answer(environ, body)
        content = json.dumps(shown(answered)).encode()
        headers = [("Content-Type", "application/json"), ("Request-Id", "req_fake")]
        start(f"{status} Fake", headers)
        return [content]

    def _answer(self, environ: dict[str, Any], body: str) -> tuple[int, dict[str, Any]]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if self.outage is not None:
            return self.outage, {"error": {"type": "api_error", "message": "An outage."}}
        if not environ.get("HTTP_AUTHORIZATION", "").startswith("Bearer sk_test_"):
            return 401, {"error": {"type": "invalid_request_error", "message": "No valid key."}}
        asked = f"{method} {path} {body}"
        key = environ.get("HTTP_IDEMPOTENCY_KEY", "") if method == "POST" else ""
        if key in self.state.answered:
            before, status, held = self.state.answered[key]
            if before == asked:
                return status, held
            message = "Keys for idempotent requests can only be used with the same parameters."
            return 400, {"error": {"type": "idempotency_error", "message": message}}
        given = decode(body or environ.get("QUERY_STRING", ""))
        given["_origin"] = f"http://{environ['HTTP_HOST']}"
        try:
            status, answered = 200, answer(self.state, method, path, given)
        except Refusal as refusal:
            status, answered = refusal.status, refusal.body
        if key:
            self.state.answered[key] = (asked, status, json.loads(json.dumps(shown(answered))))
        return status, answered


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def serving(fake: FakeStripe, port: int = 0) -> Iterator[str]:
    """The fake behind a port of 127.0.0.1; gives its address."""
    server = make_server("127.0.0.1", port, fake, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
