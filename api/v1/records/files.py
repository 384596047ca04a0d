"""Files: of a record, and each by itself."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, header, query, reading, writing
from api.paging import flag, limit, single
from api.uploads import UploadEndpoint
from api.v1.records import operations, schemas
from api.v1.records.views import RecordEndpoint
from crm_core.records import selectors, services
from crm_core.records.selectors.files import described
from freehold.files.serving import serve
from freehold.files.sniffing import SHOWN, UNKNOWN

_TAG = "Files"


class RecordFiles(RecordEndpoint, UploadEndpoint):
    described_by = staticmethod(operations.files)

    @classmethod
    def most_bytes(cls) -> int:
        return int(settings.FILE_MAX_BYTES)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        given = single(request.query_params)
        page = selectors.list_files(
            object_name,
            record_id,
            actor=self.actor,
            cursor=given.get("cursor") or None,
            limit=limit(given),
        )
        return Response(page)

    def post(self, request: Request, object_name: str, record_id: UUID) -> Response:
        file = services.add_file(object_name, record_id, self.upload(), actor=self.actor)
        shown = described(selectors.get_file(file.id, actor=self.actor))
        return Response(shown, status=201, headers={"Location": f"/api/v1/files/{file.id}/"})


class FileDetail(Endpoint):
    operations: ClassVar = {
        "get": reading("getFile", "What is known of a file", _TAG, schemas.FILE),
        "delete": writing(
            "removeFile",
            "Take a file off its record",
            _TAG,
            Answer(schemas.FILE_REMOVED, description="Removed."),
            description="For whoever may change the record. `undo` brings it back for 30 days; "
            "then it is deleted for ever.",
        ),
    }

    def get(self, request: Request, file_id: UUID) -> Response:
        return Response(described(selectors.get_file(file_id, actor=self.actor)))

    def delete(self, request: Request, file_id: UUID) -> Response:
        removed = services.remove_file(file_id, actor=self.actor)
        return Response({"id": removed.id, "undo": removed.undo})


class FileContent(Endpoint):
    operations: ClassVar = {
        "get": Operation(
            "getFileContent",
            "The content of a file",
            _TAG,
            (
                Answer(
                    {"type": "string", "format": "binary"},
                    description="The content.",
                    media_type=UNKNOWN,
                    other_media_types=tuple(sorted(SHOWN)),
                ),
                Answer(
                    {"type": "string", "format": "binary"},
                    status=206,
                    description="The part asked for with `Range`.",
                    media_type=UNKNOWN,
                    other_media_types=tuple(sorted(SHOWN)),
                ),
            ),
            description="Sent for download. With `inline` pictures, PDF and plain text are sent to "
            "be shown; anything else never is.",
            parameters=(
                query("inline", shapes.boolean(), "To be shown, where that is safe."),
                header("Range", "One part, such as `bytes=0-1023`."),
            ),
        )
    }

    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        file = selectors.get_file(file_id, actor=self.actor)
        return serve(
            file,
            inline=flag(single(request.query_params), "inline"),
            range_header=request.headers.get("Range", ""),
        )
