"""Who sees one record, and why: everybody who does, or one person who is asked about."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from crm_core.access.choices import SCOPED_VERBS
from crm_core.access.conditions import rows_of, visible
from crm_core.access.explain import Case, explain, whole_of
from crm_core.access.policy import policies_of, policy_for
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import Record
from freehold.errors import Forbidden, NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User

#: Users that one page looks at; of them it tells those who see the record.
PAGE = 200


def explanation(
    actor: Actor, object_name: str, record_id: UUID, user_id: UUID | None = None
) -> dict[str, Any]:
    """Why `user_id` (default: the actor) may or may not read, change and delete the record.

    The record must be readable; asking about someone else is for its owner and for those with
    the right `settings`.
    """
    object_type, record = readable(actor, object_name, record_id)
    asked = user_id or actor.user_id
    if asked is None:
        raise NotFound(gettext("There is no such user."))
    if asked != actor.user_id:
        _refuse_the_curious(actor, object_type, record)
    user = User.objects.filter(id=asked).first()
    if user is None:
        raise NotFound(gettext("There is no such user."))
    told = explain(user, object_type, record_id)
    if owner_is_hidden(actor, object_type, record_id):
        for verb in told["verbs"].values():
            verb["reasons"] = [_without_owner(reason) for reason in verb["reasons"]]
    return told


def viewers(
    actor: Actor, object_name: str, record_id: UUID, *, after: UUID | None = None
) -> tuple[list[dict[str, Any]], UUID | None]:
    """The active users who see the record, each with the reasons, and where to go on.

    A page looks at the next 200 users, so it may tell of fewer. Eleven statements at most.
    """
    object_type, record = readable(actor, object_name, record_id)
    _refuse_the_curious(actor, object_type, record)
    users = User.objects.filter(is_active=True).order_by("id")
    asked = list((users.filter(id__gt=after) if after else users)[: PAGE + 1])
    following = asked[PAGE - 1].id if len(asked) > PAGE else None
    page = asked[:PAGE]
    case = Case(*whole_of(object_type, record_id))
    policies = policies_of([one.id for one in page])
    decided = case.decisions([policies[one.id] for one in page]) if page else []
    found = [
        {
            "user": {"id": str(user.id), "name": str(user)},
            "is_owner": user.id == case.record.owner_id,
            "verbs": {
                verb: case.verb(policies[user.id], verb, verbs[verb]) for verb in SCOPED_VERBS
            },
        }
        for user, verbs in zip(page, decided, strict=True)
        if verbs["read"]
    ]
    return found, following


def readable(actor: Actor, object_name: str, record_id: UUID) -> tuple[ObjectType, Record]:
    object_type = catalogue.current().object(object_name)
    rows = rows_of(object_type).filter(id=record_id)
    found: Record | None = rows.filter(visible(policy_for(actor), object_type)).first()
    if found is None:
        raise NotFound()
    return object_type, found


def owner_is_hidden(actor: Actor, object_type: ObjectType, record_id: UUID) -> bool:
    whole, _ = whole_of(object_type, record_id)
    return policy_for(actor).field_access(whole.name, "owner") == "hidden"


def _without_owner(reason: dict[str, Any]) -> dict[str, Any]:
    """The rule without how it reaches the owner: that would tell who it is."""
    if reason["kind"] != "role":
        return reason
    return {**reason, "way": None, "text": reason["text"].partition(";")[0].rstrip(".") + "."}


def _refuse_the_curious(actor: Actor, object_type: ObjectType, record: Record) -> None:
    if owner_is_hidden(actor, object_type, record.id):
        raise Forbidden(
            gettext("Who else sees a record depends on its owner, and you don't see that.")
        )
    if policy_for(actor).has_right("settings"):
        return
    whole, whole_id = whole_of(object_type, record.id)
    owned = rows_of(whole).filter(id=whole_id, owner_id=actor.user_id)
    if actor.user_id is None or not owned.exists():
        raise Forbidden(
            gettext(
                "Asking about someone else's access is for the record's owner and for those "
                "who manage settings."
            )
        )
