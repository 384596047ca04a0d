"""Structured logs on standard error, every line with the tenant it speaks of."""

from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, WrappedLogger

from freehold.context import tenant_or_none


def add_tenant(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The active tenant's immutable id and its address; `platform` outside any tenant."""
    tenant = tenant_or_none()
    event.setdefault("tenant", str(tenant.id) if tenant else "platform")
    if tenant is not None:
        event.setdefault("tenant_slug", tenant.slug)
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    add_tenant,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]

#: Without the values of local variables: passwords and people's data are among them.
_TRACEBACKS = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


def configured(*, as_json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING: one formatter for our own events and for the libraries' lines."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        last += [_TRACEBACKS, structlog.processors.JSONRenderer()]
    else:
        plain = structlog.dev.plain_traceback
        last += [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": "structlog.stdlib.ProcessorFormatter",
                "processors": last,
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "propagate": True, "handlers": []},
            "django.server": {"level": "WARNING", "propagate": True, "handlers": []},
            "celery": {"level": level, "propagate": True},
        },
    }
