"""People come, change and leave."""

from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from freehold.audit.models import AuditEntry
from freehold.errors import Conflict, Invalid, NotFound
from freehold.identity.actor import SYSTEM, Actor
from freehold.identity.lookups import user_by_id
from freehold.identity.models import User
from freehold.identity.services import users
from freehold.identity.services.invitations import send_invitation
from freehold.ids import new_id
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.identity.browser import Browser
from tests.freehold.identity.test_passwords import ANOTHER, asked_for_a_link, key_in, reset
from tests.ground.people import PASSWORD


def bob(**values: Any) -> User:
    given = {"email": "bob@acme.test", "name": "Bob", "password": PASSWORD, **values}
    return users.create_user(actor=SYSTEM, **given)


@pytest.mark.usefixtures("in_acme")
def test_a_user_is_stored_tidily_and_told_in_the_trail() -> None:
    user = bob(email=" Bob@ACME.test ", name=" Bob ")
    assert (user.email, user.name) == ("bob@acme.test", "Bob")
    assert not user.is_superuser
    told = AuditEntry.objects.get(action="identity.user.created", record_id=user.id)
    assert told.changes["email"] == [None, "bob@acme.test"]
    assert "password" not in told.changes


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "bob"}, "email"),
        ({"email": ""}, "email"),
        ({"email": f"{'x' * 250}@acme.test"}, "email"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Bob\x00"}, "name"),
        ({"locale": "tlh"}, "locale"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"password": "short"}, "password"),
        ({"password": "bob@acme.test"}, "password"),
    ],
)
def test_it_names_what_is_wrong(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        bob(**values)
    assert field in [error.field for error in refused.value.errors]
    assert not User.objects.filter(name="Bob").exists()


@pytest.mark.usefixtures("in_acme")
def test_an_address_is_taken_once_whatever_its_case() -> None:
    bob()
    with pytest.raises(Invalid, match="already a user"):
        bob(email="BOB@acme.test")


@pytest.mark.usefixtures("in_acme")
def test_z05_what_is_not_a_users_to_change_is_ignored() -> None:
    user = bob()
    users.update_user(
        actor=SYSTEM,
        user_id=user.id,
        values={
            "name": "Robert",
            "id": new_id(),
            "is_superuser": True,
            "is_staff": True,
            "is_active": False,
            "password": "x",
            "groups": [1],
            "created_at": None,
            "last_seen_at": None,
        },
    )
    stored = User.objects.get(id=user.id)
    assert stored.name == "Robert"
    assert stored.is_active
    assert not stored.is_superuser
    assert stored.check_password(PASSWORD)
    assert stored.created_at == user.created_at
    told = AuditEntry.objects.get(action="identity.user.updated", record_id=user.id)
    assert told.changes == {"name": ["Bob", "Robert"]}


@pytest.mark.usefixtures("in_acme")
def test_what_is_remembered_of_a_user_follows_every_change() -> None:
    user = bob()
    assert user_by_id(user.id) == user
    users.update_user(actor=SYSTEM, user_id=user.id, values={"name": "Robert"})
    remembered = user_by_id(user.id)
    assert remembered is not None
    assert remembered.name == "Robert"
    remembered.name = "Spoilt"
    assert str(user_by_id(user.id)) == "Robert"
    user.name = "Saved by a library"
    user.save()
    assert str(user_by_id(user.id)) == "Saved by a library"
    assert user_by_id(new_id()) is None


def test_leaving_ends_every_session(acme: Tenant) -> None:
    with in_tenant(acme):
        user = bob()
    browsers = [Browser("acme"), Browser("acme")]
    for browser in browsers:
        assert browser.sign_in("bob@acme.test").status_code == 200
    with in_tenant(acme):
        users.deactivate_user(actor=SYSTEM, user_id=user.id)
        assert not UserSession.objects.filter(user=user).exists()
        users.reactivate_user(actor=SYSTEM, user_id=user.id)
    assert not any(browser.is_signed_in() for browser in browsers)
    assert Browser("acme").sign_in("bob@acme.test").status_code == 200


def test_a_password_set_for_someone_ends_their_sessions(acme: Tenant) -> None:
    with in_tenant(acme):
        user = bob()
    browser = Browser("acme")
    browser.sign_in("bob@acme.test")
    with in_tenant(acme):
        users.set_password(actor=SYSTEM, user_id=user.id, password=ANOTHER)
        with pytest.raises(Invalid):
            users.set_password(actor=SYSTEM, user_id=user.id, password="short")
    assert not browser.is_signed_in()
    assert Browser("acme").sign_in("bob@acme.test", ANOTHER).status_code == 200


@pytest.mark.usefixtures("in_acme")
def test_nobody_deactivates_themselves_or_nobody() -> None:
    user = bob()
    with pytest.raises(Conflict, match="yourself"):
        users.deactivate_user(actor=Actor(user.id, "Bob", "web"), user_id=user.id)
    for change in (users.deactivate_user, users.reactivate_user):
        with pytest.raises(NotFound):
            change(actor=SYSTEM, user_id=new_id())


class NoPost(BaseEmailBackend):
    """A mail server that can't be reached."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError("Connection refused")


def test_without_a_mail_server_nobody_sees_an_error(
    acme: Tenant, acme_admin: User, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NoPost"
    with in_tenant(acme):
        origin = "http://acme.localhost"
        assert not send_invitation(bob(password=None), origin=origin, invited_by="Ada")
    assert asked_for_a_link("acme", acme_admin.email).status_code == 200


def test_an_invitation_leads_in_once(acme: Tenant, mailoutbox: list[EmailMessage]) -> None:
    with in_tenant(acme):
        user = bob(password=None)
        send_invitation(user, origin="http://acme.localhost", invited_by="Ada")
    assert mailoutbox[0].subject == "Your access to Acme GmbH on Freehold"
    assert "Ada has invited you" in str(mailoutbox[0].body)
    assert reset("acme", key_in(mailoutbox[0])).status_code == 401
    assert Browser("acme").sign_in("bob@acme.test", ANOTHER).status_code == 200
    assert reset("acme", key_in(mailoutbox[0])).status_code == 400


def test_an_invitation_ends_after_three_days_and_says_so(
    acme: Tenant, mailoutbox: list[EmailMessage]
) -> None:
    with in_tenant(acme), time_machine.travel("2026-03-02T09:00:00Z", tick=False):
        user = bob(password=None)
        send_invitation(user, origin="http://acme.localhost", invited_by="Ada")
    assert "works once, within 3 days" in str(mailoutbox[0].body)
    with time_machine.travel("2026-03-05T09:00:01Z", tick=False):
        assert reset("acme", key_in(mailoutbox[0])).status_code == 400
    with time_machine.travel("2026-03-05T08:59:00Z", tick=False):
        assert reset("acme", key_in(mailoutbox[0])).status_code == 401  # done


def test_an_invitation_is_withdrawn_by_deactivating(
    acme: Tenant, mailoutbox: list[EmailMessage]
) -> None:
    with in_tenant(acme):
        user = bob(password=None)
        send_invitation(user, origin="http://acme.localhost", invited_by="Ada")
        users.deactivate_user(actor=SYSTEM, user_id=user.id)
    assert reset("acme", key_in(mailoutbox[0])).status_code == 400
    with in_tenant(acme):
        users.reactivate_user(actor=SYSTEM, user_id=user.id)
    assert reset("acme", key_in(mailoutbox[0])).status_code == 400
    with in_tenant(acme):
        assert not User.objects.get(id=user.id).has_usable_password()


def test_nobody_deactivated_chooses_a_password(
    acme: Tenant, acme_admin: User, mailoutbox: list[EmailMessage]
) -> None:
    asked_for_a_link("acme", acme_admin.email)
    with in_tenant(acme):
        User.objects.filter(id=acme_admin.id).update(is_active=False)
    assert reset("acme", key_in(mailoutbox[0])).status_code == 400
