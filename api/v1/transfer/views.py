"""Imports: looked at first, begun, followed, cancelled, taken back."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.http import FileResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi.operations import Answer, Operation, reading, writing
from api.paging import limit, single
from api.uploads import UploadEndpoint
from api.v1.records.views import optional_uuid
from api.v1.transfer import schemas
from crm_core.transfer.models import Import
from crm_core.transfer.selectors import files
from crm_core.transfer.selectors import imports as selectors
from crm_core.transfer.selectors.previews import preview
from crm_core.transfer.services import imports as services
from freehold.errors import Invalid

_TAG = "Imports"
_FORM = "multipart/form-data"
_IN_MEMORY = 1024 * 1024


class ImportEndpoint(UploadEndpoint):
    @classmethod
    def most_bytes(cls) -> int:
        return int(settings.IMPORT_MAX_BYTES)


class Preview(ImportEndpoint):
    operations: ClassVar = {
        "post": writing(
            "previewImport",
            "What a file holds, and what its columns seem to mean; imports nothing",
            _TAG,
            Answer(schemas.PREVIEW, description="What the file holds."),
            body=schemas.PREVIEW_FORM,
            body_media_type=_FORM,
        )
    }

    def post(self, request: Request) -> Response:
        upload = self.upload()
        services.refuse_large(upload)
        shown = preview(
            upload.content,
            upload.name,
            object_name=self.text("object"),
            options=self.json("options"),
            actor=self.actor,
        )
        return Response(shown)


class ImportCollection(ImportEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "listImports",
            "Your imports, newest first",
            _TAG,
            schemas.IMPORTS,
            parameters=(said.CURSOR, said.LIMIT),
        ),
        "post": writing(
            "startImport",
            "Import a file, in the background",
            _TAG,
            Answer(
                schemas.IMPORT, 202, "It waits or runs; follow it at its address.", ("Location",)
            ),
            body=schemas.IMPORT_FORM,
            body_media_type=_FORM,
        ),
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        found, following = selectors.list_imports(
            actor=self.actor, limit=limit(given), before=optional_uuid(given, "cursor")
        )
        return Response({"results": found, "next": following})

    def post(self, request: Request) -> Response:
        object_name = self.text("object")
        if object_name is None:
            raise Invalid.at("object", "required", _("Say into which object, such as contacts."))
        begun = services.start_import(
            self.upload(),
            object_name=object_name,
            mapping=self.json("mapping"),
            options=self.json("options"),
            actor=self.actor,
        )
        shown = selectors.describe_import(begun)
        return Response(shown, status=202, headers={"Location": f"/api/v1/imports/{begun.id}/"})


class ImportDetail(Endpoint):
    operations: ClassVar = {"get": reading("getImport", "One import", _TAG, schemas.IMPORT)}

    def get(self, request: Request, import_id: UUID) -> Response:
        found = selectors.get_import(import_id, actor=self.actor)
        return Response(selectors.describe_import(found))


class ImportCancel(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "cancelImport",
            "End an import before it is done; what it wrote stays",
            _TAG,
            Answer(schemas.IMPORT, description="It has ended, or ends at its next step."),
        )
    }

    def post(self, request: Request, import_id: UUID) -> Response:
        ended = services.cancel_import(import_id, actor=self.actor)
        return Response(selectors.describe_import(ended))


class ImportUndo(Endpoint):
    operations: ClassVar = {
        "post": writing(
            "undoImport",
            "Take back what an import wrote, in the background",
            _TAG,
            Answer(schemas.IMPORT, 202, "It is being taken back."),
        )
    }

    def post(self, request: Request, import_id: UUID) -> Response:
        undoing = services.undo_import(import_id, actor=self.actor)
        return Response(selectors.describe_import(undoing), status=202)


class _CsvFile(Endpoint):
    """A file of an import. It is written before it is sent: what is sent later has no tenant."""

    lines: ClassVar["staticmethod[[Import], Iterator[str]]"]
    file_name: ClassVar[str]

    def get(self, request: Request, import_id: UUID) -> FileResponse:
        found = selectors.get_import(import_id, actor=self.actor)
        written = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
        written.write(b"\xef\xbb\xbf")
        for line in type(self).lines(found):
            written.write(line.encode())
        written.seek(0)
        return FileResponse(
            written, as_attachment=True, filename=self.file_name, content_type="text/csv"
        )


class ImportErrors(_CsvFile):
    lines = staticmethod(files.error_lines)
    file_name = "errors.csv"
    operations: ClassVar = {
        "get": Operation(
            "getImportErrors",
            "The rows that could not be imported, with the reasons",
            _TAG,
            (Answer({"type": "string"}, media_type="text/csv", description="The rows."),),
        )
    }


class ImportReport(_CsvFile):
    lines = staticmethod(files.report_lines)
    file_name = "report.csv"
    operations: ClassVar = {
        "get": Operation(
            "getImportReport",
            "Every notice with its rows, and every error",
            _TAG,
            (Answer({"type": "string"}, media_type="text/csv", description="The report."),),
        )
    }
