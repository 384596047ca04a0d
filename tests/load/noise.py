"""T12: one tenant floods the installation with calls, exports and an import; another works on."""

import http.client
import io
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from crm_core.transfer.models import Import
from crm_core.transfer.services.imports import start_import
from freehold.files.uploads import Upload
from tenants.context import in_tenant
from tests.load.batch_rows import user_as_actor
from tests.load.clicks import Desk
from tests.load.servers import ROOT
from tests.load.transfer_rows import forget_imported, measured_file

#: As in production: the bench otherwise lets one person ask a thousand times a second.
LIMITS = {"FREEHOLD_RATE_USER": "600/min", "FREEHOLD_RATE_TENANT": "12000/min"}
EXPORTS = 50
_CALLERS = 12
_EXPORT = "/api/v1/contacts/export/?format=csv"


@contextmanager
def noise(port: int, slug: str, desks: Sequence[Desk], rows: int) -> Iterator[dict[str, Any]]:
    """Fifty exports at once, an import of `rows`, and lists as fast as they are answered.

    Gives the statuses that the loud tenant got, which grow until the block ends.
    """
    told: dict[str, Any] = {"calls": Counter(), "exports": Counter(), "retry_after": 0}
    ended = threading.Event()

    def call() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            _count(told, "calls", port, desks[number % len(desks)], "/api/v1/contacts/")

    with _importing(slug, rows):
        threads = [threading.Thread(target=call) for _ in range(_CALLERS)]
        threads += [
            threading.Thread(
                target=_count, args=(told, "exports", port, desks[n % len(desks)], _EXPORT)
            )
            for n in range(EXPORTS)
        ]
        for one in threads:
            one.start()
        try:
            yield told
        finally:
            ended.set()
            for one in threads:
                one.join()


@contextmanager
def _importing(slug: str, rows: int) -> Iterator[None]:
    """A worker of the product imports; afterwards nothing of it is left."""
    queues = "interactive,default,bulk,schemas"
    command = ["celery", "-A", "config", "worker", "--concurrency", "2", "--queues", queues]
    worker = subprocess.Popen(
        [sys.executable, "-m", *command, "--loglevel", "warning"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with in_tenant(slug):
            sent = measured_file(rows)
            upload = Upload("measured.csv", len(sent), io.BytesIO(sent))
            start_import(upload, object_name="contacts", actor=user_as_actor())
        yield
    finally:
        worker.terminate()
        worker.wait(120)
        with in_tenant(slug) as tenant:
            forget_imported(tenant.schema)
            Import.objects.filter(file_name="measured.csv").delete()


def _count(told: dict[str, Any], kind: str, port: int, desk: Desk, path: str) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        line.request("GET", path, headers=desk.headers)
        answer = line.getresponse()
        while answer.read(262_144):
            pass
        told[kind][answer.status] += 1
        told["retry_after"] += answer.status == 429 and answer.headers["Retry-After"] is not None
    except OSError as error:
        told[kind][type(error).__name__] += 1
    finally:
        line.close()
