"""Rates by which sums of other currencies count in the company's."""

from typing import ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import operations as said
from api.openapi import shapes
from api.openapi.operations import Answer, Operation, query, reading, writing
from api.paging import single
from api.v1.records.views import optional_uuid
from crm_core.access.selectors.company import rates
from crm_core.access.services import company as services
from freehold.errors import Invalid

_TAG = "Company"
RATE = shapes.answer(
    "ExchangeRate",
    {
        "id": shapes.uuid(),
        "currency": shapes.text(),
        "base": shapes.text("The company's currency."),
        "day": shapes.text("From this day on: year-month-day."),
        "rate": shapes.text("What one unit of `currency` is worth in `base`, as a decimal."),
    },
)
_NEW = shapes.body(
    "NewExchangeRates",
    {
        "rates": shapes.array(
            shapes.body(
                "NewExchangeRate",
                {
                    "currency": shapes.text(max_length=3),
                    "day": shapes.text(max_length=10),
                    "rate": shapes.text("A decimal above zero.", max_length=40),
                },
                required=["currency", "day", "rate"],
            ),
            max_items=services.MOST_AT_ONCE,
        ),
        "csv": shapes.text(
            "Instead of `rates`: lines of a file with the columns day, currency and rate.",
            max_length=1_000_000,
        ),
        "replace": shapes.boolean(
            "False refuses (409) where one of the same currency and day is there."
        ),
    },
    example={"rates": [{"currency": "USD", "day": "2026-01-31", "rate": "0.92"}]},
)


class ExchangeRateCollection(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "listExchangeRates",
            "Rates to the company's currency, the latest first",
            _TAG,
            shapes.listing("ExchangeRateList", RATE, paged=True),
            parameters=(
                query("currency", shapes.text(max_length=3), "Only of this currency."),
                said.CURSOR,
            ),
        ),
        "post": writing(
            "setExchangeRates",
            "Enter rates; those of the same currency and day are replaced",
            _TAG,
            Answer(shapes.answer("ExchangeRatesSet", {"count": shapes.integer()})),
            body=_NEW,
            refusals=(409,),
        ),
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        found, following = rates(
            actor=self.actor,
            currency=given.get("currency", ""),
            after=optional_uuid(given, "cursor"),
        )
        return Response({"results": found, "next": str(following) if following else None})

    def post(self, request: Request) -> Response:
        wanted = self.body()
        if ("csv" in wanted) == ("rates" in wanted):
            raise Invalid.at("rates", "required", _("Give either “rates” or “csv”."))
        given = services.read_csv(wanted["csv"]) if "csv" in wanted else wanted["rates"]
        count = services.set_rates(given, actor=self.actor, replace=wanted.get("replace", True))
        return Response({"count": count})


class ExchangeRateDetail(Endpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "delete": writing(
            "deleteExchangeRate", "Take a rate away", _TAG, Answer(None, 204, "It is gone.")
        ),
    }

    def delete(self, request: Request, rate_id: UUID) -> Response:
        services.delete_rate(rate_id, actor=self.actor)
        return Response(status=204)
