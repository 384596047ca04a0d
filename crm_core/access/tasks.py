"""Handing over more records than a request has time for."""

import time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from crm_core.access.services.handover import HAND_BACK, HAND_OVER, advance, give_part_back
from crm_core.records.models import UndoStep
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import Again, job

#: How long one message may hold its place in the queue, in seconds.
TURN = 3.0


@job(HAND_OVER, label=_("Hand over records"))
def go_on_handing_over(context: JobContext) -> Any:
    step_id = UUID(context.payload["step"])
    began = time.monotonic()
    while time.monotonic() - began < TURN:
        with transaction.atomic():
            moved = advance(step_id, actor=context.actor)
            done = (context.cursor or 0) + moved
            context.checkpoint(done, done=done, total=_total(step_id))
        if not moved:
            return {"records": done}
        context.stop_if_cancelled()
    return Again(context.cursor)


@job(HAND_BACK, label=_("Give handed over records back"))
def go_on_giving_back(context: JobContext) -> Any:
    step = UndoStep.objects.get(id=context.payload["step"])
    parts = step.records[1:]
    began = time.monotonic()
    while (number := context.cursor or 0) < len(parts):
        with transaction.atomic():
            give_part_back(step, number, actor=context.actor)
            done = sum(part["count"] for part in parts[: number + 1])
            context.checkpoint(number + 1, done=done, total=step.records[0]["total"])
        context.stop_if_cancelled()
        if time.monotonic() - began > TURN:
            return Again(context.cursor)
    return {"records": step.records[0]["total"]}


def _total(step_id: UUID) -> int:
    plan = UndoStep.objects.values_list("records__0", flat=True).get(id=step_id)
    return int(plan["total"])
