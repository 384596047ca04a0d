"""What a merge would turn to the survivor, as far as whoever asks may know; nothing is written."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.source import Located, rows_of_object
from crm_core.records.services.merging import refuse_odd
from crm_core.records.services.repointing import attachments_of, references_to
from crm_core.records.services.writing import locked, rules_of
from freehold.errors import Conflict
from freehold.identity.actor import Actor


def preview_merge(
    object_name: str, survivor_id: UUID, other_ids: Sequence[UUID], *, actor: Actor
) -> dict[str, Any]:
    """{"moves": [{"object", "label", "count"}], "attached": {"files": 2}}; refuses as the merge."""
    policy = policy_for(actor)
    object_type = catalogue.current().object(object_name)
    refuse_odd(object_type, survivor_id, other_ids)
    with transaction.atomic():
        rows = {
            ident: locked(
                object_type, ident, policy, "update" if ident == survivor_id else "delete"
            )
            for ident in sorted([survivor_id, *other_ids])
        }
        others = [rows[one] for one in other_ids]
        if (reason := rules_of(object_type).refuse_merge(rows[survivor_id], others)) is not None:
            raise Conflict(reason)
    return {
        "moves": _moves(object_type, policy, other_ids),
        "attached": _attached(object_type, other_ids),
    }


def _moves(object_type: ObjectType, policy: Policy, others: Sequence[UUID]) -> list[dict[str, Any]]:
    """By object, the live records that the reader sees; in the order of the catalogue."""
    parts: list[Fragment] = []
    labels: dict[str, str] = {}
    for referring, field in references_to(object_type.name):
        if not policy.can(referring.name, "read"):
            continue
        if policy.field_access(referring.name, field.name) == "hidden":
            continue
        at = Located("r", field, referring, field.name).sql
        seen = rows_of_object(referring, "r") & policy.condition(referring, "read", "r")
        parts.append(
            Fragment(
                f'(SELECT %s AS object, "r".id FROM {referring.table} "r"'
                f' WHERE "r".deleted_at IS NULL AND {at} = ANY(%s) AND {seen.sql})',
                (referring.name, list(others), *seen.params),
            )
        )
        labels[referring.name] = str(referring.label_plural)
    if not parts:
        return []
    with connection.cursor() as run:
        run.execute(
            "SELECT object, count(DISTINCT id) FROM ("
            + " UNION ALL ".join(one.sql for one in parts)
            + ") found GROUP BY object",
            [value for one in parts for value in one.params],
        )
        counts = dict(run.fetchall())
    return [
        {"object": name, "label": label, "count": counts[name]}
        for name, label in labels.items()
        if name in counts
    ]


def _attached(object_type: ObjectType, others: Sequence[UUID]) -> dict[str, int]:
    found = {}
    with connection.cursor() as run:
        for one, table in attachments_of(object_type):
            if one.shown:
                run.execute(
                    f'SELECT count(*) FROM {table} "a" WHERE "a".{one.column} = ANY(%s)'
                    f" AND {one.where} AND {one.shown}",
                    [list(others)],
                )
                (found[one.name],) = run.fetchone() or (0,)
    return found
