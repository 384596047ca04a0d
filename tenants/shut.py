"""What a suspended, locked or closing tenant refuses, and what it says to whoever asks."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _

from freehold.errors import Locked, Problem, ReadOnly
from tenants.choices import TenantState
from tenants.models import Tenant

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Whoever may pay does so and signs in and out, announcements are closed, support is let in, put
#: out and refused, and mails are put an end to, whatever the state.
_ALWAYS_OPEN = (
    *("/_allauth/", "/api/v1/billing/", "/api/v1/announcements/", "/api/v1/support/"),
    "/unsubscribe/",
)
#: A key that got lost and a browser that was left signed in can be shut out at any time.
_TAKEN_BACK = ("/api/v1/api-keys/", "/api/v1/me/sessions/")
#: What the web app needs to show that the tenant is locked.
_READ_WHEN_LOCKED = frozenset(
    {
        "/api/v1/me/",
        "/api/v1/objects/",
        "/api/v1/company/logo/",
        "/sw.js",
        "/app.webmanifest",
        "/sign-in",
        "/locked",
    }
)

#: Whoever may export lists still takes the data along.
_EXPORT = re.compile(r"/api/v1/[a-z0-9_-]+/export/\Z")

#: Who looks at a record is said as long as it can be read; nothing is kept of it.
_PRESENCE = re.compile(r"/api/v1/[a-z0-9_-]+/[0-9a-f-]{36}/presence/\Z")


def refuse(request: HttpRequest, tenant: Tenant) -> None:
    """Raises `ReadOnly` or `Locked`, both 423, for what this tenant's state does not allow."""
    if tenant.may_work or request.path.startswith(_ALWAYS_OPEN):
        return
    if request.method == "DELETE" and request.path.startswith(_TAKEN_BACK):
        return
    reads = request.method in _SAFE
    if tenant.state == TenantState.LOCKED:
        if not (reads and _is_read_when_locked(request.path)):
            raise Locked(_locked_text(tenant), extra=_facts(tenant))
    elif not reads and not _PRESENCE.match(request.path):
        raise _read_only(tenant)


def _is_read_when_locked(path: str) -> bool:
    return path in _READ_WHEN_LOCKED or bool(_EXPORT.match(path))


def _read_only(tenant: Tenant) -> Problem:
    if tenant.state == TenantState.CLOSING:
        text = _("This workspace is being closed: you can read and export, not change.")
        if tenant.erase_at is not None:
            day = formats.date_format(tenant.erase_at, "DATE_FORMAT")
            text += " " + _("On %(day)s everything in it is erased.") % {"day": day}
        return ReadOnly(text, extra=_facts(tenant))
    text = _(
        "This workspace is suspended: you can read and export, not change. Its "
        "administrator can find out more under Settings.%(reason)s"
    ) % {"reason": _reason(tenant)}
    return ReadOnly(text + contact(), extra=_facts(tenant))


def _locked_text(tenant: Tenant) -> str:
    text = _(
        "This workspace is locked: nothing in it can be read or changed. Its data are kept. An "
        "administrator can sign in, export lists and settle what is open.%(reason)s"
    )
    return text % {"reason": _reason(tenant)} + contact()


def _reason(tenant: Tenant) -> str:
    if not tenant.state_reason:
        return ""
    return _(" Reason: %(state_reason)s") % {"state_reason": told_reason(tenant.state_reason)}


def told_reason(reason: str) -> str:
    """What operators wrote as they wrote it; what the product wrote in the reader's language."""
    return _(reason) if reason else ""


def contact() -> str:
    """Whom to ask, as a sentence with a blank before it; empty where nobody is named."""
    if not settings.SUPPORT_EMAIL:
        return ""
    return " " + _("Questions: %(address)s.") % {"address": settings.SUPPORT_EMAIL}


def _facts(tenant: Tenant) -> dict[str, Any]:
    erase_at = tenant.erase_at.isoformat() if tenant.erase_at else None
    return {
        "state": tenant.state,
        "reason": told_reason(tenant.state_reason),
        "contact": settings.SUPPORT_EMAIL,
        "erase_at": erase_at,
    }
