"""The installation's secret key is changed, and the former one kept: what was there goes on."""

import pytest
from cryptography.fernet import InvalidToken
from django.conf import LazySettings

from crm_core.hooks import signing
from freehold.identity.models import User
from freehold.identity.second_factor import SecondFactorAdapter
from freehold.identity.services.invitations import link_key
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.identity.browser import AUTH, signed_in
from tests.freehold.identity.test_attacks import WRONG, from_address
from tests.freehold.identity.test_passwords import reset

FORMER, PRESENT = "former" * 10, "present" * 10


@pytest.fixture(autouse=True)
def former_key(settings: LazySettings) -> None:
    settings.SECRET_KEY = FORMER


def change_key(settings: LazySettings, *, keep: bool = True) -> None:
    settings.SECRET_KEY = PRESENT
    settings.SECRET_KEY_FALLBACKS = [FORMER] if keep else []


def test_secrets_of_second_factors_and_webhooks_are_read_as_before(settings: LazySettings) -> None:
    factor, hook = SecondFactorAdapter().encrypt("JBSWY3DP"), signing.encrypted("whsec_x")
    change_key(settings)
    assert SecondFactorAdapter().decrypt(factor) == "JBSWY3DP"
    assert signing.decrypted(hook) == "whsec_x"
    fresh = signing.encrypted("whsec_y")
    change_key(settings, keep=False)
    assert signing.decrypted(fresh) == "whsec_y", "what is new is bound to the present key"
    with pytest.raises(signing.Unreadable):
        signing.decrypted(hook)
    with pytest.raises(InvalidToken):
        SecondFactorAdapter().decrypt(factor)


def test_nobody_is_signed_out_and_mailed_links_hold(
    acme: Tenant, acme_admin: User, settings: LazySettings
) -> None:
    browser = signed_in("acme")
    with in_tenant(acme):
        link = link_key(User.objects.get(id=acme_admin.id))
    change_key(settings)
    assert browser.get("/api/v1/me/").status_code == 200
    assert reset("acme", link).status_code == 401, "the password is changed, who asks signs in"


@pytest.mark.parametrize(("keep", "answer"), [(True, 200), (False, 400)])
def test_a_known_browser_stays_known_while_strangers_guess(
    acme_admin: User, settings: LazySettings, keep: bool, answer: int
) -> None:
    at_home = signed_in("acme")
    at_home.send("delete", f"{AUTH}/auth/session")
    change_key(settings, keep=keep)
    for n in range(5):
        from_address(f"10.6.0.{n}").sign_in(acme_admin.email, WRONG)
    assert at_home.sign_in(acme_admin.email).status_code == answer


def test_without_the_former_key_sessions_end(
    acme: Tenant, acme_admin: User, settings: LazySettings
) -> None:
    browser = signed_in("acme")
    change_key(settings, keep=False)
    assert browser.get("/api/v1/me/").status_code == 401
