"""What a message tells: records as the webhook's owner may see them now, and nothing else."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson

from crm_core.access.policy import policy_for
from crm_core.hooks.models import WebhookDelivery
from crm_core.records import catalogue, sights
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy
from crm_core.records.selectors.reading import fetch_records
from freehold.digits import as_json
from freehold.identity.actor import Actor
from freehold.identity.models import User

TEST = "webhook.test"


def owner_of(user: User | None) -> Actor | None:
    """Whose rights a webhook has; None when they are no longer with us."""
    if user is None or not user.is_active:
        return None
    return Actor(user.id, str(user), "task")


def visible(
    policy: Policy,
    object_type: ObjectType,
    ids: Sequence[UUID],
    fields: Sequence[str] | None = None,
) -> dict[UUID, dict[str, Any]]:
    """The records within the owner's reach, in the Trash or not; private ones are nobody's."""
    if not policy.can(object_type.name, "read"):
        return {}
    private = _private(object_type, ids)
    wanted = [one for one in ids if one not in private]
    found: dict[UUID, dict[str, Any]] = {}
    for trash in (False, True):
        rest = [one for one in wanted if one not in found]
        rows = fetch_records(policy, object_type, rest, fields=fields, trash=trash) if rest else []
        found |= {UUID(str(row["id"])): row for row in rows}
    return {one: found[one] for one in wanted if one in found}


def _private(object_type: ObjectType, ids: Sequence[UUID]) -> set[UUID]:
    if object_type.private_column is None:
        return set()
    rows = object_type.model._default_manager.filter(
        id__in=ids, **{object_type.private_column: True}
    )
    return set(rows.values_list("id", flat=True))


def readable_details(
    policy: Policy, object_type: ObjectType, details: dict[str, Any]
) -> dict[str, Any] | None:
    """Without the fields that the owner may not see; None when these are all that changed."""
    told = {name: details[name] for name in ("merged",) if name in details}
    if fields := details.get("fields"):
        told["fields"] = [one for one in fields if _readable(policy, object_type, one)]
        if not told["fields"]:
            return None
    if "to" in details:
        if not _readable(policy, object_type, "stage"):
            return None
        told |= {"from": details["from"], "to": details["to"]}
    return told


def _readable(policy: Policy, object_type: ObjectType, field: str) -> bool:
    known = field in object_type.fields
    return known and policy.field_access(object_type.name, field) != "hidden"


def body_of(delivery: WebhookDelivery) -> bytes | None:
    """The message as bytes; None when its owner may see nothing of it.

    Who is shown sensitive fields stands in the trail: here the owner.
    """
    if delivery.event is None:
        return _written(delivery, {"webhook": {"id": delivery.webhook_id}})
    actor = owner_of(delivery.webhook.owner)
    object_type = catalogue.current().objects.get(delivery.object)
    if actor is None or object_type is None:
        return None
    policy = policy_for(actor)
    details = readable_details(policy, object_type, delivery.details)
    if details is None:
        return None
    with sights.watched(lambda: actor):
        found = visible(policy, object_type, [UUID(one) for one in delivery.records])
    if not found:
        return None
    return _written(
        delivery, {"object": delivery.object, "records": list(found.values()), **details}
    )


def _written(delivery: WebhookDelivery, told: dict[str, Any]) -> bytes:
    message = {"type": delivery.type, "timestamp": delivery.at, "data": told}
    return orjson.dumps(message, default=as_json, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)
