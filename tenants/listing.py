"""The list of tenants for operators: narrowed, sorted and paged by key in the database."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db.models import BigIntegerField, F, Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Left, Lower
from django.utils.translation import gettext as _

from freehold.errors import FieldError, Malformed
from tenants.choices import SchemaState, TenantState
from tenants.context import in_public
from tenants.databases import database_choices
from tenants.entitlements import Plan, first_plan, offered
from tenants.models import Domain, Tenant
from tenants.selectors import summary
from tenants.versions import expected_version

#: What the list is sorted by; none of these is ever null. The id follows, so that no two rows tie.
SORTS: dict[str, Combinable] = {
    "name": Lower("name"),
    "slug": F("slug"),
    "state": F("state"),
    "plan": F("plan"),
    "created_at": F("created_at"),
    **{
        name: Coalesce(f"console_usage__{name}", Value(0))
        for name in ("users", "requests", "errors", "p95_ms")
    },
    "bytes": Coalesce(
        Coalesce("console_usage__database_bytes", Value(0)) + F("console_usage__file_bytes"),
        Value(0),
        output_field=BigIntegerField(),
    ),
}
_USAGE = ("users", "rows", "database_bytes", "file_bytes", "requests", "errors", "p95_ms")


@dataclass(frozen=True, slots=True)
class TenantsWanted:
    """`sort` is a name of `SORTS`, with `-` before it descending; `behind` None asks for both."""

    search: str = ""
    state: str = ""
    plan: str = ""
    schema_state: str = ""
    behind: bool | None = None
    sort: str = "name"
    limit: int = 50
    cursor: str = ""


def page_of_tenants(wanted: TenantsWanted) -> dict[str, Any]:
    """One page, the cursor of the next and the exact count: three statements, whatever is found."""
    key, descending = _sort_of(wanted.sort)
    found = _narrowed(wanted)
    with in_public():
        count = found.count()
        rows = found.annotate(place=SORTS[key]).select_related("console_usage")
        if wanted.cursor:
            rows = rows.filter(_after(wanted.cursor, key, descending))
        direction = "-" if descending else ""
        ordered = rows.order_by(f"{direction}place", f"{direction}id")
        page = list(ordered.prefetch_related("domains")[: wanted.limit + 1])
    shown = page[: wanted.limit]
    more = len(page) > wanted.limit
    return {
        "results": [{**summary(tenant), "usage": _usage_of(tenant)} for tenant in shown],
        "next": _cursor_of(shown[-1], key) if more else None,
        "count": count,
    }


def tenant_choices() -> dict[str, list[Any]]:
    """What the list can be narrowed to, and what a new tenant may be given.

    `offered` are the plans that have prices or cost nothing, the one of a new tenant first; it is
    empty where nothing is billed.
    """
    with in_public():
        living = Tenant.objects.exclude(state=TenantState.ERASED).order_by()
        plans = set(living.values_list("plan", flat=True).distinct()) | set(settings.PLANS)
        regions = set(living.exclude(region="").values_list("region", flat=True).distinct())
    databases = database_choices()
    regions |= {one["region"] for one in databases if one["region"]}
    return {
        "plans": sorted(plans),
        "plan_names": [
            {"plan": key, "name": str(values["name"])} for key, values in settings.PLANS.items()
        ],
        "offered": [_offer(one) for one in _first_plan_first()],
        "regions": sorted(regions),
        "databases": databases,
    }


def _first_plan_first() -> list[Plan]:
    return sorted(offered().values(), key=lambda one: one.key != first_plan())


def _offer(plan: Plan) -> dict[str, Any]:
    limits = {name: plan.limits.get(name) for name in ("seats", "records", "storage_bytes")}
    return {"plan": plan.key, "name": plan.name, "priced": bool(plan.prices), **limits}


def living() -> Any:
    """All but the erased ones, with the number of their migrations for `behind`."""
    known = Tenant.objects.exclude(state=TenantState.ERASED)
    return known.annotate(migrations=Left("schema_version", 5))


def behind() -> Q:
    """Tenants whose schema lacks a migration of this code, so that their people get a 503."""
    count = expected_version().partition("-")[0]
    return Q(migrations__lt=count) & ~Q(state=TenantState.PROVISIONING)


def _narrowed(wanted: TenantsWanted) -> Any:
    if wanted.state and wanted.state not in TenantState.values:
        raise _unknown("state", wanted.state)
    if wanted.schema_state and wanted.schema_state not in SchemaState.values:
        raise _unknown("schema_state", wanted.schema_state)
    equal = {name: getattr(wanted, name) for name in ("state", "plan", "schema_state")}
    found = living().filter(**{name: value for name, value in equal.items() if value})
    if wanted.behind is not None:
        found = found.filter(behind()) if wanted.behind else found.exclude(behind())
    found = found.alias(folded=_folded(F("name")))
    for word in wanted.search.split()[:8]:
        reached = Domain.objects.filter(domain__icontains=word).values("tenant_id")
        named = Q(folded__contains=_folded(Value(word)))
        held = named | Q(slug__icontains=word) | Q(id__in=reached)
        found = found.filter(held)
    return found


def _folded(text: Combinable) -> Func:
    """Without case and accents, as search in records does it."""
    return Func(text, function="extensions.fold", output_field=TextField())


def _usage_of(tenant: Tenant) -> dict[str, int | None] | None:
    """As measured last; None for a tenant that never was."""
    found = getattr(tenant, "console_usage", None)
    return found and {name: getattr(found, name) for name in _USAGE}


def _sort_of(sort: str) -> tuple[str, bool]:
    key = sort.removeprefix("-")
    if key not in SORTS:
        raise _unknown("sort", sort)
    return key, sort.startswith("-")


def _cursor_of(last: Tenant, key: str) -> str:
    place = vars(last)["place"]
    value = place.isoformat() if isinstance(place, datetime) else place
    return base64.urlsafe_b64encode(orjson.dumps([key, value, str(last.id)])).decode()


def _after(cursor: str, key: str, descending: bool) -> Q:
    try:
        at, value, last = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        if at != key or not isinstance(value, str | int) or "\x00" in str(value):
            raise ValueError
        place = datetime.fromisoformat(str(value)) if key.endswith("_at") else value
        how = "lt" if descending else "gt"
        return Q(**{f"place__{how}": place}) | Q(**{"place": place, f"id__{how}": UUID(last)})
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise Malformed(
            _("This cursor is not one of this list; begin again without it."),
            errors=[FieldError("cursor", "invalid", _("Unknown cursor."))],
        ) from error


def _unknown(name: str, value: str) -> Malformed:
    message = _("“%(name)s” can't be “%(value)s”.") % {"name": name, "value": value[:40]}
    return Malformed(message, errors=[FieldError(name, "invalid", message)])
