"""The request's door: host → tenant, and out again whatever happens."""

from collections.abc import Callable, Iterator
from functools import partial

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost, ImproperlyConfigured
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from freehold import epoch
from freehold.context import TenantContext, tenant_or_none
from freehold.errors import NotFound, Problem, Unavailable
from freehold.observability.views import PLATFORM_VIEWS
from tenants import hosts, placements, shut, tls
from tenants.choices import SchemaState, TenantState
from tenants.connections import tenant_connection
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tenants.operations.selectors import is_awaited
from tenants.pages import problem_page
from tenants.versions import is_behind

log = structlog.get_logger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]


#: Of no tenant, at every host.
_VIEWS = {**PLATFORM_VIEWS, tls.PATH: tls.tls_allowed}
#: What a browser asks to learn how its workspace stands: the answer is that of now. A stream that
#: opened by the state of a second ago would have missed what was told meanwhile.
_TELL_STATE = frozenset({"/api/v1/me/", "/api/v1/changes/", "/api/v1/live/"})


class TenantMiddleware:
    """Serves each request inside the tenant of its host; health and metrics need none."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        epoch.forget()
        view = _VIEWS.get(request.path)
        if view is not None:
            with in_public():
                return view(request)
        try:
            tenant = _tenant_of(request)
            _refuse_closed(tenant)
            shut.refuse(request, tenant)
        except Problem as problem:
            return problem_page(request, problem)
        return self._serve(request, tenant)

    def _serve(self, request: HttpRequest, tenant: Tenant) -> HttpResponseBase:
        if tenant.is_operators:
            request.urlconf = settings.OPERATORS_URLCONF
        with in_tenant(tenant, allow_inactive=True) as context:
            request.tenant = context  # type: ignore[attr-defined]  # read by logs and metrics
            response = self._get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            _stream_inside(context, response)
        return response


def _stream_inside(context: TenantContext, response: StreamingHttpResponse) -> None:
    """The server asks for the body after the door closed: each chunk is made inside the tenant."""
    endings = [partial(_do_inside, context, end) for end in vars(response)["_resource_closers"]]
    response.streaming_content = _chunks_inside(context, iter(response))
    vars(response)["_resource_closers"] = endings


def _chunks_inside(context: TenantContext, chunks: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with in_tenant(context):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


def _do_inside(context: TenantContext, work: Callable[[], object]) -> None:
    with in_tenant(context):
        work()


def _tenant_of(request: HttpRequest) -> Tenant:
    try:
        host = hosts.normalised(request.get_host())
        tenant = hosts.memory.tenant_at(host, at_once=request.path in _TELL_STATE)
        gone = tenant is None or tenant.state == TenantState.ERASED
        awaited = gone and is_awaited(host)
    except DisallowedHost:
        tenant, awaited = None, False
    except (OperationalError, ImproperlyConfigured) as error:
        log.error("database.unusable", error=str(error))
        raise Unavailable(
            _("The database does not answer. Try again shortly."),
            headers={"Retry-After": "5"},
        ) from error
    if tenant is None or tenant.state == TenantState.ERASED:
        if awaited:
            raise _later(_("This workspace is being restored from its archive."), seconds=5)
        raise _NoWorkspace(_("There is no workspace at this address. Check its spelling."))
    return tenant


class _NoWorkspace(NotFound):
    title = gettext_noop("No workspace here")


def _refuse_closed(tenant: Tenant) -> None:
    """503 for a tenant whose schema can't be relied on; it stops nobody else."""
    if tenant.state == TenantState.PROVISIONING:
        raise _later(_("This workspace is being set up."), seconds=5)
    if tenant.database not in settings.DATABASES:
        log.error("tenant.unknown_placement", slug=tenant.slug, database=tenant.database)
        text = _("The database of this workspace is not set up here.")
        raise _later(text, seconds=300, contact=shut.contact())
    if tenant.schema_state == SchemaState.MOVING:
        text = _("This workspace is being moved to another database, which takes some seconds.")
        raise _later(text, seconds=5)
    if tenant.schema_state == SchemaState.FAILED:
        text = _("An update of this workspace did not finish. We are on it.")
        raise _later(text, seconds=300, contact=shut.contact())
    if tenant.schema_state == SchemaState.MIGRATING or is_behind(tenant.schema_version):
        raise _later(_("This workspace is being updated."), seconds=15)


def _later(detail: str, *, seconds: int, contact: str = "") -> Unavailable:
    patience = _("Try again shortly.")
    return Unavailable(
        f"{detail} {patience}{contact}",
        headers={"Retry-After": str(seconds)},
    )


def nothing_left_behind() -> bool:
    """No tenant is active on this thread: true between requests."""
    return (
        tenant_or_none() is None
        and tenant_connection.schema_name == "public"
        and tenant_connection.placement == placements.HOME
    )
