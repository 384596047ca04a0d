"""Fail closed: a query on a tenant's tables needs it to be active on this very connection."""

from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, models

from freehold.context import NoTenantActive, tenant_or_none
from tenants import placements
from tenants.connections import tenant_connection

#: Each database has a copy of these rows: tenants' permissions refer to them.
_COPIED = frozenset({"contenttypes"})


class FailClosedRouter:
    """Refuses reads and writes of tenant models outside a tenant, before any SQL is sent.

    Inside a tenant that lives elsewhere, the platform's own models go to the home database. It
    always says where, so that Django never goes by where a row was loaded from.
    """

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return _database_of(model)

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return _database_of(model)

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool | None:
        """The platform's rows are of one database, under whichever alias they were loaded."""
        labels = tenant_labels()
        shared = {row._meta.app_label not in labels for row in (one, other)}
        return True if shared == {True} else None


@cache
def tenant_labels() -> frozenset[str]:
    """The labels of the applications whose tables live in tenant schemas."""
    names = set(settings.TENANT_APPS)
    return frozenset(app.label for app in apps.get_app_configs() if app.name in names)


def _database_of(model: type[models.Model]) -> str:
    label = model._meta.app_label
    if label in tenant_labels():
        _require_tenant(model)
    elif label not in _COPIED:
        return placements.shared_alias()
    return DEFAULT_DB_ALIAS


def _require_tenant(model: type[models.Model]) -> None:
    tenant = tenant_or_none()
    if tenant is None:
        raise NoTenantActive(
            f"A query on {model._meta.label} with no tenant active: "
            "enter one through tenants.context.in_tenant."
        )
    now = tenant_connection
    if (now.schema_name, now.placement) != (tenant.schema, tenant.database):
        raise NoTenantActive(
            f"A query on {model._meta.label}: the tenant {tenant.slug} is active, but this "
            "thread's connection is elsewhere. Enter the tenant in the thread that queries."
        )
