"""The workspace's plan, how much of it is used, and the ways to pay for another."""

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi.operations import Answer, Operation, reading, writing
from api.v1.billing import schemas
from billing.selectors import invoices_of, plans_for, subscription_of, trial_is_left
from billing.services.changes import change_plan, preview_change
from billing.services.checkout import open_portal, start_checkout
from crm_core.records.policy import require_right
from freehold.context import current_tenant
from tenants.entitlements import entitled, feature_list, usage_list

_TAG = "Billing"


class BillingEndpoint(Endpoint):
    """For those with the right `billing`; open to them in a suspended workspace too."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require_right(self.actor, "billing")


def shown() -> dict[str, Any]:
    tenant = current_tenant()
    return {
        "entitlements": entitled().as_json(),
        "usage": usage_list(),
        "features": feature_list(),
        "plans": [] if tenant.is_operators else plans_for(tenant.currency),
        "subscription": subscription_of(tenant.id),
        "trial_available": trial_is_left(tenant.id),
    }


class Billing(BillingEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "getBilling", "The workspace's plan and how much of it is used", _TAG, schemas.BILLING
        )
    }

    def get(self, request: Request) -> Response:
        return Response(shown())


class Invoices(BillingEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading("listInvoices", "The latest hundred invoices", _TAG, schemas.INVOICES)
    }

    def get(self, request: Request) -> Response:
        return Response({"results": invoices_of(current_tenant().id), "next": None})


class Checkout(BillingEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "startCheckout",
            "Begin a subscription on Stripe's page",
            _TAG,
            Answer(schemas.PAGE, description="Nothing is paid yet."),
            body=schemas.CHOOSE,
        )
    }

    def post(self, request: Request) -> Response:
        chosen = self.body()
        origin = request.build_absolute_uri("/")
        return Response({"url": start_checkout(actor=self.actor, origin=origin, **chosen)})


class Portal(BillingEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "openPortal",
            "Manage cards, address, tax ids and cancellation on Stripe's page",
            _TAG,
            Answer(schemas.PAGE),
        )
    }

    def post(self, request: Request) -> Response:
        origin = request.build_absolute_uri("/")
        return Response({"url": open_portal(actor=self.actor, origin=origin)})


class Preview(BillingEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "previewPlan",
            "What another plan would cost",
            _TAG,
            Answer(schemas.PREVIEW, description="Nothing is changed."),
            body=schemas.CHOOSE,
        )
    }

    def post(self, request: Request) -> Response:
        found = preview_change(actor=self.actor, **self.body())
        return Response(
            {
                "due_now": found.due_now,
                "next_total": found.next_total,
                "next_at": found.next_at,
                "currency": found.currency.upper(),
                "lines": found.lines,
                "at": found.at,
            }
        )


class Change(BillingEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "changePlan",
            "Change the subscription's plan or interval",
            _TAG,
            Answer(schemas.BILLING, description="A dearer plan has been paid."),
            body=schemas.CHANGE,
        )
    }

    def post(self, request: Request) -> Response:
        change_plan(actor=self.actor, **self.body())
        return Response(shown())
