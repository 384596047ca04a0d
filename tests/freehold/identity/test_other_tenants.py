"""T02: what opens one tenant is nothing at another's host."""

import pytest
from django.core.mail import EmailMessage

from freehold.audit.models import AuditEntry
from freehold.errors import NotSignedIn
from freehold.identity.actor import SYSTEM
from freehold.identity.models import ApiKey, User
from freehold.identity.services.keys import authenticate_key, create_api_key
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.identity.browser import AUTH, Browser, signed_in
from tests.freehold.identity.test_passwords import asked_for_a_link, key_in, reset
from tests.ground.people import PASSWORD


def key_of(tenant: Tenant, user: User) -> str:
    with in_tenant(tenant):
        return create_api_key(actor=SYSTEM, user_id=user.id, name="Robot")[1]


def test_t02_a_session_is_nothing_at_another_host(acme_admin: User, globex_admin: User) -> None:
    at_home = signed_in("acme")
    away = Browser("globex")
    away.cookies["sessionid"] = at_home.cookies["sessionid"].value
    away.cookies["csrftoken"] = at_home.cookies["csrftoken"].value
    assert away.get("/api/v1/me/").status_code == 401
    assert not away.is_signed_in()
    body = {"current_password": PASSWORD, "new_password": "taken over entirely"}
    assert away.send("post", f"{AUTH}/account/password/change", body).status_code == 401
    assert Browser("globex").sign_in(globex_admin.email).status_code == 200
    assert at_home.is_signed_in()


def test_t02_an_api_key_is_nothing_at_another_host(
    acme: Tenant, globex: Tenant, acme_admin: User
) -> None:
    text = key_of(acme, acme_admin)
    bearer = {"Authorization": f"Bearer {text}"}
    assert Browser("acme").get("/api/v1/me/", headers=bearer).status_code == 200
    assert Browser("globex").get("/api/v1/me/", headers=bearer).status_code == 401
    with in_tenant(globex):
        with pytest.raises(NotSignedIn):
            authenticate_key(text)
        assert not ApiKey.objects.exists()
        told = AuditEntry.objects.get(action="identity.api_key.refused")
        assert told.record_name == "_".join(text.split("_")[:2])


def test_t02_a_reset_link_is_nothing_at_another_host(
    acme_admin: User, globex_admin: User, mailoutbox: list[EmailMessage]
) -> None:
    asked_for_a_link("acme", acme_admin.email)
    key = key_in(mailoutbox[0])
    assert reset("globex", key).status_code == 400
    assert Browser("globex").sign_in(globex_admin.email).status_code == 200
    assert Browser("acme").sign_in(acme_admin.email).status_code == 200


def test_t02_the_same_address_in_two_tenants_is_two_people(
    acme: Tenant, globex: Tenant, acme_admin: User
) -> None:
    assert Browser("globex").sign_in(acme_admin.email).status_code == 400
