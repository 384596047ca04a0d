"""What operators watch: overview, health, queues, dead letters, slow statements, each tenant."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi import shapes
from api.openapi.operations import LIMIT, Answer, query, reading, writing
from api.operator import watch_schemas as schemas
from api.operator.views import OperatorEndpoint
from api.paging import flag, limit, single
from tenants.console import health, measuring, queues, statements, traffic
from tenants.console.overview import overview
from tenants.services.lifecycle import tenant_by_slug

_TAG = "Watching"
_USAGE = (
    *("users", "last_sign_in_at", "rows", "database_bytes", "file_bytes", "jobs_open"),
    *("jobs_failed", "requests", "errors", "p95_ms", "database_ms", "measured_at"),
)


class Overview(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getOverview", "What needs an operator now", _TAG, schemas.OVERVIEW)
    }

    def get(self, request: Request) -> Response:
        return Response(overview())


class Health(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "getHealth",
            "The parts that the installation needs",
            _TAG,
            schemas.HEALTH,
            parameters=(query("anew", shapes.boolean(), "Look now, not half a minute ago."),),
        )
    }

    def get(self, request: Request) -> Response:
        anew = flag(single(request.query_params), "anew")
        return Response({"parts": health.look(anew=anew)})


class Queues(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getQueues", "Background work that waits", _TAG, schemas.QUEUES)
    }

    def get(self, request: Request) -> Response:
        return Response(queues.queues())


class Statements(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getStatements", "Statements that took long", _TAG, schemas.STATEMENTS)
    }

    def get(self, request: Request) -> Response:
        return Response(
            {
                "slow": statements.slow_statements(),
                "slow_from_ms": settings.SLOW_STATEMENT_MS,
                "server": statements.server_statements(),
            }
        )


class DeadLetters(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "listDeadLetters",
            "Messages that no tenant could take",
            _TAG,
            schemas.LETTERS,
            parameters=(query("settled", shapes.boolean(), "The settled ones instead."), LIMIT),
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        found = queues.dead_letters(settled=flag(given, "settled"), limit=limit(given))
        return Response({"results": found})


class DeadLetterSettle(OperatorEndpoint):
    operations: ClassVar = {
        "post": writing(
            "settleDeadLetter",
            "Nothing more is to be done about a message",
            _TAG,
            Answer(status=204, description="It is settled."),
        )
    }

    def post(self, request: Request, letter_id: UUID) -> Response:
        queues.settle_letter(letter_id, actor=self.actor)
        return Response(status=204)


class DeadLetterResend(OperatorEndpoint):
    operations: ClassVar = {
        "post": writing(
            "resendDeadLetter",
            "Send a message again",
            _TAG,
            Answer(status=204, description="It was sent, and is settled."),
        )
    }

    def post(self, request: Request, letter_id: UUID) -> Response:
        queues.resend_letter(letter_id, actor=self.actor)
        return Response(status=204)


class TenantWatch(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "getTenantWatch",
            "Size, traffic and failed jobs of a tenant",
            _TAG,
            schemas.WATCH,
            path_texts={"slug": "Its name in addresses."},
        )
    }

    def get(self, request: Request, slug: str) -> Response:
        tenant = tenant_by_slug(slug)
        usage = measuring.usage_of(tenant)
        shown = {name: getattr(usage, name) for name in _USAGE} if usage else None
        return Response(
            {
                "usage": shown,
                "hours": traffic.hours_of(tenant.id),
                "failed_jobs": queues.failed_jobs(tenant),
            }
        )


class TenantJobRetry(OperatorEndpoint):
    operations: ClassVar = {
        "post": writing(
            "retryTenantJob",
            "Begin a failed job of a tenant again",
            _TAG,
            Answer(status=204, description="It waits for a worker."),
            path_texts={"slug": "Its name in addresses."},
        )
    }

    def post(self, request: Request, slug: str, job_id: UUID) -> Response:
        queues.retry_failed_job(slug, job_id, actor=self.actor)
        return Response(status=204)
