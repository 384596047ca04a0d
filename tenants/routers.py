"""Fail closed: a query on a tenant's tables needs it to be active on this very connection."""

from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from freehold.context import NoTenantActive, tenant_or_none
from tenants.connections import tenant_connection


class FailClosedRouter:
    """Refuses reads and writes of tenant models outside a tenant, before any SQL is sent."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> None:
        _require_tenant(model)

    def db_for_write(self, model: type[models.Model], **hints: Any) -> None:
        _require_tenant(model)


@cache
def tenant_labels() -> frozenset[str]:
    """The labels of the applications whose tables live in tenant schemas."""
    names = set(settings.TENANT_APPS)
    return frozenset(app.label for app in apps.get_app_configs() if app.name in names)


def _require_tenant(model: type[models.Model]) -> None:
    if model._meta.app_label not in tenant_labels():
        return
    tenant = tenant_or_none()
    if tenant is None:
        raise NoTenantActive(
            f"A query on {model._meta.label} with no tenant active: "
            "enter one through tenants.context.in_tenant."
        )
    if tenant_connection.schema_name != tenant.schema:
        raise NoTenantActive(
            f"A query on {model._meta.label}: the tenant {tenant.slug} is active, but this "
            "thread's connection is elsewhere. Enter the tenant in the thread that queries."
        )
