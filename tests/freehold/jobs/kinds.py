"""Kinds of jobs that the tests start. A real worker imports this module too (`--include`)."""

import os
import signal
from datetime import timedelta
from typing import Any

from django.db import connection

from freehold.errors import Invalid
from freehold.identity.models import User
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import Again, job, periodic


@job("test.greet")
def greet(context: JobContext) -> Any:
    User.objects.create(email=context.payload["email"], name="Greeted")
    context.progress(1, 1, "Greeted")
    return {"greeted": context.payload["email"]}


@job("test.refuse")
def refuse(context: JobContext) -> Any:
    raise Invalid.at("row", "bad", "Row 7 has no e-mail address.")


@job("test.break", attempts=2)
def break_down(context: JobContext) -> Any:
    raise ValueError("secret of the database")


@job("test.atomic_break", atomic=True, attempts=1)
def break_after_writing(context: JobContext) -> Any:
    User.objects.create(email="half@written.test", name="Half written")
    raise ValueError("broken")


@job("test.chunks", queue="bulk")
def in_chunks(context: JobContext) -> Any:
    place = (context.cursor or 0) + 1
    User.objects.create(email=f"chunk{place}@acme.test", name="Chunk")
    context.progress(place, 3)
    return {"chunks": place} if place == 3 else Again(place)


@job("test.endless", queue="bulk", atomic=True)
def endless(context: JobContext) -> Any:
    """Nobody's address stands there twice: a step that is done again fails."""
    step = (context.cursor or 0) + 1
    User.objects.create(email=f"step{step}@acme.test", name="Step")
    context.progress(step)
    return Again(step)


@job("test.die_once", atomic=True)
def die_once(context: JobContext) -> Any:
    """Kill the worker's process while the first attempt has written but not committed."""
    User.objects.create(email="survivor@acme.test", name="Survivor")
    if context.attempt == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"attempt": context.attempt}


@job("test.cut_off_whole", atomic=True)
def cut_off_whole(context: JobContext) -> Any:
    User.objects.create(email="survivor@acme.test", name="Survivor")
    return _cut_off(context)


@job("test.cut_off_in_steps")
def cut_off_in_steps(context: JobContext) -> Any:
    return _cut_off(context)


def _cut_off(context: JobContext) -> Any:
    """The database ends the session of the first attempt."""
    if context.attempt == 1:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return {"attempt": context.attempt}


@periodic("test.daily", every=timedelta(days=1))
def daily(context: JobContext) -> Any:
    return {"seen": True}
