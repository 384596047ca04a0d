"""The document over HTTP."""

from typing import ClassVar

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi.operations import reading
from api.v1.openapi.documents import document_for


class OpenApiDocument(Endpoint):
    """Open to all: without sign-in it says nothing of the workspace."""

    permission_classes = [AllowAny]
    operations: ClassVar = {
        "get": reading(
            "getOpenApi",
            "This description, with the custom objects and fields that you may see",
            "Workspace",
            {"type": "object"},
            public=True,
        )
    }

    def get(self, request: Request) -> Response:
        return Response(document_for(request))
