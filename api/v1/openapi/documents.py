"""Which document a caller gets."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from rest_framework.request import Request

from api.openapi.document import assemble
from api.openapi.shapes import Schema
from api.v1.openapi.addresses import addresses
from crm_core.records import selectors
from crm_core.records.catalogue.building import builtin
from crm_core.records.policy import Seeking
from crm_core.records.selectors.describing import described
from freehold.context import current_tenant
from freehold.identity.requests import actor_of

VERSION = "1"


class _Everything:
    """Sees every field: for describing what all workspaces have, without asking one of them."""

    user_id = None
    private_user_id = None

    below_user_ids: frozenset[UUID] = frozenset()
    is_bound_key = False

    def lacking_scope(self, object_name: str, verb: str) -> str:
        return ""

    def can(self, object_name: str, verb: str) -> bool:
        return True

    def field_access(self, object_name: str, field: str) -> Literal["write"]:
        return "write"

    def has_right(self, right: str) -> bool:
        return True

    def layout(self, object_name: str) -> None:
        return None

    def condition(
        self, object_type: Any, verb: str, alias: str, *, seeking: Seeking = "page"
    ) -> Any:
        raise NotImplementedError("Nothing is read with this policy.")

    def disjoint(self, object_type: Any, verb: str, alias: str) -> Any:
        raise NotImplementedError("Nothing is read with this policy.")


def document_for(request: HttpRequest | Request) -> Schema:
    """Signed in: the objects and fields that this user may see. Else what every workspace has."""
    if not request.user.is_authenticated:
        return builtin_document()
    found = selectors.describe_objects(actor=actor_of(request))
    tenant = current_tenant()
    return _document(found, f"Freehold API of {tenant.name}", operators=tenant.is_operators)


def builtin_document() -> Schema:
    """The same on every installation: it asks no database, so it can be kept as a file."""
    everything = _Everything()
    found = [described(one, everything) for one in builtin().values()]
    return _document(found, "Freehold API", operators=False)


def operators_document() -> Schema:
    """What the platform's host has beside a workspace's API; asks no database either."""
    from api.operator.urls import urlpatterns

    title = "Freehold API of operators"
    return assemble(addresses(urlpatterns, []), title=title, version=VERSION)


def _document(objects: list[dict[str, Any]], title: str, *, operators: bool) -> Schema:
    from api.operator.urls import urlpatterns as operator_patterns
    from api.v1.urls import urlpatterns

    patterns = [*urlpatterns, *(operator_patterns if operators else [])]
    return assemble(addresses(patterns, objects), title=title, version=VERSION)
