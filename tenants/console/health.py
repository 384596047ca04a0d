"""The parts that the installation needs: looked at, at most once in half a minute."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from smtplib import SMTPException
from typing import Any, cast

import psycopg
import redis
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import Error, InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from freehold.jobs import present_workers
from freehold.jobs.registry import QUEUES
from freehold.observability import probes
from tenants import placements
from tenants import probes as tenant_probes
from tenants.context import in_public

_KEPT = "platform:health"
_KEPT_SECONDS = 30
#: Told by the clock's own work each minute: its absence says that beat or the workers stand still.
_CLOCK = "platform:clock-seen"
_CLOCK_LATE_SECONDS = 180


def note_clock() -> None:
    cache.set(_CLOCK, time.time(), timeout=None)


def look(*, anew: bool = False) -> list[dict[str, Any]]:
    """Each part with `ok`, a sentence and when it was looked at; in the operators' tenant.

    Whether somebody works is asked each time: it costs one command, and half a minute counts.
    """
    return [*_kept(anew=anew), _checked("background_work", _background_work)]


def _kept(*, anew: bool) -> list[dict[str, Any]]:
    place = f"{_KEPT}:{get_language()}"
    try:
        kept = None if anew else cache.get(place)
    except (redis.RedisError, OSError):
        kept = None
    if kept is not None:
        return cast(list[dict[str, Any]], kept)
    elsewhere = {f"database:{name}": partial(_elsewhere, name) for name in placements.elsewhere()}
    found = [_checked(name, probe) for name, probe in (_PROBES | elsewhere).items()]
    if all(part["ok"] for part in found if part["name"] == "broker"):
        cache.set(place, found, timeout=_KEPT_SECONDS)
    return found


def _checked(name: str, probe: Callable[[], str]) -> dict[str, Any]:
    said: list[str] = []
    started = time.perf_counter()
    problem = _problem(lambda: said.append(probe()))
    return {
        "name": name,
        "ok": problem is None,
        "message": problem or said[0],
        "milliseconds": round((time.perf_counter() - started) * 1000),
        "checked_at": timezone.now().isoformat(),
    }


def _problem(probe: probes.Probe) -> str | None:
    """None when all is well, else a sentence; what a library says stands behind its colon."""
    try:
        probe()
    except probes.NotWorking as problem:
        return str(problem)
    except Exception as error:  # whatever it is, it is the answer
        told = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        return _("It does not work: %(error)s") % {"error": told}
    return None


def _database() -> str:
    with _told_what_to_do():
        probes.database()
    return _("It answers.")


@contextmanager
def _told_what_to_do() -> Iterator[None]:
    try:
        yield
    except (Error, psycopg.Error, PoolTimeout) as error:
        said = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise probes.NotWorking(
            _(
                "It does not answer (%(error)s). See whether its server runs, can be reached and "
                "has room on its disk. What needs it is refused meanwhile; it goes on by itself."
            )
            % {"error": said}
        ) from error


def _elsewhere(name: str) -> str:
    """Its being away concerns the tenants that lie there, and nobody else."""
    with _told_what_to_do(), in_public(), placements.at(name):
        probes.database()
    return _("It answers.")


def _broker() -> str:
    probes.broker()
    return _("It answers.")


def _migrations() -> str:
    try:
        tenant_probes.migrations()
    except (OperationalError, InterfaceError, psycopg.Error, PoolTimeout) as error:
        raise probes.NotWorking(_("It was not asked: the database does not answer.")) from error
    return _("The database fits this release.")


def _storage() -> str:
    name = default_storage.save("health/probe", ContentFile(b"probe"))
    try:
        with default_storage.open(name) as held:
            if held.read() != b"probe":
                raise probes.NotWorking(_("What was written is not what is read."))
    finally:
        default_storage.delete(name)
    return _("A file was written, read and removed.")


def _mail() -> str:
    through = settings.MAIL_THROUGH.split(".")[-2]
    if through == "console":
        return _("Mail is not sent: it is written to the log of the process that would send it.")
    if through == "filebased":
        return _("Mail is not sent: it is written to files in %(folder)s.") % {
            "folder": settings.EMAIL_FILE_PATH
        }
    if through != "smtp":
        return _("Mail is not sent from this installation.")
    connection = get_connection(fail_silently=False, timeout=5)
    try:
        connection.open()
        connection.close()
    except (OSError, SMTPException) as error:
        raise probes.NotWorking(
            _(
                "The mail server takes no connections: %(error)s. Mails wait and go out by "
                "themselves when it does; what waited for a day has failed."
            )
            % {"error": str(error) or type(error).__name__}
        ) from error
    return _("The mail server takes connections.")


def _background_work() -> str:
    """Workers first: without one of them the clock stands still, too."""
    try:
        workers = present_workers.by_queue()
    except (redis.RedisError, OSError) as error:
        raise probes.NotWorking(
            _(
                "Workers are not heard of while the broker is away: jobs wait, and nothing of "
                "them is lost. When it answers again, all goes on by itself."
            )
        ) from error
    missing = [queue for queue, count in workers.items() if not count]
    if len(missing) == len(QUEUES):
        raise probes.NotWorking(
            _(
                "No worker answers: jobs wait, and nothing of them is lost. Look at the workers' "
                "logs and start them again; then all goes on by itself."
            )
        )
    if missing:
        raise probes.NotWorking(
            _(
                "No worker of these queues answers: %(queues)s. Their jobs wait, and nothing of "
                "them is lost. Start such a worker; then they go on by themselves."
            )
            % {"queues": ", ".join(missing)}
        )
    return _clock()


def _clock() -> str:
    seen = cache.get(_CLOCK)
    if seen is None:
        raise probes.NotWorking(_("No periodic work was done yet: is beat running?"))
    ago = round(time.time() - seen)
    if ago > _CLOCK_LATE_SECONDS:
        raise probes.NotWorking(
            _(
                "Workers answer, but periodic work was last done %(ago)s seconds ago: is beat "
                "running?"
            )
            % {"ago": ago}
        )
    return _("Workers answer; periodic work was done %(ago)s seconds ago.") % {"ago": ago}


_PROBES: dict[str, Callable[[], str]] = {
    "database": _database,
    "broker": _broker,
    "migrations": _migrations,
    "storage": _storage,
    "mail": _mail,
}
