"""M03, seen from the wire: calls end whatever the receiver does, and follow nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from freehold.outbound import calling
from freehold.outbound.addresses import target_of
from freehold.outbound.calling import Answer, CallFailed, post
from tests.ground.certificates import certificate
from tests.ground.receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def _loopback(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOK_HTTP = True
    monkeypatch.setattr(calling, "BODY_SECONDS", 0.3)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def called(receiver: Receiver, scheme: str = "http", path: str = "/hook?a=b") -> Answer:
    target = target_of(f"{scheme}://127.0.0.1:{receiver.port}{path}")
    return post(target, b'{"a":1}', {"Content-Type": "application/json"})


def refused(receiver: Receiver, scheme: str = "http") -> str:
    with pytest.raises(CallFailed) as failure:
        called(receiver, scheme)
    return failure.value.code


def test_what_is_sent_arrives(receiver: Receiver) -> None:
    receiver.answers(200, b"thanks \x00\x1b[31m")
    answer = called(receiver)
    assert (answer.status, answer.text) == (200, "thanks [31m")
    ((headers, body),) = receiver.calls
    assert body == b'{"a":1}'
    assert headers["host"] == f"127.0.0.1:{receiver.port}"


def test_a_redirect_is_an_answer_and_is_not_followed(receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.answers(302, Location=f"http://127.0.0.1:{elsewhere.port}/")
        assert called(receiver).status == 302
        assert elsewhere.connections == 0


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "TOTAL_SECONDS", 0.5)


@pytest.mark.usefixtures("hurry")
def test_who_never_answers_is_left(receiver: Receiver) -> None:
    receiver.hangs()
    assert refused(receiver) == "timeout"


@pytest.mark.usefixtures("hurry")
def test_who_drips_the_head_is_left(receiver: Receiver) -> None:
    receiver.drips(b"HTTP/1.1 200 OK\r\nX: ")
    assert refused(receiver) == "timeout"


@pytest.mark.usefixtures("hurry")
def test_who_goes_on_saying_continue_is_left(receiver: Receiver) -> None:
    receiver.hangs(b"HTTP/1.1 100 Continue\r\n\r\n" * 50)
    assert refused(receiver) == "timeout"


def test_a_body_that_drips_is_cut_and_the_status_counts(receiver: Receiver) -> None:
    receiver.drips(b"HTTP/1.1 503 No\r\nContent-Length: 9999\r\n\r\n")
    assert called(receiver).status == 503


def test_of_a_huge_answer_little_is_read(receiver: Receiver) -> None:
    receiver.answers(200, b"x" * 30_000_000)
    assert len(called(receiver).text) == calling.MOST_BODY


def test_an_endless_head_is_no_answer(receiver: Receiver) -> None:
    receiver.answer = b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100_000
    assert refused(receiver) == "protocol"


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH\r\n\r\n", b"", b"HTTP/1.1 999 Odd\r\n\r\n"])
def test_what_is_not_http_is_no_answer(receiver: Receiver, said: bytes) -> None:
    receiver.answer = said
    assert refused(receiver) == "protocol"


def test_a_body_in_chunks_is_put_together(receiver: Receiver) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    receiver.answer = head + b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
    assert called(receiver).text == "abcde"


def test_nobody_listening_is_no_connection() -> None:
    with receiving() as gone:
        pass
    assert refused(gone) == "connect"


def test_a_certificate_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    _, context = certificate(tmp_path, "127.0.0.1")
    with receiving(context) as receiver:
        assert refused(receiver, "https") == "tls"
        assert receiver.calls == []


def test_a_certificate_of_another_host_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, context = certificate(tmp_path, "127.0.0.9")
    monkeypatch.setenv("SSL_CERT_FILE", str(place))
    with receiving(context) as receiver:
        assert refused(receiver, "https") == "tls"
        assert receiver.calls == []


def test_a_good_certificate_gets_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, context = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(place))
    with receiving(context) as receiver:
        assert called(receiver, "https").status == 204
        assert receiver.calls[0][1] == b'{"a":1}'


@pytest.mark.usefixtures("hurry")
def test_who_never_finishes_the_handshake_is_left(receiver: Receiver) -> None:
    receiver.hangs()
    assert refused(receiver, "https") == "timeout"
