"""Somebody with a browser, as far as HTTP goes: cookies, CSRF, JSON."""

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit


class Visitor:
    """Talks to one tenant's address. The name is resolved to this machine, as browsers do."""

    def __init__(self, address: str) -> None:
        self.address = address
        parts = urlsplit(address)
        self._host = parts.netloc
        self._base = f"http://127.0.0.1:{parts.port}"
        self._cookies: dict[str, str] = {}

    def page(self, path: str) -> str:
        with self._open("GET", path, None) as answer:
            text: str = answer.read().decode()
            return text

    def json(self, path: str) -> Any:
        return json.loads(self.page(path))

    def sign_in(self, email: str, password: str) -> Any:
        """The signed-in session's description; an HTTPError when it is refused."""
        self._session_of_a_stranger()
        body = {"email": email, "password": password}
        with self._open("POST", "/_allauth/browser/v1/auth/login", body) as answer:
            return json.loads(answer.read())["data"]

    def _session_of_a_stranger(self) -> None:
        """Gives the CSRF cookie; 401 says that nobody is signed in yet."""
        try:
            self._open("GET", "/_allauth/browser/v1/auth/session", None).close()
        except urllib.error.HTTPError as refusal:
            self._remember(refusal.headers.get_all("Set-Cookie", []))

    def _open(self, method: str, path: str, body: dict[str, str] | None) -> Any:
        request = urllib.request.Request(self._base + path, method=method)
        request.add_header("Host", self._host)
        request.add_header("Cookie", "; ".join(f"{k}={v}" for k, v in self._cookies.items()))
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
            request.add_header("X-CSRFToken", self._cookies.get("csrftoken", ""))
            request.add_header("Origin", f"http://{self._host}")
        answer = urllib.request.urlopen(request, timeout=30)
        self._remember(answer.headers.get_all("Set-Cookie", []))
        return answer

    def _remember(self, lines: list[str]) -> None:
        for line in lines:
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
