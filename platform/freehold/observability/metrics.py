"""Counters and histograms of requests and jobs in Prometheus' terms.

Labels name the route and the kind of answer, never a person; the tenant is its immutable id.
"""

import os

from django.conf import settings
from django.utils.module_loading import import_string
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

REQUESTS = Counter("freehold_requests_total", "Requests answered", ["tenant", "status"])
REQUEST_SECONDS = Histogram(
    "freehold_request_seconds",
    "Time to answer a request, in seconds",
    ["method", "route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)
JOBS = Counter("freehold_jobs_total", "Job runs ended", ["kind", "outcome"])
JOB_SECONDS = Histogram(
    "freehold_job_seconds",
    "Time of one run of a job, in seconds",
    ["kind"],
    buckets=(0.1, 0.5, 1, 5, 15, 60, 300, 1800),
)
LIVE_STREAMS = Gauge(
    "freehold_live_streams", "Browsers that hear of changes", multiprocess_mode="livesum"
)
DEAD_LETTERS = Counter("freehold_dead_letters_total", "Messages no tenant could take", ["reason"])


def exposition() -> tuple[bytes, str]:
    """All metrics of all processes of this host (with PROMETHEUS_MULTIPROC_DIR), and their type.

    Those of `settings.METRIC_COLLECTORS` are asked of the database at each scrape.
    """
    stored = CollectorRegistry()
    for path in settings.METRIC_COLLECTORS:
        stored.register(import_string(path)())
    return generate_latest(_of_processes()) + generate_latest(stored), CONTENT_TYPE_LATEST


def _of_processes() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # untyped library
    return registry
