"""Structured logs on standard error, every line with the tenant it speaks of."""

import textwrap
from io import StringIO
from typing import Any, TextIO

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, ExcInfo, WrappedLogger

from freehold.context import tenant_or_none
from freehold.text import escaped

#: What `level` of `configured` may be.
LEVELS = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}


def add_tenant(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The active tenant's immutable id and its address; `platform` outside any tenant."""
    tenant = tenant_or_none()
    event.setdefault("tenant", str(tenant.id) if tenant else "platform")
    if tenant is not None:
        event.setdefault("tenant_slug", tenant.slug)
    return event


def escape_texts(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """One line that tells a terminal nothing, whatever a caller sent. JSON is so by itself."""
    return {
        name: escaped(value) if isinstance(value, str) else value for name, value in event.items()
    }


def _indented_traceback(out: TextIO, error: ExcInfo) -> None:
    """No line of it begins as a line of the log does: an error's text may be a caller's."""
    plain = StringIO()
    structlog.dev.plain_traceback(plain, error)
    lines = "\n".join(escaped(line) for line in plain.getvalue().split("\n"))
    out.write(textwrap.indent(lines, "    "))


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
        renderer = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=_indented_traceback
        )
        last += [escape_texts, renderer]
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
