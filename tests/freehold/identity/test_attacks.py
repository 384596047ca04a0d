"""S01, S02, S05: guessing passwords and codes, and what a link to a new password gives away."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.utils import timezone

from freehold.audit.models import AuditEntry
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.identity.services import users
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.identity.browser import AUTH, Browser, signed_in
from tests.freehold.identity.test_passwords import ANOTHER, asked_for_a_link, key_in, reset
from tests.ground.people import PASSWORD

TOTP = f"{AUTH}/account/authenticators/totp"
CODES = f"{AUTH}/account/authenticators/recovery-codes"
WRONG = "not the password"


@pytest.fixture
def bob(acme: Tenant) -> User:
    with in_tenant(acme):
        return users.create_user(actor=SYSTEM, email="bob@acme.test", name="Bob", password=PASSWORD)


def test_who_came_in_by_a_mailed_link_sets_up_the_second_factor(
    acme: Tenant, acme_admin: User, mailoutbox: list[EmailMessage]
) -> None:
    asked_for_a_link("acme", acme_admin.email)
    reset("acme", key_in(mailoutbox[0]))
    with in_tenant(acme):  # what such links left behind before
        EmailAddress.objects.get_or_create(user=acme_admin, email=acme_admin.email)
    browser = Browser("acme")
    browser.sign_in(acme_admin.email, ANOTHER)
    offered = browser.get(TOTP)
    assert offered.status_code == 404
    assert offered.json()["meta"]["secret"]


def from_address(address: str, forwarded: str = "", *, slug: str = "acme") -> Browser:
    browser = Browser(slug)
    browser.defaults["REMOTE_ADDR"] = address
    if forwarded:
        browser.defaults["HTTP_X_FORWARDED_FOR"] = forwarded
    return browser


def code(answer: Any) -> str:
    return str(answer.json()["errors"][0]["code"])


class TestS01:
    """Many guesses: from one place, from many, with invented proxies."""

    def test_one_address_is_guessed_at_from_many_places_and_its_owner_still_gets_in(
        self, acme: Tenant, acme_admin: User
    ) -> None:
        at_home = signed_in("acme")
        at_home.send("delete", f"{AUTH}/auth/session")
        answers = [
            code(from_address(f"10.1.0.{n}").sign_in(acme_admin.email, WRONG)) for n in range(200)
        ]
        assert answers[:5] == ["email_password_mismatch"] * 5
        assert set(answers[5:]) == {"too_many_login_attempts"}
        guessed = from_address("10.2.0.1").sign_in(acme_admin.email)
        assert code(guessed) == "too_many_login_attempts"
        assert at_home.sign_in(acme_admin.email).status_code == 200
        with in_tenant(acme):
            told = AuditEntry.objects.filter(action="sign_in_failed", record_id=acme_admin.id)
            assert told.count() == 5

    def test_a_known_browser_has_few_guesses_too(self, acme_admin: User) -> None:
        browser = signed_in("acme")
        browser.send("delete", f"{AUTH}/auth/session")
        for _ in range(5):
            assert code(browser.sign_in(acme_admin.email, WRONG)) == "email_password_mismatch"
        assert code(browser.sign_in(acme_admin.email)) == "too_many_login_attempts"

    @pytest.mark.parametrize("change", ["foreign", "forged", "old", "other password"])
    def test_a_mark_that_is_not_this_persons_counts_for_nothing(
        self, acme: Tenant, acme_admin: User, bob: User, change: str
    ) -> None:
        browser = Browser("acme")
        browser.sign_in(bob.email if change == "foreign" else acme_admin.email)
        browser.send("delete", f"{AUTH}/auth/session")
        start = timezone.now()
        if change == "forged":
            browser.cookies["device"] = browser.cookies["device"].value[:-4] + "0000"
        if change == "other password":
            with in_tenant(acme):
                users.set_password(actor=SYSTEM, user_id=acme_admin.id, password=ANOTHER)
        later = timedelta(days=181 if change == "old" else 0)
        with time_machine.travel(start + later, tick=False):
            for n in range(5):
                from_address(f"10.3.0.{n}").sign_in(acme_admin.email, WRONG)
            answer = browser.sign_in(acme_admin.email, ANOTHER)
        assert code(answer) == "too_many_login_attempts"

    def test_a_mark_of_one_tenant_counts_for_nothing_at_another(
        self, acme_admin: User, globex: Tenant
    ) -> None:
        """Though the same person is there, down to the id and the digest of the password."""
        with in_tenant(globex):
            twin = User(id=acme_admin.id, email=acme_admin.email, password=acme_admin.password)
            twin.save(force_insert=True)
        foreign, own = Browser("acme"), Browser("globex")
        for browser in (foreign, own):
            assert browser.sign_in(twin.email).status_code == 200
            browser.send("delete", f"{AUTH}/auth/session")
        for n in range(5):
            from_address(f"10.5.0.{n}", slug="globex").sign_in(twin.email, WRONG)
        away = Browser("globex")
        away.cookies["device"] = foreign.cookies["device"].value
        assert code(away.sign_in(twin.email)) == "too_many_login_attempts"
        assert own.sign_in(twin.email).status_code == 200

    @pytest.mark.parametrize(
        "value", ["", ".", "..", "a.b.c", "x" * 5000, "a.99999999999999.c", "a.²²²²²².c", "ä.1.ö"]
    )
    def test_a_mark_that_is_nonsense_is_none(self, acme_admin: User, value: str) -> None:
        browser = Browser("acme")
        browser.cookies["device"] = value
        assert browser.sign_in(acme_admin.email).status_code == 200

    def test_passwords_are_sprayed_from_one_place_whatever_proxies_it_invents(
        self, acme: Tenant
    ) -> None:
        answers = [
            from_address("10.4.0.1", f"192.0.2.{n}").sign_in(f"person{n}@acme.test", WRONG)
            for n in range(40)
        ]
        codes = [one.status_code if one.status_code == 429 else code(one) for one in answers]
        assert codes[:10] == ["email_password_mismatch"] * 10
        assert set(codes[10:30]) == {"too_many_login_attempts"}
        assert set(codes[30:]) == {429}

    def test_the_mark_is_for_this_host_and_not_for_scripts(
        self, acme_admin: User, settings: LazySettings
    ) -> None:
        mark = signed_in("acme").cookies["device"]
        assert (mark["httponly"], mark["samesite"], mark["domain"]) == (True, "Lax", "")
        assert acme_admin.email not in mark.value
        assert str(acme_admin.id) not in mark.value


class TestS02:
    """Codes of a second factor: used twice, of another time, another person, guessed."""

    @pytest.fixture
    def secret(self, bob: User, django_capture_on_commit_callbacks: Any) -> str:
        return _second_factor(bob, django_capture_on_commit_callbacks)

    @pytest.fixture(autouse=True)
    def clock(self) -> Any:
        with time_machine.travel("2026-11-01T12:00:15Z", tick=False) as clock:
            yield clock

    def test_a_code_works_once(self, bob: User, secret: str, clock: Any) -> None:
        clock.shift(60)
        assert _second_step(bob, _code(secret)).status_code == 200
        assert _second_step(bob, _code(secret)).status_code == 400

    @pytest.mark.parametrize("step", [-2, -1, 1, 2, 2880])
    def test_a_code_of_another_time_does_not(
        self, bob: User, secret: str, clock: Any, step: int
    ) -> None:
        clock.shift(300)
        assert _second_step(bob, _code(secret, step)).status_code == 400

    def test_nor_does_that_of_another_person(
        self, bob: User, secret: str, clock: Any, acme_admin: User,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        another = _second_factor(acme_admin, django_capture_on_commit_callbacks)
        clock.shift(60)
        assert _second_step(bob, _code(another)).status_code == 400
        assert _second_step(acme_admin, _code(another)).status_code == 200

    def test_guessing_is_limited(self, acme: Tenant, bob: User, secret: str, clock: Any) -> None:
        clock.shift(60)
        right = _code(secret)
        coming = _first_step(bob)
        codes = [
            code(coming.send("post", f"{AUTH}/auth/2fa/authenticate", {"code": f"{n:06}"}))
            for n in range(40)
            if f"{n:06}" != right
        ]
        assert codes.count("incorrect_code") <= 10
        assert codes[-1] == "too_many_login_attempts"
        late = coming.send("post", f"{AUTH}/auth/2fa/authenticate", {"code": right})
        assert code(late) == "too_many_login_attempts"
        with in_tenant(acme):
            assert AuditEntry.objects.filter(action="second_factor_failed").exists()

    def test_a_recovery_code_works_once(self, bob: User, secret: str, clock: Any) -> None:
        clock.shift(60)
        inside = _first_step(bob)
        inside.send("post", f"{AUTH}/auth/2fa/authenticate", {"code": _code(secret)})
        inside.send("post", f"{AUTH}/auth/reauthenticate", {"password": PASSWORD})
        kept = inside.get(CODES).json()["data"]["unused_codes"][0]
        assert _second_step(bob, kept).status_code == 200
        assert _second_step(bob, kept).status_code == 400


class TestS05:
    """The link to a new password."""

    def test_it_is_of_use_for_an_hour_at_most_and_not_after_another_password(
        self, acme_admin: User, mailoutbox: list[EmailMessage]
    ) -> None:
        asked_for_a_link("acme", acme_admin.email)
        asked_for_a_link("acme", acme_admin.email)
        first, second = (key_in(mail) for mail in mailoutbox)
        with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
            assert reset("acme", first).status_code == 400
        assert reset("acme", second).status_code == 401
        assert reset("acme", first, "yet another passphrase").status_code == 400

    @pytest.mark.parametrize("host", ["evil.example", "acme.localhost.evil.example"])
    def test_its_host_is_not_what_the_asker_says(
        self, acme_admin: User, mailoutbox: list[EmailMessage], host: str
    ) -> None:
        browser = Browser("acme").open()
        browser.defaults["HTTP_X_FORWARDED_HOST"] = host
        browser.send("post", f"{AUTH}/auth/password/request", {"email": acme_admin.email})
        assert all(host not in str(mail.body) for mail in mailoutbox)
        browser.defaults["HTTP_HOST"] = host
        browser.post(
            f"{AUTH}/auth/password/request",
            {"email": acme_admin.email},
            content_type="application/json",
            headers={"host": host, "X-CSRFToken": browser.cookies["csrftoken"].value},
        )
        assert all(host not in str(mail.body) for mail in mailoutbox)

    @pytest.mark.parametrize(
        "twin", ["adm\u0131n@acme.test", "admin@ac\u043ce.test", "admin@acme.test\u200b",
                 "\uff41dmin@acme.test"],
    )  # fmt: skip
    def test_an_address_that_looks_alike_gets_none(
        self, acme_admin: User, mailoutbox: list[EmailMessage], twin: str
    ) -> None:
        answer = asked_for_a_link("acme", twin)
        assert answer.status_code in {200, 400}
        assert mailoutbox == []

    def test_any_case_of_letters_gets_it_at_the_address_that_is_known(
        self, acme_admin: User, mailoutbox: list[EmailMessage]
    ) -> None:
        asked_for_a_link("acme", acme_admin.email.upper())
        assert [mail.to for mail in mailoutbox] == [[acme_admin.email]]


def _second_factor(user: User, on_commit: Any) -> str:
    """The secret of the second factor, which is on from now on."""
    browser = Browser("acme")
    browser.sign_in(user.email)
    secret = str(browser.get(TOTP).json()["meta"]["secret"])
    browser.send("post", TOTP, {"code": _code(secret)})
    browser.send("post", f"{AUTH}/auth/reauthenticate", {"password": PASSWORD})
    assert browser.send("post", TOTP, {"code": _code(secret)}).status_code == 200
    return secret


def _code(secret: str, steps: int = 0) -> str:
    counter = int(timezone.now().timestamp()) // 30 + steps
    return str(format_hotp_value(hotp_value(secret, counter)))


def _first_step(user: User) -> Browser:
    coming = Browser("acme")
    assert coming.sign_in(user.email).status_code == 401
    return coming


def _second_step(user: User, given: str) -> Any:
    return _first_step(user).send("post", f"{AUTH}/auth/2fa/authenticate", {"code": given})
