"""Background work: the job's row is the truth, a message only wakes a worker."""

from celery.schedules import crontab
from kombu import Queue

CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 6 * 3600,  # above the longest task, or it would run twice
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,  # else whoever sends to a broker that is silent waits for ever
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.1}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_QUEUES = [Queue(name) for name in ("interactive", "default", "bulk", "schemas")]
CELERY_TASK_ROUTES = {
    "freehold.jobs.dispatch": {"queue": "interactive"},
    "freehold.jobs.rescue": {"queue": "interactive"},
    "tenants.provision": {"queue": "schemas"},
    "tenants.erase_due": {"queue": "schemas"},
    "tenants.*": {"queue": "interactive"},
    "billing.handle_event": {"queue": "interactive"},
    "billing.*": {"queue": "default"},
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "dispatch": {"task": "freehold.jobs.dispatch", "schedule": 60.0},
    "rescue": {"task": "freehold.jobs.rescue", "schedule": 15.0},
    "forget-sign-ups": {"task": "tenants.forget_sign_ups", "schedule": 3600.0},
    "operations": {"task": "tenants.rescue_operations", "schedule": 15.0},
    "lifecycle": {"task": "tenants.advance_lifecycles", "schedule": 600.0},
    "gather-traffic": {"task": "tenants.gather_traffic", "schedule": 60.0},
    "measure-tenants": {"task": "tenants.measure", "schedule": 3600.0},
    "finish-tenants": {"task": "tenants.finish_unfinished", "schedule": 60.0},
    "billing-events": {"task": "billing.handle_waiting", "schedule": 60.0},
    "billing-nightly": {"task": "billing.reconcile", "schedule": crontab(hour=3, minute=20)},
}
