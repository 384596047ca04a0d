"""Tenants: made and looked at by operators."""

from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoint import Endpoint
from api.openapi import shapes
from api.openapi.operations import (
    CURSOR,
    IDEMPOTENCY,
    LIMIT,
    Answer,
    query,
    reading,
    writing,
)
from api.operator import schemas
from api.paging import flag, limit, single
from crm_core.records.policy import require_right
from freehold.context import current_tenant
from freehold.errors import NotFound
from tenants import listing, selectors
from tenants.choices import SchemaState, TenantState
from tenants.services import proposals
from tenants.services.ordering import order_tenant

_TAG = "Tenants"
_SORTS = ", ".join(listing.SORTS)
SLUG = {"slug": "Its name in addresses."}


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
            "The tenants, searched and narrowed",
            _TAG,
            schemas.TENANTS,
            parameters=(
                query("search", shapes.text(max_length=200), "In names and addresses."),
                query("state", shapes.choice(*TenantState.values), "Only in this state."),
                query("plan", shapes.text(), "Only on this plan."),
                query("schema_state", shapes.choice(*SchemaState.values), "Only with this schema."),
                query("behind", shapes.boolean(), "Whether a migration is missing."),
                query("sort", shapes.text(), f"One of {_SORTS}; `-` turns it round."),
                LIMIT,
                CURSOR,
            ),
        ),
        "post": writing(
            "createTenant",
            "Make a tenant, with its first administrator",
            _TAG,
            Answer(schemas.MADE, 201, "Made.", ("Location",)),
            Answer(schemas.MADE, 202, "Its address is taken; it is being made.", ("Location",)),
            body=schemas.NEW_TENANT,
            parameters=(IDEMPOTENCY,),
            description="The answer isn't kept: with an Idempotency-Key, a repetition gives 409. "
            "Where only a worker may make schemas, the answer is always 202.",
        ),
    }
    shows_secret = True

    def get(self, request: Request) -> Response:
        return Response(listing.page_of_tenants(_wanted(single(request.query_params))))

    def post(self, request: Request) -> Response:
        ordered = order_tenant(**self.body(), actor=self.actor)
        shown = {
            **selectors.show_tenant(ordered.tenant.slug),
            "admin_email": ordered.admin_email,
            "admin_password": ordered.password,
        }
        place = f"/api/v1/operator/tenants/{ordered.tenant.slug}/"
        return Response(shown, status=201 if ordered.ready else 202, headers={"Location": place})


def _wanted(given: dict[str, str]) -> listing.TenantsWanted:
    named = ("search", "state", "plan", "schema_state", "sort", "cursor")
    return listing.TenantsWanted(
        **{name: given[name] for name in named if given.get(name)},
        behind=flag(given, "behind") if given.get("behind") else None,
        limit=limit(given),
    )


class TenantChoices(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "listTenantChoices", "Plans, regions and databases of tenants", _TAG, schemas.CHOICES
        )
    }

    def get(self, request: Request) -> Response:
        return Response(listing.tenant_choices())


class TenantAddress(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading(
            "proposeTenantAddress",
            "Check an address, or have one proposed",
            _TAG,
            schemas.ADDRESS,
            parameters=(
                query("slug", shapes.text(max_length=60), "The address to check."),
                query("name", shapes.text(max_length=200), "The company to find one for."),
            ),
        )
    }

    def get(self, request: Request) -> Response:
        given = single(request.query_params)
        if given.get("slug"):
            return Response(proposals.check_address(given["slug"]))
        return Response(proposals.propose_address(given.get("name", "")))


class TenantDetail(OperatorEndpoint):
    operations: ClassVar = {
        "get": reading("getTenant", "One tenant", _TAG, schemas.TENANT, path_texts=SLUG)
    }

    def get(self, request: Request, slug: str) -> Response:
        return Response(selectors.show_tenant(slug))
