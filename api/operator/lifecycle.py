"""The states of a tenant, and what is left of an erased one."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi.operations import Answer, Operation, reading, writing
from api.operator import schemas
from api.operator.views import SLUG, OperatorEndpoint
from freehold.errors import Invalid
from tenants import certificates, selectors
from tenants.services import lifecycle

_TAG = "Tenants"


def _change(id: str, summary: str, done: str, **more: Any) -> Operation:
    return writing(
        id,
        summary,
        _TAG,
        Answer(schemas.TENANT, description=done),
        body_required=False,
        path_texts=SLUG,
        **more,
    )


class TenantSuspend(OperatorEndpoint):
    operations: ClassVar = {
        "post": _change(
            "suspendTenant",
            "Let nobody write in a tenant",
            "It is suspended: people read, nobody writes.",
            body=schemas.SUSPENSION,
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        reason = self.body().get("reason", "")
        lifecycle.suspend_tenant(slug, actor=self.actor, reason=reason)
        return Response(selectors.show_tenant(slug))


class TenantLock(OperatorEndpoint):
    operations: ClassVar = {
        "post": _change(
            "lockTenant",
            "Let nobody read in a tenant",
            "It is locked: administrators still sign in, to pay.",
            body=schemas.SUSPENSION,
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        reason = self.body().get("reason", "")
        lifecycle.lock_tenant(slug, actor=self.actor, reason=reason)
        return Response(selectors.show_tenant(slug))


class TenantResume(OperatorEndpoint):
    operations: ClassVar = {
        "post": _change("resumeTenant", "Open a tenant that is shut", "It works again.")
    }

    def post(self, request: Request, slug: str) -> Response:
        lifecycle.resume_tenant(slug, actor=self.actor)
        return Response(selectors.show_tenant(slug))


class TenantClose(OperatorEndpoint):
    operations: ClassVar = {
        "post": _change(
            "closeTenant",
            "Have a tenant erased at a date",
            "It is closing: people read and export until `erase_at`.",
            body=schemas.CLOSING,
            description="Again with another date or reason to change these.",
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        body = self.body()
        lifecycle.close_tenant(
            slug,
            actor=self.actor,
            reason=body.get("reason", ""),
            erase_at=_moment(body.get("erase_at")),
        )
        return Response(selectors.show_tenant(slug))


class TenantReopen(OperatorEndpoint):
    operations: ClassVar = {
        "post": _change(
            "reopenTenant", "Take a closing back", "It is what it was before it was closing."
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        lifecycle.reopen_tenant(slug, actor=self.actor)
        return Response(selectors.show_tenant(slug))


class ErasureCollection(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("listErasures", "What was erased", _TAG, schemas.CERTIFICATES)
    }

    def get(self, request: Request) -> Response:
        return Response({"results": certificates.list_certificates(), "next": None})


class ErasureDetail(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getErasure", "One certificate", _TAG, schemas.CERTIFICATE)
    }

    def get(self, request: Request, erasure_id: UUID) -> Response:
        return Response(certificates.certificate(erasure_id))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid.at(
            "erase_at",
            "malformed",
            _("Give a moment with its offset, such as 2027-01-31T18:00:00+01:00."),
        )
    return found
