"""What happens to tenants by the clock: suspended ones are locked, closing ones erased."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from freehold.errors import Conflict
from freehold.identity.actor import SYSTEM
from tenants.choices import TenantState
from tenants.context import in_public
from tenants.models import Tenant
from tenants.services.erasing import erase_tenant
from tenants.services.lifecycle import lock_tenant

log = structlog.get_logger(__name__)

_AT_ONCE = 100


def lock_overdue() -> list[str]:
    """Lock the tenants that have been suspended for `settings.LOCK_AFTER_DAYS`."""
    if settings.LOCK_AFTER_DAYS <= 0:
        return []
    since = timezone.now() - timedelta(days=settings.LOCK_AFTER_DAYS)
    with in_public():
        due = Tenant.objects.filter(state=TenantState.SUSPENDED, state_changed_at__lt=since)
        slugs = list(due.values_list("slug", flat=True)[:_AT_ONCE])
    for slug in slugs:
        lock_tenant(slug, actor=SYSTEM)
    return slugs


def is_erasure_due() -> bool:
    with in_public():
        return _due().exists()


def erase_due() -> list[str]:
    """Erase the closing tenants whose time of grace is over; one that fails stops no other."""
    with in_public():
        slugs = list(_due().values_list("slug", flat=True)[:_AT_ONCE])
    erased = []
    for slug in slugs:
        try:
            erase_tenant(slug, actor=SYSTEM, when_due=True)
        except Conflict:
            continue  # it was taken back meanwhile
        except Exception:
            log.exception("tenant.erasing_failed", slug=slug)
        else:
            erased.append(slug)
    return erased


def _due() -> QuerySet[Tenant]:
    return Tenant.objects.filter(state=TenantState.CLOSING, erase_at__lt=timezone.now())
