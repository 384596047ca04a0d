"""What changes of how somebody signs in is mailed to them, whoever did it."""

from typing import Any

import time_machine
from django.core.mail import EmailMessage
from django.utils import timezone

from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.identity.services import invitations, users
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller
from tests.api.test_sessions import ALLAUTH, CODES, TOTP, browser, switch_on
from tests.freehold.identity.test_passwords import ANOTHER, asked_for_a_link, key_in, reset
from tests.ground import people
from tests.ground.jobs import work_off


def mailed(tenant: Tenant, outbox: list[EmailMessage]) -> list[EmailMessage]:
    """What has gone out since the last look."""
    with in_tenant(tenant):
        work_off()
    told = list(outbox)
    outbox.clear()
    return told


@time_machine.travel("2026-12-01T04:30:00Z", tick=False)
def test_another_password_is_told_in_ones_own_language_and_time(
    acme: Tenant, mia: User, mailoutbox: list[EmailMessage]
) -> None:
    here = browser(acme, mia)
    here.patch("/me/", {"locale": "de", "time_zone": "America/New_York"})
    body = {"current_password": people.PASSWORD, "new_password": ANOTHER}
    assert here.post(f"{ALLAUTH}/account/password/change", body).status_code == 200
    (told,) = mailed(acme, mailoutbox)
    assert told.to == [mia.email]
    assert told.subject == "Ihr Passwort für Acme GmbH wurde geändert"
    text = str(told.body)
    assert text.startswith(f"Guten Tag {mia.name},")
    assert "am 30. November 2026 um 23:30 Uhr (America/New_York)" in text
    assert "127.0.0.1" in text
    assert "http://acme.localhost/sign-in#forgotten" in text


def test_one_chosen_by_a_mailed_link_is_told_but_the_first_one_is_no_news(
    acme: Tenant, mia: User, mailoutbox: list[EmailMessage]
) -> None:
    asked_for_a_link("acme", mia.email)
    key = key_in(mailoutbox.pop())
    assert reset("acme", key).status_code == 401
    (told,) = mailed(acme, mailoutbox)
    assert told.subject == "Your password for Acme GmbH was changed"
    with in_tenant(acme):
        bob = users.create_user(actor=SYSTEM, email="bob@acme.test", name="Bob")
        key = invitations.link_key(bob)
    assert reset("acme", key, "yet another passphrase").status_code == 401
    assert mailed(acme, mailoutbox) == []


@time_machine.travel(timezone.now(), tick=False)
def test_the_second_factor_is_told_of_on_anew_and_off(
    acme: Tenant,
    mia: User,
    admin: Caller,
    acme_admin: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    here = browser(acme, mia)

    def told_of(what: Any) -> str:
        with in_tenant(acme), django_capture_on_commit_callbacks(execute=True):
            what()
        (told,) = mailed(acme, mailoutbox)
        assert told.to == [mia.email]
        return f"{told.subject}\n{told.body}"

    assert "Two-step sign-in for Acme GmbH is on" in told_of(lambda: switch_on(here))
    assert "New recovery codes for Acme GmbH" in told_of(lambda: here.post(CODES))
    own = told_of(lambda: here.delete(TOTP))
    assert "Two-step sign-in for Acme GmbH is off" in own
    assert "choose another password at once" in own
    there = browser(acme, mia)
    told_of(lambda: switch_on(there))
    by_admin = told_of(lambda: admin.delete(f"/users/{mia.id}/second-factor/"))
    assert f"{acme_admin.name} switched off two-step sign-in" in by_admin
    assert "If it was you" not in by_admin


def test_another_address_is_told_to_the_former_one_too(
    acme: Tenant, mia: User, admin: Caller, mailoutbox: list[EmailMessage]
) -> None:
    former = mia.email
    assert admin.patch(f"/users/{mia.id}/", {"email": "mia@new.test"}).status_code == 200
    told = mailed(acme, mailoutbox)
    assert [mail.to for mail in told] == [[former], ["mia@new.test"]]
    assert all("You sign in with mia@new.test from now on." in str(mail.body) for mail in told)
    admin.patch(f"/users/{mia.id}/", {"name": "Mia M."})
    assert mailed(acme, mailoutbox) == []


def test_an_address_that_nobody_has_signed_in_with_is_no_news(
    acme: Tenant, admin: Caller, mailoutbox: list[EmailMessage]
) -> None:
    with in_tenant(acme):
        bob = users.create_user(actor=SYSTEM, email="bob@acme.test", name="Bob")
    admin.patch(f"/users/{bob.id}/", {"email": "bob@new.test"})
    assert [mail.subject for mail in mailed(acme, mailoutbox) if "changed" in mail.subject] == []
