"""Tenants: made, looked at, suspended and resumed by operators."""

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import Answer, creating, query, reading, writing
from api.operator import schemas
from api.paging import single
from crm_core.records.policy import require_right
from freehold.context import current_tenant
from freehold.errors import NotFound
from tenants import selectors
from tenants.provisioning.provision import provision_tenant
from tenants.services import lifecycle

_TAG = "Tenants"
_SLUG = {"slug": "Its name in addresses."}


class OperatorEndpoint(Endpoint):
    """Answers operators with the right `operator` on the platform's own host; nobody else."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not current_tenant().is_operators:
            raise NotFound()
        require_right(self.actor, "operator")


class TenantCollection(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "listTenants",
            "All tenants",
            _TAG,
            schemas.TENANTS,
            parameters=(query("state", shapes.text(), "Only in this state."),),
        ),
        "post": creating(
            "createTenant",
            "Make a tenant, with its first administrator",
            _TAG,
            schemas.MADE,
            schemas.NEW_TENANT,
            description="The answer isn't kept: with an Idempotency-Key, a repetition gives 409.",
        ),
    }
    shows_secret = True

    def get(self, request: Request) -> Response:
        state = single(request.query_params).get("state", "")
        return Response({"results": selectors.list_tenants(state), "next": None})

    def post(self, request: Request) -> Response:
        made = provision_tenant(**self.body())
        shown = {
            **selectors.show_tenant(made.tenant.slug),
            "admin_email": made.admin_email,
            "admin_password": made.password,
        }
        place = f"/api/v1/operator/tenants/{made.tenant.slug}/"
        return Response(shown, status=201, headers={"Location": place})


class TenantDetail(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getTenant", "One tenant", _TAG, schemas.TENANT, path_texts=_SLUG)
    }

    def get(self, request: Request, slug: str) -> Response:
        return Response(selectors.show_tenant(slug))


class TenantSuspend(OperatorEndpoint):
    operations: ClassVar = {
        "post": writing(
            "suspendTenant",
            "Let nobody write in a tenant",
            _TAG,
            Answer(schemas.TENANT, description="It is suspended: people read, nobody writes."),
            body=schemas.SUSPENSION,
            body_required=False,
            path_texts=_SLUG,
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        reason = self.body().get("reason", "")
        lifecycle.suspend_tenant(slug, actor=self.actor, reason=reason)
        return Response(selectors.show_tenant(slug))


class TenantResume(OperatorEndpoint):
    operations: ClassVar = {
        "post": writing(
            "resumeTenant",
            "Open a suspended tenant again",
            _TAG,
            Answer(schemas.TENANT, description="It works again."),
            path_texts=_SLUG,
        )
    }

    def post(self, request: Request, slug: str) -> Response:
        lifecycle.resume_tenant(slug, actor=self.actor)
        return Response(selectors.show_tenant(slug))
