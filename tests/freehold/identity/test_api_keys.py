"""S08: API keys are shown once, kept as a digest, bounded and revocable."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from freehold.audit.models import AuditEntry
from freehold.errors import Invalid, NotFound, NotSignedIn
from freehold.identity.actor import SYSTEM
from freehold.identity.models import ApiKey, User
from freehold.identity.services import users
from freehold.identity.services.keys import authenticate_key, create_api_key, revoke_api_key
from freehold.ids import new_id
from tests.ground.people import PASSWORD

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def bob(in_acme: object) -> User:
    return users.create_user(actor=SYSTEM, email="bob@acme.test", name="Bob", password=PASSWORD)


def created(user: User, **values: Any) -> tuple[ApiKey, str]:
    return create_api_key(actor=SYSTEM, user_id=user.id, name="Robot", **values)


def test_s08_the_key_opens_and_its_secret_is_stored_nowhere(bob: User) -> None:
    key, text = created(bob)
    assert text.startswith(f"{key.prefix}_")
    assert authenticate_key(text) == (bob, key)
    secret = text.removeprefix(f"{key.prefix}_")
    assert secret not in everything_stored()
    assert key.prefix in everything_stored()


def everything_stored() -> str:
    """All rows of all tables of people and of the trail, as text."""
    tables: list[type[models.Model]] = [
        *apps.get_app_config("identity").get_models(),
        *apps.get_app_config("audit").get_models(),
        *apps.get_app_config("sessions").get_models(),
    ]
    return str([list(table._default_manager.values()) for table in tables])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fh_",
        "x" * 10_000,
        "fh_000000000000_" + "A" * 43,
        "fh_000000000000_" + "A" * 42 + "\x00",
        "Bearer fh_000000000000_" + "A" * 43,
    ],
)
def test_s08_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NotSignedIn, match="not valid"):
        authenticate_key(text)


def test_s08_a_wrong_secret_with_a_right_prefix_is_refused(bob: User) -> None:
    key, text = created(bob)
    with pytest.raises(NotSignedIn, match="not valid"):
        authenticate_key(f"{key.prefix}_{'A' * 43}")
    assert authenticate_key(text)[1] == key


def test_s08_a_revoked_key_is_refused_at_once(bob: User) -> None:
    key, text = created(bob)
    authenticate_key(text)
    revoke_api_key(actor=SYSTEM, key_id=key.id)
    revoke_api_key(actor=SYSTEM, key_id=key.id)
    with pytest.raises(NotSignedIn, match="revoked"):
        authenticate_key(text)
    assert AuditEntry.objects.filter(action="identity.api_key.revoked").count() == 1
    with pytest.raises(NotFound):
        revoke_api_key(actor=SYSTEM, key_id=new_id())


def test_s08_an_expired_key_is_refused(bob: User) -> None:
    _, text = created(bob, expires_at=timezone.now() + timedelta(hours=1))
    authenticate_key(text)
    later = time_machine.travel(timezone.now() + timedelta(hours=2))
    with later, pytest.raises(NotSignedIn, match="expired"):
        authenticate_key(text)


def test_s08_a_key_ends_with_its_user(bob: User) -> None:
    _, text = created(bob)
    authenticate_key(text)
    users.deactivate_user(actor=SYSTEM, user_id=bob.id)
    with pytest.raises(NotSignedIn):
        authenticate_key(text)
    users.reactivate_user(actor=SYSTEM, user_id=bob.id)
    with pytest.raises(NotSignedIn, match="revoked"):
        authenticate_key(text)
    with pytest.raises(NotFound):
        created(User(id=new_id()))


def test_a_known_key_costs_no_statement(
    bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, text = created(bob)
    authenticate_key(text)
    with django_assert_num_queries(0):
        authenticate_key(text)


def test_its_use_is_noted_once_a_minute(bob: User) -> None:
    key, text = created(bob)

    def used_at(seconds: int) -> object:
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            authenticate_key(text)
        key.refresh_from_db()
        return key.last_used_at

    start = timezone.now()
    assert used_at(0) == start
    assert used_at(59) == start
    assert used_at(61) == start + timedelta(seconds=61)


def test_refusals_are_told_once_a_minute(bob: User) -> None:
    for _ in range(3):
        with pytest.raises(NotSignedIn):
            authenticate_key("fh_000000000000_" + "A" * 43)
    told = AuditEntry.objects.get(action="identity.api_key.refused")
    assert told.record_name == "fh_000000000000"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": "all"}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": ["accounts.delete"]}, "scopes"),
        ({"scopes": [7]}, "scopes"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "expires_at"),
    ],
)
def test_it_names_what_is_wrong(bob: User, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        created(bob, **values)
    assert refused.value.errors[0].field == field
    assert not ApiKey.objects.exists()


def test_a_key_needs_a_name(bob: User) -> None:
    for name in ("", "  ", "x" * 101):
        with pytest.raises(Invalid):
            create_api_key(actor=SYSTEM, user_id=bob.id, name=name)
