"""The home screen: its numbers, and which of them one wants to see."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, query, reading, writing
from api.paging import single
from api.v1.insight import schemas
from api.v1.records.views import optional_uuid
from crm_core.insight import periods, scopes
from crm_core.insight.layouts import keep_layout
from crm_core.insight.selectors.dashboard import dashboard

_TAG = "Home"


class Dashboard(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "getDashboard",
            "Numbers about the records that you may see, each with the list behind it",
            _TAG,
            schemas.DASHBOARD,
            parameters=(
                query("period", shapes.choice(*periods.PERIODS), "`this_month` when left out."),
                query(
                    "scope",
                    shapes.choice(*scopes.SCOPES),
                    "Whose records; what you work on when left out.",
                ),
                query("pipeline", shapes.uuid(), "The default pipeline when left out."),
            ),
            description="A number that needs a field which you may not read is left out.",
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        return Response(
            dashboard(
                actor=self.actor,
                period=given.get("period", ""),
                scope=given.get("scope", ""),
                pipeline=optional_uuid(given, "pipeline"),
            )
        )


class DashboardLayout(Endpoint):
    operations: ClassVar = {
        "put": writing(
            "arrangeDashboard",
            "Choose and order your own tiles",
            _TAG,
            Answer(None, 204, "Kept, for you alone; null goes back to the usual ones."),
            body=schemas.ARRANGE,
        )
    }

    def put(self, request: Request) -> Response:
        keep_layout(self.body()["shown"], actor=self.actor)
        return Response(status=204)
