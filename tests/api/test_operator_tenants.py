"""The operators' list of tenants, addresses for new ones, and making one in the background."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from freehold.redis_client import patience
from tenants import tasks
from tenants.console import measuring
from tenants.context import in_public, in_tenant
from tenants.models import Domain, DomainClaim, Tenant
from tenants.provisioning.provision import fulfil
from tenants.versions import expected_version
from tests.api import callers
from tests.api.callers import Caller, problem

PLACE = "/operator/tenants/"


@pytest.fixture
def platform(operators: Tenant, operator: User) -> Caller:
    return callers.with_key(operators, operator)


def rows(count: int, **columns: object) -> None:
    """Tenants without schemas: enough for a list."""
    with in_public():
        made = Tenant.objects.bulk_create(
            Tenant(
                slug=f"many-{number:04}",
                name=f"Company {number % 7}",
                **{"state": "active", "schema_version": expected_version(), **columns},
            )
            for number in range(count)
        )
        Domain.objects.bulk_create(
            Domain(tenant=one, domain=f"{one.slug}.localhost", is_primary=True) for one in made
        )


@pytest.mark.parametrize("sort", ["name", "-name", "slug", "created_at", "-created_at", "plan"])
def test_pages_show_every_tenant_once_in_the_order_asked_for(platform: Caller, sort: str) -> None:
    rows(23)
    found: list[dict[str, str]] = []
    cursor = ""
    while True:
        page = platform.get(f"{PLACE}?sort={sort}&limit=5&cursor={cursor}").json()
        assert page["count"] == 26
        found += page["results"]
        cursor = page["next"]
        if not cursor:
            break
    assert len({one["slug"] for one in found}) == len(found) == 26
    key = sort.removeprefix("-")
    values = [one[key].lower() for one in found]
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_it_narrows_by_words_state_plan_and_schema(platform: Caller, acme: Tenant) -> None:
    rows(3, state="trial", plan="solo", schema_version="00001-old")
    with in_public():
        Domain.objects.create(tenant=acme, domain="crm.example.test", is_primary=False)

    def slugs(query: str) -> set[str]:
        return {one["slug"] for one in platform.get(f"{PLACE}?{query}").json()["results"]}

    many = {"many-0000", "many-0001", "many-0002"}
    assert slugs("search=acme") == {"acme"}
    assert slugs("search=GMBH%20acm") == {"acme"}
    assert slugs("search=crm.example") == {"acme"}
    assert slugs("search=nobody") == set()
    with in_public():
        Tenant.objects.filter(slug="many-0001").update(name="Übersee Café 50 %")
    assert slugs("search=ubersee%20CAFE") == slugs("search=ÜBERSEE") == {"many-0001"}
    assert slugs("search=50%20%25") == {"many-0001"}
    assert slugs("state=trial") == many
    assert slugs("plan=solo") == many
    assert slugs("behind=true") == many
    assert slugs("behind=false") == {"acme", "globex", "operators"}
    assert slugs("schema_state=failed") == set()


@pytest.mark.parametrize(
    "query",
    ["state=x", "schema_state=x", "sort=password", "cursor=x", "cursor=WzEsMiwzXQ", "limit=0"],
)
def test_it_says_what_it_does_not_understand(platform: Caller, query: str) -> None:
    problem(platform.get(f"{PLACE}?{query}"), 400)


def test_a_cursor_of_another_order_is_refused(platform: Caller) -> None:
    cursor = platform.get(f"{PLACE}?sort=name&limit=1").json()["next"]
    problem(platform.get(f"{PLACE}?sort=slug&cursor={cursor}"), 400)


def test_the_list_takes_as_many_statements_for_2_tenants_as_for_200(platform: Caller) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert platform.get(f"{PLACE}?limit=200&search=a").status_code == 200
        return len(seen)

    statements()
    few = statements()
    rows(200, plan="many-a")
    assert statements() == few


def test_an_address_is_proposed_from_the_name(platform: Caller) -> None:
    def proposed(name: str) -> dict[str, Any]:
        found: dict[str, Any] = platform.get(f"/operator/tenant-addresses/?name={name}").json()
        return found

    assert proposed("Müller %26 Söhne GmbH")["slug"] == "mueller-soehne"
    assert proposed("Acme GmbH") == {
        "slug": "acme-2",
        "host": "acme-2.localhost",
        "available": True,
        "problem": "",
        "resembles": [],
    }
    assert proposed("Support")["slug"] not in {"", "support"}
    assert proposed("株式会社")["slug"] == ""
    assert proposed("")["available"] is False


def test_an_address_is_checked_as_typed(platform: Caller) -> None:
    def checked(slug: str) -> tuple[bool, str]:
        found = platform.get(f"/operator/tenant-addresses/?slug={slug}").json()
        return found["available"], found["problem"]

    assert checked("initech") == (True, "")
    assert checked("acme")[0] is False
    assert "taken" in checked("acme")[1]
    assert "reserved" in checked("admin")[1]
    assert "2 to 40 characters" in checked("No")[1]


def test_an_address_that_looks_like_another_tenant_s_is_allowed_and_told(
    platform: Caller, acme: Tenant
) -> None:
    found = platform.get("/operator/tenant-addresses/?slug=acrne").json()
    assert (found["available"], found["resembles"]) == (True, ["acme"])
    assert platform.get("/operator/tenant-addresses/?slug=acme").json()["resembles"] == []
    Tenant.objects.filter(id=acme.id).update(state="erased")
    assert platform.get("/operator/tenant-addresses/?slug=acrne").json()["resembles"] == []


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of tenants whose making was handed to a worker."""
    found: list[str] = []
    monkeypatch.setattr(tasks.provision, "delay", found.append)
    return found


def test_a_tenant_is_made_in_the_background_with_its_progress(
    platform: Caller,
    operators: Tenant,
    woken: list[str],
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> None:
    body = {"slug": "initech", "name": "Initech", "admin_email": "p@initech.test", "wait": False}
    with django_capture_on_commit_callbacks(execute=True):
        response = platform.post(PLACE, body)
    assert response.status_code == 202
    ordered = response.json()
    assert (ordered["state"], ordered["progress"]["step"]) == ("provisioning", "reserved")
    assert woken == [ordered["id"]]
    fulfil(UUID(ordered["id"]))
    shown = platform.get(f"{PLACE}initech/").json()
    assert (shown["state"], shown["progress"]["step"]) == ("active", "ready")
    assert "order" not in shown["progress"]
    assert callers.signed_in(
        Tenant.objects.get(slug="initech"), "p@initech.test", ordered["admin_password"]
    )
    with in_tenant(operators):
        told = AuditEntry.objects.get(action="operator.tenants.created", record_id=ordered["id"])
        assert (told.record_name, told.actor_name) == ("initech", "Olga Operator")


def test_it_shows_and_sorts_by_what_was_measured(platform: Caller, acme: Tenant) -> None:
    measuring.measure([acme])
    page = platform.get(f"{PLACE}?sort=-bytes&limit=1").json()
    assert page["results"][0]["slug"] == "acme"
    assert page["results"][0]["usage"]["users"] == 1
    rest = platform.get(f"{PLACE}?sort=-bytes&cursor={page['next']}").json()["results"]
    assert {one["slug"] for one in rest} == {"globex", "operators"}
    assert rest[0]["usage"] is None


@pytest.mark.parametrize("slug", ["Acme!", "a", "acme--west", "x" * 41, "-acme"])
@pytest.mark.parametrize("place", ["", "acme/clone/"])
def test_a_wrong_address_is_answered_with_what_an_address_is(
    platform: Caller, acme: Tenant, slug: str, place: str
) -> None:
    body = {"slug": slug, **({} if place else {"name": "Acme West", "admin_email": "w@acme.test"})}
    told = problem(platform.post(f"/operator/tenants/{place}", body), 422)
    assert "2 to 40 characters" in told["errors"][0]["message"]


def test_a_tenant_is_ordered_while_the_broker_is_away(
    platform: Caller,
    operators: Tenant,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> None:
    body = {"slug": "initech", "name": "Initech", "admin_email": "p@initech.test", "wait": False}
    platform.get("/me/")
    patience.lose()
    with django_capture_on_commit_callbacks(execute=True):
        response = platform.post(PLACE, body)
    assert response.status_code == 202, "its making is found by the clock"
    assert Tenant.objects.get(slug="initech").state == "provisioning"


def test_domains_that_are_asked_for_and_not_proved_are_shown(
    platform: Caller, acme: Tenant
) -> None:
    for domain, proved in {"crm.acme.test": None, "old.acme.test": timezone.now()}.items():
        DomainClaim.objects.create(
            tenant=acme, domain=domain, token="x", created_at=timezone.now(), verified_at=proved,
            checked_at=timezone.now(), problem="" if proved else "There is no such record.",
        )  # fmt: skip
    (shown,) = platform.get(f"{PLACE}acme/").json()["unproved_domains"]
    assert (shown["domain"], shown["problem"]) == ("crm.acme.test", "There is no such record.")
