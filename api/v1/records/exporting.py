"""A list as a file, streamed."""

from django.http import StreamingHttpResponse
from rest_framework.request import Request

from api.paging import list_params, single
from api.v1.records import operations
from api.v1.records.views import RecordEndpoint
from crm_core.transfer.selectors.exports import export_records

_FORMAT = frozenset({"format"})


class RecordExport(RecordEndpoint):
    described_by = staticmethod(operations.export)

    def get(self, request: Request, object_name: str) -> StreamingHttpResponse:
        format = single(request.query_params).get("format") or "csv"
        params = list_params(request.query_params, also=_FORMAT)
        export = export_records(object_name, format, actor=self.actor, params=params)
        return StreamingHttpResponse(
            export.body,
            content_type=export.media_type,
            headers={"Content-Disposition": f'attachment; filename="{export.file_name}"'},
        )
