"""I11: the web server's log has one line per request, whatever the request says."""

import runpy
from base64 import b64encode
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.parser import RequestParser

from tests.deploy.helm import PROJECT

HERE = ("127.0.0.1", 8000)


@pytest.fixture
def shipped() -> Config:
    """gunicorn's settings as the image starts it."""
    found = Config()
    for name, value in runpy.run_path(str(PROJECT / "deploy" / "gunicorn.conf.py")).items():
        if name in found.settings:
            found.set(name, value)
    return found


def log(shipped: Config, *headers: bytes) -> None:
    """As gunicorn does it when it has answered."""
    raw = b"\r\n".join([b"GET /a%0d%0ab HTTP/1.1", b"Host: crm.test", *headers, b"", b""])
    request = next(RequestParser(shipped, iter([raw]), HERE))
    place = SimpleNamespace(getsockname=lambda: HERE)
    answer, environ = wsgi.create(request, place, HERE, HERE, shipped)
    answer.status, answer.headers = "200 OK", []
    shipped.logger_class(shipped).access(answer, request, environ, timedelta(seconds=1))


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\x0b", "\x9b31m", "\x85", "\x00"])
def test_i11_a_name_for_basic_authentication_stays_in_its_line(
    shipped: Config, sign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f'eve{sign}127.0.0.1 - - "GET /forged HTTP/1.1" 200'
    log(shipped, b"Authorization: Basic " + b64encode(f"{name}:x".encode()))
    written = capsys.readouterr().out.removesuffix("\n")
    assert "eve\\" in written
    assert written.isprintable()


def test_i11_a_header_tells_a_terminal_nothing(
    shipped: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    log(shipped, b"User-Agent: one\x9b2Jtwo\x85", b"Referer: three\x90four")
    written = capsys.readouterr().out.removesuffix("\n")
    assert all(word in written for word in (r"one\x9b2Jtwo", r"three\x90four"))
    assert written.isprintable()
