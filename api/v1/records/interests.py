"""Who follows a record, one's favourites, whom a text may name."""

from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi.operations import Answer, reading, writing
from api.paging import single
from api.v1.records import operations, schemas
from api.v1.records.views import RecordEndpoint
from crm_core.access.selectors import mentionable
from crm_core.records.selectors import interests as selectors
from crm_core.records.services import interests as services
from freehold.errors import Malformed

_TAG = "Favourites"


class RecordInterest(RecordEndpoint):
    described_by = staticmethod(operations.interest)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        return Response(selectors.interest(object_name, record_id, actor=self.actor))

    def patch(self, request: Request, object_name: str, record_id: UUID) -> Response:
        wanted = self.body(schemas.INTEREST_CHANGE)
        services.set_interest(object_name, record_id, actor=self.actor, **wanted)
        return Response(selectors.interest(object_name, record_id, actor=self.actor))


class RecordPeople(RecordEndpoint):
    described_by = staticmethod(operations.people)

    def get(self, request: Request, object_name: str, record_id: UUID) -> Response:
        search = single(request.query_params).get("q", "").strip()
        if len(search) > 100:
            raise Malformed(_("Search for at most 100 characters."))
        found = mentionable(self.actor, object_name, record_id, search=search)
        return Response({"results": found})


class Favourites(Endpoint):
    operations: ClassVar = {
        "get": reading(
            "listFavourites", "Your favourites, in your order", _TAG, schemas.FAVOURITES
        ),
        "put": writing(
            "orderFavourites",
            "Put your favourites into an order",
            _TAG,
            Answer(schemas.FAVOURITES, description="As they are now."),
            body=schemas.FAVOURITE_ORDER,
        ),
    }

    def get(self, request: Request) -> Response:
        return Response({"results": selectors.favourites(actor=self.actor)})

    def put(self, request: Request) -> Response:
        order = [UUID(one) for one in self.body()["order"]]
        services.order_favourites(order, actor=self.actor)
        return Response({"results": selectors.favourites(actor=self.actor)})
