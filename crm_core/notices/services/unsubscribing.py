"""Ending mails from the mail itself, without signing in (RFC 8058)."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.access.services.people import update_oneself
from crm_core.notices.choices import Channel, Mails
from crm_core.notices.settings import DIGEST, changed, channels_of
from freehold.context import current_tenant
from freehold.errors import NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User

#: The signature counts for this and nothing else.
_SALT = "notices.unsubscribe"


@dataclass(frozen=True)
class Wish:
    user: User
    mails: Mails


def token_for(user: User, mails: Mails) -> str:
    """Ends `mails` for this person in this tenant and does nothing else; it has no end.

    Mails lie in boxes for years, and who asks to be left alone is to be, whenever it is.
    """
    return signing.Signer(salt=_SALT).sign_object(
        [current_tenant().id.hex, user.id.hex, mails.value]
    )


def wish_of(token: str) -> Wish:
    """Whose mails it ends, and which; NotFound for any other text and at another tenant's host."""
    try:
        tenant, user_id, mails = signing.Signer(salt=_SALT).unsign_object(token)
        user = User.objects.filter(id=UUID(hex=user_id)).first()
    except (signing.BadSignature, ValueError):
        raise _none() from None
    if tenant != current_tenant().id.hex or user is None or not user.is_active:
        raise _none()
    return Wish(user, Mails(mails))


@transaction.atomic
def unsubscribe(wish: Wish) -> None:
    """What came by e-mail comes in the app alone from now on. A second time changes nothing."""
    user = User.objects.select_for_update().get(id=wish.user.id)
    if wish.mails is Mails.DAY:
        values: dict[str, object] = {DIGEST: False}
    else:
        chosen = channels_of(user.preferences)
        by_mail = [kind for kind, channel in chosen.items() if channel == Channel.EMAIL]
        values = {"kinds": dict.fromkeys(by_mail, Channel.APP.value)}
    actor = Actor(user.id, str(user), "web")
    update_oneself(actor=actor, values={"preferences": changed(user.preferences, values)})


def _none() -> NotFound:
    return NotFound(_("This link does not work. It may have been cut off by your mail program."))
