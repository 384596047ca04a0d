"""Writing the trail: who acts in this transaction, and what no trigger can see."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast
from uuid import UUID

import orjson
from django.db import connection

from freehold.audit.models import AuditEntry
from freehold.identity.actor import Actor


class _Carrying(Protocol):
    """Our database backend: what it carries goes with the next statement, in one message."""

    def carry(self, statement: str) -> None: ...


def act_as(actor: Actor) -> None:
    """Tell the triggers of the running transaction who acts.

    Text, not a bind parameter: SET takes none, and `set_config` does not reach Citus' workers.
    """
    told = orjson.dumps(
        {
            "id": str(actor.user_id) if actor.user_id else None,
            "name": actor.name.replace("\x00", ""),
            "source": actor.source,
            "request": actor.request_id,
        }
    ).decode()
    quoted = told.replace("'", "''")
    statement = f"SET LOCAL app.actor = E'{quoted}'".replace("\\", "\\\\")
    cast(_Carrying, connection).carry(statement)


def record(
    *,
    actor: Actor,
    action: str,
    object: str,
    record_id: UUID | None = None,
    record_name: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry for what isn't a record: sign-ins, roles, exports, settings."""
    entry(
        actor=actor,
        action=action,
        object=object,
        record_id=record_id,
        record_name=record_name,
        changes=changes,
    ).save(force_insert=True)


def record_all(entries: Sequence[AuditEntry]) -> None:
    """Write many of `entry` by one statement."""
    AuditEntry.objects.bulk_create(entries)


def entry(
    *,
    actor: Actor,
    action: str,
    object: str,
    record_id: UUID | None = None,
    record_name: str = "",
    changes: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """What `record` writes, not written yet."""
    return AuditEntry(
        actor_id=actor.user_id,
        actor_name=actor.name,
        source=actor.source,
        request_id=actor.request_id,
        action=action,
        object=object,
        record_id=record_id,
        record_name=record_name,
        changes=dict(changes or {}),
    )
