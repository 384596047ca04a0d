"""Bulk changes as jobs: a thousand records a step, each whole; one token undoes all of them."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.models import UndoStep
from crm_core.records.policy import policy_for
from crm_core.records.services.bulk import (
    AT_ONCE,
    MOST_ERRORS,
    BulkChange,
    Outcome,
    act,
    errors_as_json,
)
from freehold.audit.services import act_as
from freehold.errors import Conflict, NotFound
from freehold.identity.actor import Actor

#: How long one message may hold its place in the queue, in seconds.
TURN = 3.0
_START: dict[str, Any] = {"done": 0, "changed": 0, "unchanged": 0, "skipped": 0, "errors": []}


def advance(
    payload: dict[str, Any],
    cursor: dict[str, Any] | None,
    *,
    actor: Actor,
    save: Callable[[dict[str, Any]], None],
) -> tuple[dict[str, Any], bool]:
    """Work for a few seconds. Returns how far it is, and whether there is more to do.

    `save` is called within the transaction of each step. The actor's rights are looked at anew in
    each: records that have gone out of their reach meanwhile are left out.
    """
    at = dict(cursor or {**_START, "skipped": payload["refused"]})
    began = time.monotonic()
    while at["done"] < len(payload["ids"]):
        at = _step(payload, at, actor, save)
        if time.monotonic() - began > TURN:
            break
    return at, at["done"] < len(payload["ids"])


def _step(
    payload: dict[str, Any],
    at: dict[str, Any],
    actor: Actor,
    save: Callable[[dict[str, Any]], None],
) -> dict[str, Any]:
    policy = policy_for(actor)
    object_type = catalogue.current().object(payload["object"])
    change = BulkChange(payload["action"], payload["values"], partial=True)
    ids = [UUID(one) for one in payload["ids"][at["done"] : at["done"] + AT_ONCE]]
    with transaction.atomic():
        act_as(actor)
        _refuse_undone(UUID(payload["undo"]))
        outcome = act(object_type, change, ids, policy, actor)
        _append(UUID(payload["undo"]), outcome)
        after = _counted(at, ids, outcome, moved=not change.writes_values)
        save(after)
    return after


def _refuse_undone(token: UUID) -> None:
    """Whoever takes the change back while it runs ends it."""
    step = UndoStep.objects.select_for_update().filter(id=token).first()
    if step is None:
        raise NotFound(_("What this would have changed can't be taken back any more."))
    if step.undone_at is not None:
        raise Conflict(_("This was taken back while it was running."))


def _append(token: UUID, outcome: Outcome) -> None:
    """In the database: reading all former steps for each new one would cost their square."""
    if outcome.steps:
        with connection.cursor() as run:
            run.execute(
                "UPDATE records_undostep SET records = records || %s::jsonb, count = count + %s"
                " WHERE id = %s",
                [orjson.dumps(outcome.steps).decode(), len(outcome.steps), token],
            )


def _counted(
    at: dict[str, Any], ids: list[UUID], outcome: Outcome, *, moved: bool
) -> dict[str, Any]:
    gone = len(ids) - len(outcome.steps) - outcome.unchanged - len(outcome.errors)
    errors = [
        {**one, "id": str(one["id"])}
        for one in errors_as_json(outcome.errors[: MOST_ERRORS - len(at["errors"])])
    ]
    return {
        "done": at["done"] + len(ids),
        "changed": at["changed"] + len(outcome.steps),
        "unchanged": at["unchanged"] + outcome.unchanged,
        "skipped": at["skipped"] + len(outcome.errors) + (gone if moved else 0),
        "errors": [*at["errors"], *errors],
    }
