"""Choosing how one is told of things."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.access.services.people import update_oneself
from crm_core.notices.selectors.listing import own
from crm_core.notices.settings import changed
from freehold.errors import Forbidden
from freehold.identity.actor import Actor
from freehold.identity.models import User


@transaction.atomic
def choose(values: Mapping[str, Any], *, actor: Actor) -> User:
    """`kinds`: kind → channel; `digest`: whether the daily mail comes. What is not named stays."""
    if "all" not in actor.scopes:
        raise Forbidden(_("An API key bound to reading or to some objects may not change this."))
    user = User.objects.select_for_update().get(id=own(actor))
    preferences = changed(user.preferences, values)
    return update_oneself(actor=actor, values={"preferences": preferences})
