"""A list as a file, streamed."""

import weakref
from dataclasses import replace

from django.http import StreamingHttpResponse
from rest_framework.request import Request

from api.paging import list_params, names, single
from api.turns import take_turn
from api.v1.records import operations
from api.v1.records.views import RecordEndpoint
from crm_core.transfer.selectors.exports import export_records

_OF_THE_FILE = frozenset({"format", "spreadsheet"})


class RecordExport(RecordEndpoint):
    described_by = staticmethod(operations.export)

    def get(self, request: Request, object_name: str) -> StreamingHttpResponse:
        given = single(request.query_params)
        format = given.get("format") or "csv"
        params = replace(
            list_params(request.query_params, also=_OF_THE_FILE),
            fields=names(given["fields"]) if given.get("fields") else None,
        )
        end = take_turn()
        try:
            export = export_records(
                object_name,
                format,
                actor=self.actor,
                params=params,
                spreadsheet=given.get("spreadsheet", ""),
            )
        except BaseException:
            end()
            raise
        response = StreamingHttpResponse(
            export.body,
            content_type=export.media_type,
            headers={"Content-Disposition": f'attachment; filename="{export.file_name}"'},
        )
        vars(response)["_resource_closers"].append(end)
        weakref.finalize(response, end)  # one that nobody closes gives its turn back too
        return response
