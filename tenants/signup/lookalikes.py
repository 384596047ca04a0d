"""Addresses that a hurried reader takes for another company's."""

from django.db.models import F, Func, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from freehold.errors import Invalid
from tenants.models import Tenant
from tenants.names import LOOKS_LIKE, skeleton


def refuse_lookalike(slug: str) -> None:
    """Strangers may not take `acrne` beside `acme`; operators, who know whom they serve, may."""
    if Tenant.objects.alias(skeleton=_SKELETON).filter(skeleton=skeleton(slug)).exists():
        raise Invalid.at(
            "slug",
            "lookalike",
            _("“%(slug)s” looks too much like an address in use. Choose another one.")
            % {"slug": slug},
        )


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
