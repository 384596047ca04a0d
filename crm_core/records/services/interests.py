"""Following records, and choosing favourites: each person for themselves."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_core.records.models import Interest
from crm_core.records.selectors.reading import get_record
from freehold.errors import Forbidden, Invalid
from freehold.identity.actor import Actor

MOST_FAVOURITES = 50
_FAVOURITE, _FOLLOW = Interest.Kind.FAVOURITE, Interest.Kind.FOLLOW


def set_interest(
    object_name: str,
    record_id: UUID,
    *,
    actor: Actor,
    following: bool | None = None,
    favourite: bool | None = None,
) -> None:
    """Begin or end what is given; None leaves it. Who no longer sees the record may still end."""
    user = _person(actor)
    if following or favourite:
        get_record(object_name, record_id, actor=actor, fields=("id",))
    with transaction.atomic():
        for kind, wanted in ((_FOLLOW, following), (_FAVOURITE, favourite)):
            if wanted is False:
                Interest.objects.filter(record_id=record_id, kind=kind, user_id=user).delete()
            elif wanted:
                _begin(kind, object_name, record_id, user)


def order_favourites(record_ids: Sequence[UUID], *, actor: Actor) -> None:
    """The given ones first, in this order; those not named keep theirs behind them."""
    mine = Interest.objects.filter(user_id=_person(actor), kind=_FAVOURITE)
    wanted = {one: place for place, one in enumerate(record_ids)}
    with transaction.atomic():
        rows = list(mine.select_for_update().order_by("position", "id"))
        rows.sort(key=lambda one: wanted.get(one.record_id, len(wanted)))
        for place, row in enumerate(rows):
            row.position = place
        Interest.objects.bulk_update(rows, ["position"])


def _begin(kind: Interest.Kind, object_name: str, record_id: UUID, user: UUID) -> None:
    position = 0
    if kind == _FAVOURITE:
        mine = Interest.objects.filter(user_id=user, kind=kind)
        if mine.exclude(record_id=record_id).count() >= MOST_FAVOURITES:
            message = _("%(most_favourites)s favourites are the most. Take one away first.") % {
                "most_favourites": MOST_FAVOURITES
            }
            raise Invalid.at("favourite", "too_many", message)
        last = mine.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
    Interest.objects.get_or_create(
        record_id=record_id,
        kind=kind,
        user_id=user,
        defaults={"object": object_name, "position": position},
    )


def _person(actor: Actor) -> UUID:
    if actor.user_id is None or "all" not in actor.scopes:
        raise Forbidden(_("An API key bound to reading or to some objects may not change this."))
    return actor.user_id
