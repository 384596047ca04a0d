"""The certificates of what was erased, for operators."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from freehold.errors import NotFound
from tenants.context import in_public
from tenants.models import ErasureCertificate
from tenants.services.erasing import as_json

_MOST = 500


def list_certificates() -> list[dict[str, Any]]:
    """The newest ones, without the counts."""
    with in_public():
        found = ErasureCertificate.objects.filter(erased_at__isnull=False)[:_MOST]
        return [_short(one) for one in found]


def certificate(which: str | UUID) -> dict[str, Any]:
    """One of them whole, by its id or by the address that the tenant had (the newest then)."""
    with in_public():
        finished = ErasureCertificate.objects.filter(erased_at__isnull=False)
        found = finished.filter(_by(which)).order_by("-erased_at").first()
    if found is None:
        raise NotFound(_("There is no such certificate."))
    return as_json(found)


def _by(which: str | UUID) -> Q:
    try:
        return Q(id=which if isinstance(which, UUID) else UUID(which))
    except ValueError:
        return Q(slug=which)


def _short(one: ErasureCertificate) -> dict[str, Any]:
    content = one.content
    return {
        "id": str(one.id),
        "tenant": content["tenant"],
        "slug": one.slug,
        "name": content["name"],
        "erased_at": content["erased_at"],
        "erased_by": content["erased_by"],
        "sha256": one.sha256,
    }
