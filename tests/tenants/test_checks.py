"""The system checks find what would let tenants read `public` or one another."""

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tenants import checks, routers


def test_this_installation_passes() -> None:
    call_command("check", tag=None)


def test_an_application_in_both_lists(settings: LazySettings) -> None:
    settings.SHARED_APPS = [*settings.SHARED_APPS, "freehold.identity"]
    (found,) = checks.app_lists_are_disjoint(None)
    assert found.id == "tenants.E001"


def test_an_application_in_neither_list(settings: LazySettings) -> None:
    settings.TENANT_APPS = [name for name in settings.TENANT_APPS if name != "freehold.jobs"]
    (found,) = checks.every_table_has_a_place(None)
    assert found.id == "tenants.E003"


def test_a_table_in_both(monkeypatch: pytest.MonkeyPatch) -> None:
    from freehold.identity.models import User

    monkeypatch.setattr(User._meta, "db_table", "tenants_tenant")
    routers.tenant_labels.cache_clear()
    (found,) = checks.table_names_are_disjoint(None)
    assert found.id == "tenants.E002"


def test_subfolders_and_a_cache_without_our_keys(settings: LazySettings) -> None:
    settings.TENANT_SUBFOLDER_PREFIX = "clients"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    found = {message.id for message in checks.the_library_s_modes_are_off(None)}
    assert found == {"tenants.E004", "tenants.E005"}


@pytest.mark.parametrize(
    "name",
    [
        *("migrate_schemas", "create_tenant", "delete_tenant", "clone_tenant", "rename_schema"),
        *("create_missing_schemas", "all_tenants_command", "tenant_command"),
        "create_tenant_superuser",
    ],
)
def test_the_library_s_commands_are_closed(name: str) -> None:
    with pytest.raises(CommandError, match="is closed"):
        call_command(name)
