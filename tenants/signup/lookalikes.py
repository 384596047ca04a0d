"""Addresses that a hurried reader takes for another company's."""

from typing import Any
from uuid import UUID

from django.db.models import F, Func, QuerySet, Value
from django.db.models.functions import Replace
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.errors import Invalid
from tenants.choices import TenantState
from tenants.context import in_public
from tenants.models import SignUp, Tenant
from tenants.names import LOOKS_LIKE, skeleton

_MOST_TOLD = 3


def refuse_lookalike(slug: str, *, own: UUID | None = None) -> None:
    """Strangers may not take `acrne` beside `acme`; operators, who know whom they serve, may.

    They are told by `tenants_like`, which no stranger may hear.

    An address that is kept for somebody's sign-up counts as well, but for the `own` one's.
    """
    kept = SignUp.objects.filter(tenant=None, expires_at__gte=timezone.now())
    if own is not None:
        kept = kept.exclude(id=own)
    if _imitated_by(slug, Tenant.objects.all()) or _imitated_by(slug, kept):
        raise Invalid.at(
            "slug",
            "lookalike",
            _("“%(slug)s” looks too much like an address in use. Choose another one.")
            % {"slug": slug},
        )


def tenants_like(slug: str) -> list[str]:
    """The addresses of the tenants that this one is easily taken for, some of them."""
    with in_public():
        alike = _alike(slug, Tenant.objects.exclude(state=TenantState.ERASED))
        return list(alike.order_by("slug").values_list("slug", flat=True)[:_MOST_TOLD])


def _imitated_by(slug: str, known: QuerySet[Any]) -> bool:
    return _alike(slug, known).exists()


def _alike(slug: str, known: QuerySet[Any]) -> QuerySet[Any]:
    """The very same address is another matter: it is taken."""
    alike: QuerySet[Any] = known.alias(skeleton=_SKELETON).filter(skeleton=skeleton(slug))
    return alike.exclude(slug=slug)


_PAIRS = [(chr(old), new) for old, new in LOOKS_LIKE.items()]
_FROM = "".join(old for old, new in sorted(_PAIRS, key=lambda pair: pair[1] == ""))
_TO = "".join(new for old, new in sorted(_PAIRS, key=lambda pair: pair[1] == ""))
#: `tenants.names.skeleton` as SQL; what translate() has no counterpart for, it removes.
_SKELETON = Replace(
    Replace(
        Func(F("slug"), Value(_FROM), Value(_TO), function="translate"), Value("rn"), Value("m")
    ),
    Value("vv"),
    Value("w"),
)
