"""Companies that make a workspace for themselves, on the platform's host."""

from datetime import timedelta
from typing import Any, cast

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from tenants import hosts
from tenants.context import in_public, in_tenant
from tenants.models import Domain, SignUp, Tenant
from tenants.provisioning.provision import fulfil
from tenants.signup import entering as entering_module
from tenants.signup import expiry, services
from tests.api import callers
from tests.api.callers import Caller, problem
from tests.tenants.test_provisioning import UNSAFE

PLACE = "/sign-up/"
ENTER = f"{PLACE}enter/"
PASSWORD = "a long enough secret"


@pytest.fixture
def visitor(operators: Tenant) -> Caller:
    return callers.anonymous(operators)


def wanted(**other: Any) -> dict[str, Any]:
    return {"slug": "initech", "name": "Initech", "email": "Bill@Initech.test", **other}


def link_token() -> str:
    return mail.outbox[-1].body.partition("/sign-up/confirm#")[2].split()[0]


def asked(visitor: Caller, **other: Any) -> str:
    """Somebody asked; the token of the mailed link."""
    response = visitor.post(PLACE, wanted(**other))
    assert response.status_code == 202, response.content
    return link_token()


def confirmed(visitor: Caller, token: str, **other: Any) -> dict[str, Any]:
    response = visitor.post(f"{PLACE}confirm/", {"token": token, "password": PASSWORD, **other})
    assert response.status_code == 202, response.content
    found: dict[str, Any] = response.json()
    return found


def test_a_company_signs_up_confirms_and_signs_in(visitor: Caller) -> None:
    token = asked(visitor, currency="USD", time_zone="America/New_York", locale="en-US")
    assert mail.outbox[-1].to == ["bill@initech.test"]
    assert visitor.post(f"{PLACE}status/", {"token": token}).json()["state"] == "waiting"
    assert confirmed(visitor, token)["state"] == "making"
    tenant = Tenant.objects.get(slug="initech")
    fulfil(tenant.id)
    told = visitor.post(f"{PLACE}status/", {"token": token}).json()
    assert told["state"] == "ready"
    assert told["url"].startswith("http://initech.localhost")
    assert (tenant.currency, tenant.time_zone) == ("USD", "America/New_York")
    hosts.memory.clear()
    entry = Caller("initech.localhost").post(
        "/_allauth/browser/v1/auth/login", {"email": "bill@initech.test", "password": PASSWORD}
    )
    assert entry.status_code == 200


@pytest.fixture
def entry(visitor: Caller) -> str:
    """The workspace was made; what the browser got that chose the password."""
    given = confirmed(visitor, asked(visitor))["entry"]
    fulfil(Tenant.objects.get(slug="initech").id)
    hosts.memory.clear()
    return str(given)


def entering(token: str, host: str = "initech.localhost") -> tuple[Caller, Any]:
    browser = Caller(host)
    return browser, browser.post(ENTER, {"token": token})


def test_whoever_chose_the_password_goes_on_signed_in(entry: str) -> None:
    browser, response = entering(entry)
    assert response.status_code == 204, response.content
    assert browser.get("/me/").json()["user"]["email"] == "bill@initech.test"
    assert len(browser.get("/me/sessions/").json()["results"]) == 1
    with in_tenant("initech"):
        assert AuditEntry.objects.filter(action="sign_in", source="web").count() == 1


def test_the_way_in_counts_once_at_its_own_host_and_for_ten_minutes(
    entry: str, acme: Tenant, visitor: Caller
) -> None:
    for host in ("acme.localhost", "localhost"):
        problem(entering(entry, host)[1], 403)
    problem(entering("x" * 43)[1], 403)
    left: int = cast(Any, cache).ttl(entering_module.key_of(entry))
    assert 0 < left <= 600
    assert entering(entry)[1].status_code == 204
    problem(entering(entry)[1], 403)


def test_the_way_in_is_shut_once_somebody_has_signed_in(entry: str) -> None:
    who = {"email": "bill@initech.test", "password": PASSWORD}
    signed_in = Caller("initech.localhost").post("/_allauth/browser/v1/auth/login", who)
    assert signed_in.status_code == 200
    problem(entering(entry)[1], 403)


def test_the_way_in_does_not_pass_by_a_second_factor(entry: str) -> None:
    with in_tenant("initech"):
        TOTP.activate(User.objects.get(), generate_totp_secret())
    browser, response = entering(entry)
    problem(response, 403)
    problem(browser.get("/me/"), 401)


def test_the_way_in_is_shut_for_whoever_was_deactivated(entry: str) -> None:
    with in_tenant("initech"):
        User.objects.update(is_active=False)
    problem(entering(entry)[1], 403)


def test_confirming_again_opens_no_way_in(visitor: Caller) -> None:
    token = asked(visitor)
    assert confirmed(visitor, token)["entry"]
    assert confirmed(visitor, token, password="another password")["entry"] == ""
    assert "entry" not in visitor.post(f"{PLACE}status/", {"token": token}).json()


def test_nothing_is_made_before_the_link_was_followed(visitor: Caller) -> None:
    asked(visitor)
    with in_public():
        assert not Tenant.objects.filter(slug="initech").exists()
        assert not Domain.objects.filter(domain="initech.localhost").exists()
        stored = SignUp.objects.get()
    assert link_token() not in str(vars(stored))


def test_confirming_twice_makes_one_workspace(visitor: Caller) -> None:
    token = asked(visitor)
    first, second = confirmed(visitor, token), confirmed(visitor, token, slug="other")
    assert first["slug"] == second["slug"] == "initech"
    assert Tenant.objects.filter(slug__in=["initech", "other"]).count() == 1


def test_an_address_that_waits_is_kept_and_comes_free_after_a_day(visitor: Caller) -> None:
    token = asked(visitor)
    problem(visitor.post(PLACE, wanted(email="eve@evil.test")), 409)
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        problem(visitor.post(f"{PLACE}confirm/", {"token": token, "password": PASSWORD}), 404)
        asked(visitor, email="peter@initech.test")
        assert SignUp.objects.get().email == "peter@initech.test"


def test_whoever_mistyped_the_mail_address_asks_again_for_the_same_workspace(
    visitor: Caller,
) -> None:
    first = visitor.post(PLACE, wanted(email="bil@initech.test")).json()
    former = link_token()
    token = asked(visitor, again=first["again"])
    assert mail.outbox[-1].to == ["bill@initech.test"]
    problem(visitor.post(f"{PLACE}confirm/", {"token": former, "password": PASSWORD}), 404)
    assert confirmed(visitor, token)["slug"] == "initech"
    # Once it is made, nothing gives way any more.
    problem(visitor.post(PLACE, wanted(again=first["again"])), 409)


def test_whoever_got_no_mail_is_sent_another(visitor: Caller) -> None:
    former, token = asked(visitor), asked(visitor)
    assert len(mail.outbox) == 2
    problem(visitor.post(f"{PLACE}confirm/", {"token": former, "password": PASSWORD}), 404)
    assert confirmed(visitor, token)["slug"] == "initech"
    for _ in range(3):
        asked(visitor, slug="initech-eu")
    problem(visitor.post(PLACE, wanted(slug="initech-eu")), 429)


@pytest.mark.parametrize("again", ["", "made up", "Ijli:1x:9"])
def test_nobody_takes_an_address_that_waits_for_others(visitor: Caller, again: str) -> None:
    asked(visitor)
    problem(visitor.post(PLACE, wanted(email="eve@evil.test", again=again)), 409)
    assert len(mail.outbox) == 1


def test_t09_of_two_at_once_one_gets_the_address(
    visitor: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_refuse_taken", lambda slug: None)  # both looked before either
    asked(visitor)
    problem(visitor.post(PLACE, wanted(email="eve@evil.test")), 409)
    assert [signup.email for signup in SignUp.objects.all()] == ["bill@initech.test"]
    assert len(mail.outbox) == 1


def test_operators_are_told_of_an_address_that_waits_for_a_sign_up(
    visitor: Caller, operators: Tenant, operator: User
) -> None:
    asked(visitor)
    platform = callers.with_key(operators, operator)
    told = platform.get("/operator/tenant-addresses/?slug=initech").json()
    assert (told["available"], "taken" in told["problem"]) == (False, True)
    assert platform.get("/operator/tenant-addresses/?name=Initech").json()["slug"] == "initech-2"
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert platform.get("/operator/tenant-addresses/?slug=initech").json()["available"]


def test_an_address_whose_host_leads_elsewhere_is_taken(visitor: Caller, acme: Tenant) -> None:
    with in_public():
        Domain.objects.create(tenant=acme, domain="initech.localhost", is_primary=False)
    problem(visitor.post(PLACE, wanted()), 409)


def test_what_was_not_confirmed_is_forgotten(visitor: Caller) -> None:
    asked(visitor)
    assert expiry.forget_expired() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert expiry.forget_expired() == 1


def test_another_address_is_chosen_where_an_operator_gave_it_away(visitor: Caller) -> None:
    token = asked(visitor)
    Tenant.objects.create(slug="initech", name="Initech Inc")
    problem(visitor.post(f"{PLACE}confirm/", {"token": token, "password": PASSWORD}), 409)
    assert confirmed(visitor, token, slug="initech-eu")["slug"] == "initech-eu"


@pytest.mark.parametrize("password", ["short", "password123", "bill@initech.test"])
def test_a_weak_password_is_refused_and_the_link_stays_good(visitor: Caller, password: str) -> None:
    token = asked(visitor)
    refused = visitor.post(f"{PLACE}confirm/", {"token": token, "password": password})
    assert problem(refused, 422)["errors"][0]["field"] == "password"
    confirmed(visitor, token)


@pytest.mark.parametrize("slug", UNSAFE)
def test_t09_no_unsafe_address_is_taken(visitor: Caller, slug: str) -> None:
    response = visitor.post(PLACE, wanted(slug=slug))
    assert response.status_code in (400, 422), response.content
    with in_public():
        assert not SignUp.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("slug", ["acrne", "ac-me", "gl0bex", "g1obex"])
def test_t09_an_address_that_looks_like_another_tenant_s_is_refused(
    visitor: Caller, acme: Tenant, globex: Tenant, slug: str
) -> None:
    assert problem(visitor.post(PLACE, wanted(slug=slug)), 422)["errors"][0]["code"] == "lookalike"
    told = visitor.get(f"{PLACE}address/?slug={slug}").json()
    assert told["free"] is False
    assert "looks too much like" in told["message"]


def test_t09_nor_is_one_to_be_had_when_confirming(visitor: Caller, acme: Tenant) -> None:
    token = asked(visitor)
    body = {"token": token, "password": PASSWORD, "slug": "acrne"}
    told = problem(visitor.post(f"{PLACE}confirm/", body), 422)
    assert told["errors"][0]["code"] == "lookalike"
    assert not Tenant.objects.filter(slug="acrne").exists()
    assert confirmed(visitor, token, slug="initech-gmbh")["state"] == "making"


def test_t09_an_address_that_is_kept_for_somebody_is_not_imitated(visitor: Caller) -> None:
    asked(visitor)
    told = problem(visitor.post(PLACE, wanted(slug="lnitech", email="eve@evil.test")), 422)
    assert told["errors"][0]["code"] == "lookalike"


def test_the_form_learns_whether_an_address_is_free(visitor: Caller, acme: Tenant) -> None:
    assert visitor.get(f"{PLACE}address/?slug=initech").json() == {"free": True, "message": ""}
    assert "taken" in visitor.get(f"{PLACE}address/?slug=acme").json()["message"]
    assert visitor.get(PLACE).json() == {"host": "localhost"}


@pytest.mark.parametrize(
    "other",
    [
        {"email": "nonsense"},
        {"name": " "},
        {"currency": "XXZ"},
        {"time_zone": "Mars/Olympus"},
        {"locale": "tlh"},
        {"plan": "enterprise"},
        {"is_operators": True},
    ],
)
def test_it_says_what_is_wrong_and_mails_nothing(visitor: Caller, other: dict[str, Any]) -> None:
    problem(visitor.post(PLACE, wanted(**other)), 422)
    assert not mail.outbox


def test_a_mail_that_can_t_be_sent_keeps_nothing(visitor: Caller, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    problem(visitor.post(PLACE, wanted()), 503)
    assert not SignUp.objects.exists()


def test_one_address_gets_a_few_mails_a_day(visitor: Caller) -> None:
    for number in range(5):
        asked(visitor, slug=f"initech-{number}x")
    refused = visitor.post(PLACE, wanted(slug="initech-more"))
    assert problem(refused, 429)
    assert refused.headers["Retry-After"]
    assert len(mail.outbox) == 5


def test_one_network_address_asks_so_often_an_hour(visitor: Caller, settings: LazySettings) -> None:
    settings.SIGN_UP_RATES = {**settings.SIGN_UP_RATES, "ask": "2/hour"}
    more = wanted(slug="initech-more", email="9@initech.test")
    with time_machine.travel("2026-03-31T09:25:20Z", tick=False):
        for number in range(2):
            asked(visitor, slug=f"initech-{number}y", email=f"{number}@initech.test")
        told = problem(visitor.post(PLACE, more), 429)
        german = problem(visitor.post(PLACE, more, **{"Accept-Language": "de"}), 429)
    too_many = "There were too many attempts from your connection."
    assert told["detail"] == f"{too_many} Try again in 35 minutes."
    assert german["detail"].endswith("Versuchen Sie es in 35 Minuten noch einmal.")


def test_it_is_closed_where_operators_make_the_workspaces(
    visitor: Caller, settings: LazySettings
) -> None:
    settings.SIGN_UP = False
    problem(visitor.get(PLACE), 404)
    problem(visitor.post(PLACE, wanted()), 404)


def test_a_tenant_s_host_knows_nothing_of_it(acme: Tenant, operators: Tenant) -> None:
    problem(callers.anonymous(acme).post(PLACE, wanted()), 401)


def test_a_member_of_the_new_workspace_is_its_administrator(visitor: Caller) -> None:
    token = asked(visitor, person="Bill Lumbergh")
    confirmed(visitor, token)
    tenant = Tenant.objects.get(slug="initech")
    fulfil(tenant.id)
    tenant.refresh_from_db()
    with in_tenant(tenant):
        assert User.objects.get().name == "Bill Lumbergh"
