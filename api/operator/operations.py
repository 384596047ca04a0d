"""Long work on tenants: asked for here, done by workers, followed by its id."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse
from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi import shapes
from api.openapi.operations import Answer, Operation, query, reading, writing
from api.operator import schemas
from api.operator.views import SLUG, OperatorEndpoint
from api.paging import single
from tenants import models
from tenants.archives import services, store
from tenants.moving.services import ask_move
from tenants.operations.selectors import (
    list_operations,
    operation_by_id,
    show_operation,
    shown,
)
from tenants.services.transitions import tell_operators

_TAG = "Operations"


def _asking(id: str, summary: str, **more: Any) -> Operation:
    answer = Answer(schemas.OPERATION, 202, "It will be done; follow it.", ("Location",))
    return writing(id, summary, _TAG, answer, **more)


def _asked(operation: models.Operation) -> Response:
    place = f"/api/v1/operator/operations/{operation.id}/"
    return Response(shown(operation), status=202, headers={"Location": place})


class TenantErase(OperatorEndpoint):
    operations: ClassVar = {
        "post": _asking(
            "eraseTenant", "Erase a tenant for ever", body=schemas.ERASURE, path_texts=SLUG
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        confirmation = self.body()["confirm"]
        return _asked(services.ask_erasure(slug, actor=self.actor, confirmation=confirmation))


class TenantExport(OperatorEndpoint):
    operations: ClassVar = {
        "post": _asking("exportTenant", "Put all of a tenant into one archive", path_texts=SLUG)
    }

    def post(self, request: Request, slug: str) -> Response:
        return _asked(services.ask_export(slug, actor=self.actor))


class TenantClone(OperatorEndpoint):
    operations: ClassVar = {
        "post": _asking(
            "cloneTenant",
            "Make a sandbox out of a tenant",
            body=schemas.CLONE,
            path_texts=SLUG,
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        body = self.body()
        name = body.get("name", "")
        return _asked(services.ask_clone(slug, body["slug"], actor=self.actor, name=name))


class TenantMove(OperatorEndpoint):
    operations: ClassVar = {
        "post": _asking(
            "moveTenant",
            "Move a tenant to another database",
            body=schemas.MOVE,
            path_texts=SLUG,
            description=(
                "Its people wait while its rows are copied and compared; then it works there. "
                "What was where it came from is kept for a day."
            ),
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        return _asked(ask_move(slug, self.body()["database"], actor=self.actor))


class TenantReplace(OperatorEndpoint):
    operations: ClassVar = {
        "post": _asking(
            "replaceTenant",
            "Put an archive in place of a tenant",
            body=schemas.REPLACEMENT,
            path_texts=SLUG,
            description=(
                "What was there is kept aside until that is confirmed or taken back. An archive of "
                "another tenant is refused (`other_tenant`) unless `of` names that one."
            ),
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        body = self.body()
        archive, of = UUID(body["archive"]), body.get("of", "")
        return _asked(services.ask_restore_in_place(archive, slug, actor=self.actor, of=of))


class TenantConfirm(OperatorEndpoint):
    operations: ClassVar = {
        "post": _asking(
            "confirmReplacement", "Remove what a restore in place kept aside", path_texts=SLUG
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        return _asked(services.ask_confirm(slug, actor=self.actor))


class TenantTakeBack(OperatorEndpoint):
    operations: ClassVar = {
        "post": _asking(
            "undoReplacement", "Go back to what a restore in place kept aside", path_texts=SLUG
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        return _asked(services.ask_take_back(slug, actor=self.actor))


class OperationCollection(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "listOperations",
            "The newest operations",
            _TAG,
            schemas.OPERATIONS,
            parameters=(
                query("kind", shapes.text(), "Only of this kind."),
                query("state", shapes.text(), "Only in this state."),
                query("tenant", shapes.text(), "Only of the tenant with this address."),
            ),
        )
    }

    def get(self, request: Request) -> Response:
        wanted = single(request.query_params)
        names = ("kind", "state", "tenant")
        found = list_operations(**{name: wanted.get(name, "") for name in names})
        return Response({"results": found, "next": None})


class OperationDetail(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getOperation", "How far it has come", _TAG, schemas.OPERATION)
    }

    def get(self, request: Request, operation_id: UUID) -> Response:
        return Response(show_operation(operation_id))


class ArchiveFile(OperatorEndpoint):
    operations: ClassVar = {
        "get": Operation(
            "downloadArchive",
            "The archive that an export made",
            _TAG,
            (
                Answer(
                    {"type": "string", "format": "binary"},
                    media_type="application/zip",
                    description="The archive.",
                ),
            ),
            description="Each download stands in the operators' audit trail.",
        )
    }

    def get(self, request: Request, operation_id: UUID) -> FileResponse:
        name = store.name_of(operation_id)
        operation = operation_by_id(operation_id)
        if operation.tenant is not None:
            action = "tenant.archive_downloaded"
            tell_operators(operation.tenant, action, actor=self.actor)
        return FileResponse(
            cast(Any, default_storage.open(name)),
            as_attachment=True,
            filename=f"{operation.subject}-{operation.created_at:%Y-%m-%d}.zip",
            content_type="application/zip",
        )


class ArchiveRestore(OperatorEndpoint):
    operations: ClassVar = {
        "post": _asking(
            "restoreArchive",
            "Make a tenant out of an archive",
            body=schemas.RESTORE,
            body_required=False,
            description="Without `slug` at the address that the archive names, if it is free.",
        )
    }

    def post(self, request: Request, operation_id: UUID) -> Response:
        body = self.body()
        operation = services.ask_restore(
            operation_id,
            body.get("slug", ""),
            actor=self.actor,
            name=body.get("name", ""),
            is_sandbox=body.get("sandbox", False),
        )
        return _asked(operation)
