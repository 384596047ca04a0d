"""How gunicorn serves a web container: threads, drained on SIGTERM, nothing written to disk."""

import gc
import os
from typing import Any

from prometheus_client import multiprocess

from config import env

bind = f"0.0.0.0:{env.number('FREEHOLD_PORT', 8000)}"
worker_class = "gthread"
workers = env.number("FREEHOLD_WEB_WORKERS", 2)
#: As many as the process's connection pool holds, so that no thread waits for a connection.
threads = env.number("FREEHOLD_WEB_THREADS", env.number("FREEHOLD_DB_POOL", 4))
timeout = env.number("FREEHOLD_WEB_TIMEOUT", 60)
graceful_timeout = 30
#: Longer than the idle time of the usual proxies (60 s): the proxy, not we, closes first.
keepalive = 75
max_requests = 5000
max_requests_jitter = 500
#: Heartbeats in memory: a slow disk must not look like a hanging process.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
accesslog = "-"
logger_class = "freehold.observability.access_log.Logger"


def child_exit(server: Any, worker: Any) -> None:
    """Forget the gauges of a process that ended; its counters stay."""
    if env.text("PROMETHEUS_MULTIPROC_DIR", ""):
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # untyped library


def post_worker_init(worker: Any) -> None:
    """What was loaded stays loaded: the collector needn't look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
