"""A tenant's plan, limits and subscription, for operators."""

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.openapi import shapes
from api.openapi.operations import Answer, Operation, reading, writing
from api.operator.views import OperatorEndpoint
from api.v1.billing import schemas
from api.v1.workspace.schemas import ENTITLEMENTS
from billing.selectors import account_for_operators, subscription_of
from billing.services import events
from billing.services.reconciling import reconcile_tenant
from freehold.errors import NotFound
from tenants.context import in_tenant
from tenants.entitlements import entitled, feature_list, usage_list
from tenants.models import Tenant
from tenants.reach import UNREACHED, asking
from tenants.services.lifecycle import tenant_by_slug
from tenants.services.plans import set_limits, set_plan

_TAG = "Tenants' billing"
_SLUG = {"slug": "Its name in addresses."}
_EVENT = shapes.answer(
    "StripeEvent",
    {
        "id": shapes.text(),
        "type": shapes.text(),
        "state": shapes.choice("received", "handled", "ignored", "refused"),
        "reason": shapes.text(),
        "received_at": shapes.moment(),
        "handled_at": shapes.nullable(shapes.moment()),
    },
)
_LIMITS = {"type": "object", "description": "By limit a number, or null for none; `features`."}
_SHOWN = shapes.answer(
    "TenantBilling",
    {
        "entitlements": ENTITLEMENTS,
        "usage": shapes.array(schemas.USAGE),
        "features": shapes.array(schemas.FEATURE),
        "plan": shapes.text("As kept; `entitlements` says what follows from it."),
        "plans": shapes.array(shapes.text(), "Those that there are."),
        "limits": _LIMITS,
        "subscription": shapes.nullable(schemas.SUBSCRIPTION),
        "customer": shapes.nullable(shapes.text("Stripe's.")),
        "subscription_id": shapes.nullable(shapes.text("Stripe's.")),
        "suspended_here": shapes.boolean("Suspended because it did not pay."),
        "events": shapes.array(_EVENT, "The latest hundred."),
    },
)
_CHANGE = shapes.body(
    "TenantBillingChange",
    {"plan": shapes.text(max_length=40), "limits": _LIMITS},
    example={"limits": {"seats": 80}},
)
_RECONCILED = shapes.answer(
    "TenantReconciled",
    {"differed": shapes.array(shapes.text(), "What is right now and was not.")},
)


class TenantBilling(OperatorEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "get": reading(
            "getTenantBilling",
            "A tenant's plan, limits, subscription and events",
            _TAG,
            _SHOWN,
            path_texts=_SLUG,
        ),
        "patch": writing(
            "changeTenantBilling",
            "Give a tenant another plan or limits of its own",
            _TAG,
            Answer(_SHOWN),
            body=_CHANGE,
            path_texts=_SLUG,
            description="A subscription at Stripe decides the plan again with the next change.",
        ),
    }

    def get(self, request: Request, slug: str) -> Response:
        return Response(_shown(slug))

    def patch(self, request: Request, slug: str) -> Response:
        wanted, tenant = self.body(), tenant_by_slug(slug)
        if "plan" in wanted:
            set_plan(tenant.id, wanted["plan"], actor=self.actor)
        if "limits" in wanted:
            set_limits(tenant.id, wanted["limits"], actor=self.actor)
        return Response(_shown(slug))


class TenantReconcile(OperatorEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "reconcileTenant",
            "Compare a tenant with Stripe now, and put right what differs",
            _TAG,
            Answer(_RECONCILED),
            path_texts=_SLUG,
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        return Response({"differed": reconcile_tenant(tenant_by_slug(slug).id)})


class EventReplay(OperatorEndpoint):
    operations: ClassVar[dict[str, Operation]] = {
        "post": writing(
            "replayStripeEvent",
            "Work off an event of Stripe's once more",
            _TAG,
            Answer(_EVENT),
            path_texts={**_SLUG, "event": "Stripe's id, such as `evt_1…`."},
        )
    }

    def post(self, request: Request, slug: str, event: str) -> Response:
        known = account_for_operators(tenant_by_slug(slug).id)["events"]
        if event not in {one["id"] for one in known}:
            raise NotFound()
        done = events.handle(event, actor=self.actor, again=True)
        return Response(
            {
                "id": done.id,
                "type": done.type,
                "state": done.state,
                "reason": done.reason,
                "received_at": done.received_at,
                "handled_at": done.handled_at,
            }
        )


def _shown(slug: str) -> dict[str, Any]:
    tenant = tenant_by_slug(slug)
    account = account_for_operators(tenant.id)
    with in_tenant(tenant, allow_inactive=True):
        allowed, used, features = entitled().as_json(), _used(tenant), feature_list()
    return {
        "entitlements": allowed,
        "usage": used,
        "features": features,
        "plan": tenant.plan,
        "plans": account["plans"],
        "limits": tenant.limits,
        "subscription": subscription_of(tenant.id),
        "customer": account["customer"],
        "subscription_id": account["subscription"],
        "suspended_here": account["suspended_here"],
        "events": account["events"],
    }


def _used(tenant: Tenant) -> list[dict[str, Any]]:
    """The limits are known at home, even where the tenant's database does not answer."""
    try:
        with asking(tenant.database):
            return usage_list()
    except UNREACHED:
        return usage_list(measured=False)
