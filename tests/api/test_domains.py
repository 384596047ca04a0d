"""Domains of a workspace's own: claimed, proved by a DNS record, used, given up."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings

from freehold.audit.models import AuditEntry
from tenants import hosts
from tenants.context import in_tenant
from tenants.domains import dns
from tenants.domains.services import MOST
from tenants.models import Domain, Tenant
from tenants.services.addresses import address_here, address_of
from tests.api.callers import Caller, problem
from tests.ground.names import name_server

PLACE = "/domains/"
HOST = "crm.acme-werke.test"


@pytest.fixture
def records(settings: LazySettings) -> Iterator[dict[str, str]]:
    """What the name server says."""
    found: dict[str, str] = {}
    with name_server(found) as place:
        settings.DNS_SERVER = place
        yield found


def claimed(caller: Caller, domain: str = HOST) -> dict[str, Any]:
    return caller.made(PLACE, {"domain": domain})


def checked(caller: Caller, claim: dict[str, Any]) -> dict[str, Any]:
    response = caller.post(f"{PLACE}{claim['id']}/check/")
    assert response.status_code == 200, response.content
    hosts.memory.clear()
    found: dict[str, Any] = response.json()
    return found


def proved(caller: Caller, records: dict[str, str], domain: str = HOST) -> dict[str, Any]:
    claim = claimed(caller, domain)
    records[claim["record"]["name"]] = claim["record"]["value"]
    told = checked(caller, claim)
    assert told["works"], told
    return told


def test_a_proved_domain_leads_to_the_workspace(
    admin: Caller, acme: Tenant, records: dict[str, str]
) -> None:
    claim = claimed(admin)
    at_home = Caller(HOST, dict(admin.headers))
    assert at_home.get("/me/").status_code == 404
    assert "no TXT record" in checked(admin, claim)["problem"]
    records[claim["record"]["name"]] = claim["record"]["value"]
    told = checked(admin, claim)
    assert (told["works"], told["problem"], told["target"]) == (True, "", "acme.localhost")
    assert at_home.get("/me/").json()["tenant"]["name"] == acme.name
    with in_tenant(acme):
        actions = set(AuditEntry.objects.filter(object="domains").values_list("action", flat=True))
    assert actions == {"domain.claimed", "domain.verified"}


def test_another_secret_proves_nothing(
    admin: Caller, stranger: Caller, records: dict[str, str]
) -> None:
    mine, theirs = claimed(admin), claimed(stranger)
    records[theirs["record"]["name"]] = theirs["record"]["value"]
    assert "something else" in checked(admin, mine)["problem"]
    assert Caller(HOST, dict(admin.headers)).get("/me/").status_code == 404


def test_a_domain_in_use_stays_as_long_as_its_record_stands(
    admin: Caller, stranger: Caller, records: dict[str, str], acme: Tenant, globex: Tenant
) -> None:
    first = proved(admin, records)
    second = claimed(stranger)
    both = {first["record"]["value"], second["record"]["value"]}
    assert len(both) == 2
    records[second["record"]["name"]] = second["record"]["value"]
    told = checked(stranger, second)
    assert told["works"], "acme's record is gone, so it is globex' now"
    assert Domain.objects.get(domain=HOST).tenant_id == globex.id


def test_whoever_loses_a_domain_is_told_and_their_links_lead_home(
    admin: Caller,
    stranger: Caller,
    records: dict[str, str],
    acme: Tenant,
    operators: Tenant,
) -> None:
    first = proved(admin, records)
    admin.post(f"{PLACE}{first['id']}/use-for-links/")
    proved(stranger, records)
    given, lost = admin.get(PLACE).json()["results"]
    assert (given["domain"], given["is_primary"]) == ("acme.localhost", True)
    assert (lost["domain"], lost["works"], lost["is_primary"]) == (HOST, False, False)
    assert "another workspace has proved" in lost["problem"]
    with in_tenant(acme):
        entry = AuditEntry.objects.get(action="domain.lost")
        assert (entry.record_name, entry.source) == (HOST, "system")
        assert "globex" not in str(entry.changes)
    with in_tenant(operators):
        assert AuditEntry.objects.get(action="tenant.domain_lost").record_name == "acme"

    records[lost["record"]["name"]] = lost["record"]["value"]
    assert checked(admin, first)["works"], "it came back to acme's name servers"


def test_name_servers_that_do_not_answer_are_told(
    admin: Caller, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DNS_SERVER = "127.0.0.1:9"
    monkeypatch.setattr(dns, "_SECONDS", 0.2)  # nobody is there, however long one waits
    assert "did not answer" in checked(admin, claimed(admin))["problem"]


def test_links_lead_to_the_domain_that_was_chosen_and_back(
    admin: Caller, acme: Tenant, records: dict[str, str]
) -> None:
    waiting = claimed(admin, "waiting.acme-werke.test")
    problem(admin.post(f"{PLACE}{waiting['id']}/use-for-links/"), 409)
    claim = proved(admin, records)
    chosen = admin.post(f"{PLACE}{claim['id']}/use-for-links/").json()
    assert chosen["is_primary"]
    assert HOST in address_of(acme)
    with in_tenant(acme):
        assert HOST in address_here()
    assert admin.delete(f"{PLACE}{claim['id']}/").status_code == 204
    hosts.memory.clear()
    assert "acme.localhost" in address_of(acme)
    assert Caller(HOST, dict(admin.headers)).get("/me/").status_code == 404


@pytest.mark.parametrize(
    "domain",
    ["", "acme", "acme .test", "10.0.0.1", "globex.localhost", "localhost", "a.b:80", "-a.test",
     "http://", "*.acme.test", "a" * 64 + ".test", "a..test"],
)  # fmt: skip
def test_what_is_no_domain_is_refused(admin: Caller, domain: str) -> None:
    problem(admin.post(PLACE, {"domain": domain}), 422)


def test_it_is_read_as_people_paste_it(admin: Caller) -> None:
    assert claimed(admin, " https://CRM.Bücher.test/ ")["domain"] == "crm.xn--bcher-kva.test"
    problem(admin.post(PLACE, {"domain": "crm.xn--bcher-kva.test"}), 409)


def test_a_name_with_umlauts_is_shown_as_people_write_it(admin: Caller) -> None:
    claim = claimed(admin, "crm.müller-pumpen.example")
    assert claim["written"] == "crm.müller-pumpen.example"
    assert claim["domain"] == "crm.xn--mller-pumpen-dlb.example"
    assert claim["record"]["name"] == "_freehold.crm.xn--mller-pumpen-dlb.example"
    assert claimed(admin, "xn--0.example")["written"] == "xn--0.example"


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("βόλος.example", "xn--nxasmm1c.example"),
        ("نامه\u200cای.example", "xn--mgba3gch31f060k.example"),
    ],
)
def test_a_name_is_the_one_that_browsers_open(admin: Caller, written: str, domain: str) -> None:
    claim = claimed(admin, written)
    assert (claim["domain"], claim["written"]) == (domain, written)


def test_a_joiner_where_it_joins_nothing_is_refused(admin: Caller) -> None:
    problem(admin.post(PLACE, {"domain": "a\u200db.example"}), 422)


def test_there_are_only_so_many(admin: Caller) -> None:
    for number in range(MOST):
        claimed(admin, f"n{number}.acme-werke.test")
    problem(admin.post(PLACE, {"domain": "more.acme-werke.test"}), 409)


def test_only_those_who_manage_settings_see_and_change_them(
    admin: Caller, member: Caller, stranger: Caller
) -> None:
    claim = claimed(admin)
    problem(member.get(PLACE), 403)
    problem(member.post(PLACE, {"domain": HOST}), 403)
    for caller, status in ((member, 403), (stranger, 404)):
        problem(caller.post(f"{PLACE}{claim['id']}/check/"), status)
        problem(caller.delete(f"{PLACE}{claim['id']}/"), status)


def test_a_proxy_learns_for_which_hosts_it_may_get_a_certificate(
    admin: Caller, records: dict[str, str]
) -> None:
    def allowed(domain: str) -> int:
        anywhere = Caller("whatever.test")
        return int(anywhere.client.get(f"/tls-allowed?domain={domain}").status_code)

    claimed(admin)
    assert [allowed(one) for one in ("acme.localhost", HOST, "", "evil.test")] == [
        200, 404, 404, 404,
    ]  # fmt: skip
    proved(admin, records, "second.acme-werke.test")
    assert allowed("second.acme-werke.test") == 200
