"""I07: whatever people give as an address, nothing inside is called."""

from collections.abc import Iterator
from ipaddress import ip_address

import pytest
from django.conf import LazySettings

from freehold.errors import Invalid
from freehold.outbound import names
from freehold.outbound.addresses import Target, is_public, resolved, target_of
from freehold.outbound.calling import CallFailed, post
from tests.ground.receiver import Receiver, receiving

#: Each leads to this machine, to a cloud's credentials or into a private network, or tries to
#: confuse whoever reads it. `{port}` is where a canary listens.
BY_TEXT = [
    "https://127.0.0.1:{port}/",
    "https://localhost:{port}/",
    "https://LOCALHOST.:{port}/",
    "https://sub.localhost:{port}/",
    "https://127.1:{port}/",
    "https://2130706433:{port}/",
    "https://0x7f000001:{port}/",
    "https://0x7f.0.0.1:{port}/",
    "https://0177.0.0.1:{port}/",
    "https://0:{port}/",
    "https://0.0.0.0:{port}/",
    "https://[::1]:{port}/",
    "https://[::]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/",
    "https://[::ffff:7f00:1]:{port}/",
    "https://[::127.0.0.1]:{port}/",
    "https://[64:ff9b::7f00:1]:{port}/",
    "https://[2002:7f00:1::]:{port}/",
    "https://[2001:0:4136:e378:8000:63bf:80ff:fffe]:{port}/",
    "https://[fe80::1%25lo]:{port}/",
    "https://[fd00::1]:{port}/",
    "https://[fd00:ec2::254]/latest/meta-data/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://①②⑦.⓪.⓪.①:{port}/",
    "https://127。0。0。1:{port}/",
    "https://metadata.google.internal/",
    "https://printer.local/",
    "https://redis:6379/",
    "https://example.com@127.0.0.1:{port}/",
    "https://user:word@example.com/",
    "https://127.0.0.1:{port}\\@example.com/",
    "https://example.com:0/",
    "https://example.com:99999/",
    "http://example.com/",
    "gopher://127.0.0.1:{port}/_x",
    "file:///etc/passwd",
    "//127.0.0.1:{port}/",
    "javascript:alert(1)",
    "https://example.com/a\r\nX-Injected: yes",
    "https://example.com/a b",
    "https://exam\tple.com/",
    "https://example.com/#@127.0.0.1",
    "https:///nowhere",
    "https://" + "a" * 64 + ".com/",
    "",
]
#: Names whose text is fine. What they lead to is decided when they are called.
BY_NAME = {
    "loopback.example.com": ["127.0.0.1"],
    "loopback6.example.com": ["::1"],
    "mapped.example.com": ["::ffff:127.0.0.1"],
    "metadata.example.com": ["169.254.169.254"],
    "private.example.com": ["10.1.2.3"],
    "half.example.com": ["93.184.216.34", "127.0.0.1"],
    "nothing.example.com": [],
}


@pytest.fixture
def canary() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver
        assert receiver.connections == 0


@pytest.mark.parametrize("text", BY_TEXT)
def test_i07_an_address_that_is_not_public_is_refused_by_its_text(
    text: str, canary: Receiver
) -> None:
    with pytest.raises(Invalid):
        target_of(text.replace("{port}", str(canary.port)))


@pytest.mark.parametrize("name", BY_NAME)
def test_i07_a_name_that_leads_inside_is_not_called(
    name: str, canary: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "look_up", lambda host, seconds: BY_NAME[host])
    target = target_of(f"https://{name}:{canary.port}/")
    with pytest.raises(CallFailed) as failure:
        post(target, b"{}", {})
    assert failure.value.code == "address"


def test_i07_a_name_is_asked_once_and_its_answer_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: what the name says a moment later is not heard."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    monkeypatch.setattr(names, "look_up", lambda host, seconds: next(answers))
    target = target_of("https://rebinding.example.com/")
    assert [str(one) for one in resolved(target, 1)] == ["93.184.216.34"]


def test_what_is_public_is_taken_as_it_is() -> None:
    assert target_of("https://example.com") == Target("https", "example.com", 443, "/")
    assert target_of("https://EXAMPLE.com:8443/a?b=c").authority == "example.com:8443"
    assert target_of("https://example.com?a=1").path == "/?a=1"
    assert target_of("https://bücher.example/x").host == "xn--bcher-kva.example"
    assert target_of("https://straße.example/x").host == "xn--strae-oqa.example"
    assert target_of("https://[2606:2800:220:1:248:1893:25c8:1946]/").authority == (
        "[2606:2800:220:1:248:1893:25c8:1946]"
    )


def test_an_installation_opens_networks_of_its_own_and_no_others(settings: LazySettings) -> None:
    settings.WEBHOOK_NETWORKS = ["10.1.0.0/16"]
    settings.WEBHOOK_HTTP = True
    assert target_of("http://10.1.2.3:8080/").port == 8080
    for other in ("http://10.2.0.1/", "http://127.0.0.1/", "http://localhost/"):
        with pytest.raises(Invalid):
            target_of(other)


def test_no_address_of_this_machine_is_public() -> None:
    for text in ("127.0.0.1", "::1", "0.0.0.0", "240.0.0.1", "198.18.0.1", "ff02::1", "::"):
        assert not is_public(ip_address(text)), text
    assert is_public(ip_address("93.184.216.34"))
