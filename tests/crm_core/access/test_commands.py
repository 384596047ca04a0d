"""manage.py api-key and manage.py user."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from freehold.identity.models import ApiKey, User
from freehold.identity.services.keys import authenticate_key
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.ground.people import PASSWORD, email_of

ADMIN = email_of("acme")


def run(command: str, action: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, action, "--tenant", "acme", *arguments, stdout=out)
    return out.getvalue().strip()


def as_json(command: str, action: str, *arguments: str) -> Any:
    return json.loads(run(command, action, "--json", *arguments))


def test_a_key_is_printed_once_and_opens(acme: Tenant) -> None:
    text = run("api-key", "create", "--user", ADMIN.upper(), "--scope", "all")
    with in_tenant(acme):
        user, key = authenticate_key(text)
    assert user.email == ADMIN
    assert key.scopes == ["all"]
    assert text not in run("api-key", "list")
    assert key.prefix in run("api-key", "list")


def test_a_key_for_programs_has_scopes_a_name_and_an_end(acme: Tenant) -> None:
    told = as_json(
        "api-key",
        "create",
        "--user",
        ADMIN,
        "--scope",
        "accounts.read",
        "--scope",
        "contacts.write",
        "--name",
        "Robot",
        "--expires",
        "2099-12-31",
    )
    assert told["key"].startswith("fh_")
    assert told["scopes"] == ["accounts.read", "contacts.write"]
    assert told["name"] == "Robot"
    assert told["expires_at"] == "2099-12-31 23:59:59+00:00"


def test_a_revoked_key_is_shown_as_such(acme: Tenant) -> None:
    text = run("api-key", "create", "--user", ADMIN)
    run("api-key", "revoke", text)
    assert "revoked" in run("api-key", "list")
    with in_tenant(acme):
        assert ApiKey.objects.get().revoked_at is not None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["create", "--user", "nobody@acme.test"], "no user with the address"),
        (["create", "--user", ADMIN, "--scope", "ships.read"], "no object called"),
        (["create", "--user", ADMIN, "--scope", "everything"], "Use “all”"),
        (["create", "--user", ADMIN, "--expires", "tomorrow"], "no date"),
        (["create", "--user", ADMIN, "--expires", "2001-01-01"], "lies ahead"),
        (["revoke", "fh_000000000000"], "no API key"),
    ],
)
def test_a_refusal_is_a_clear_line_and_nothing_is_stored(
    acme: Tenant, arguments: list[str], message: str
) -> None:
    action, *rest = arguments
    with pytest.raises(CommandError, match=message):
        run("api-key", action, *rest)
    with in_tenant(acme):
        assert not ApiKey.objects.exists()


def test_an_unknown_tenant_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="no tenant “ghost”"):
        call_command("api-key", "list", "--tenant", "ghost")


def test_a_user_is_created_with_roles_and_a_password(acme: Tenant) -> None:
    told = as_json(
        "user",
        "create",
        "--email",
        "bob@acme.test",
        "--name",
        "Bob",
        "--password",
        PASSWORD,
        "--role",
        "read only",
    )
    assert [role["name"] for role in told["roles"]] == ["Read only"]
    run("user", "set-password", "--email", "bob@acme.test", "--password", "a different battery")
    with in_tenant(acme):
        assert User.objects.get(email="bob@acme.test").check_password("a different battery")
    assert "bob@acme.test" in run("user", "list")


def test_a_user_with_an_unknown_role_is_not_created(acme: Tenant) -> None:
    with pytest.raises(CommandError, match="There are: Administrator"):
        run(
            "user",
            "create",
            "--email",
            "bob@acme.test",
            "--name",
            "Bob",
            "--password",
            PASSWORD,
            "--role",
            "Captain",
        )
    with in_tenant(acme):
        assert not User.objects.filter(email="bob@acme.test").exists()


def test_a_password_is_asked_for_in_a_terminal_only(acme: Tenant) -> None:
    with pytest.raises(CommandError, match="--password"):
        run("user", "create", "--email", "bob@acme.test", "--name", "Bob")
