"""System checks that hold the walls between tenants."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Critical

from tenants.routers import tenant_labels

Configs = Sequence[AppConfig] | None


def app_lists_are_disjoint(app_configs: Configs, **more: Any) -> list[CheckMessage]:
    """What is in both would fall through to `public` when a tenant lacks it."""
    both = sorted(set(settings.SHARED_APPS) & set(settings.TENANT_APPS))
    return [
        Critical(
            f"{name} is in SHARED_APPS and in TENANT_APPS.",
            hint="Give it one place: with tables in both, a tenant without one reads public's.",
            id="tenants.E001",
        )
        for name in both
    ]


def table_names_are_disjoint(app_configs: Configs, **more: Any) -> list[CheckMessage]:
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for model in apps.get_models(include_auto_created=True):
        names[model._meta.app_label in tenant_labels()].add(model._meta.db_table)
    return [
        Critical(
            f"The table {name} exists in public and in tenants' schemas.",
            hint="Rename one: a tenant without it would read public's.",
            id="tenants.E002",
        )
        for name in sorted(names[True] & names[False])
    ]


def every_table_has_a_place(app_configs: Configs, **more: Any) -> list[CheckMessage]:
    """An application in neither list is migrated nowhere."""
    placed = {*settings.SHARED_APPS, *settings.TENANT_APPS}
    return [
        Critical(
            f"{app.name} has tables but is neither in SHARED_APPS nor in TENANT_APPS.",
            hint="Say where its tables live.",
            id="tenants.E003",
        )
        for app in apps.get_app_configs()
        if app.name not in placed and any(model._meta.managed for model in app.get_models())
    ]


def the_library_s_modes_are_off(app_configs: Configs, **more: Any) -> list[CheckMessage]:
    """Subfolder mode costs ten times as much a request; caches per tenant need our keys."""
    found: list[CheckMessage] = []
    if getattr(settings, "TENANT_SUBFOLDER_PREFIX", ""):
        found.append(Critical("Tenants are told by host name only.", id="tenants.E004"))
    for alias, cache in settings.CACHES.items():
        if cache.get("KEY_FUNCTION") != "tenants.cache.tenant_key":
            found.append(
                Critical(
                    f"The cache {alias} does not keep tenants apart.",
                    hint='Set "KEY_FUNCTION": "tenants.cache.tenant_key".',
                    id="tenants.E005",
                )
            )
    return found
