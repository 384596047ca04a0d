"""Notifications that were read, and those whose time is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from crm_core.notices.models import Notice
from crm_core.notices.selectors.listing import own
from freehold.errors import Forbidden
from freehold.identity.actor import Actor

KEPT_FOR = timedelta(days=90)


def mark_read(ids: Sequence[UUID] | None, *, actor: Actor, read: bool = True) -> int:
    """Those named, or all of one's own (None); how many were not yet so. `read` False: unread."""
    user_id = own(actor)
    if "all" not in actor.scopes:
        raise Forbidden(
            gettext("An API key bound to reading or to some objects may not change this.")
        )
    rows = Notice.objects.filter(user_id=user_id, read_at__isnull=read)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    return rows.update(read_at=timezone.now() if read else None)


def forget_old(now: datetime) -> int:
    removed, _ = Notice.objects.filter(at__lt=now - KEPT_FOR).delete()
    return removed


def forget_object(name: str) -> None:
    """It was deleted for ever, and there is nothing left to be told of."""
    Notice.objects.filter(object=name).delete()
