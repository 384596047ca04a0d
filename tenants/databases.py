"""The databases that tenants can be placed in: which there are, and what each needs before."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import CommandError
from django.db import Error, connection, transaction
from django.utils.translation import gettext as _

from freehold.errors import Invalid
from tenants import hosts, placements
from tenants.choices import TenantState
from tenants.context import in_public
from tenants.models import Tenant
from tenants.ownership import as_owner
from tenants.provisioning import citus, rights

log = structlog.get_logger(__name__)

_EXTENSIONS = """
SELECT format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA extensions', extname)
FROM pg_extension WHERE extnamespace = 'extensions'::regnamespace ORDER BY oid
"""
#: Those first whose calls are looked up when they run: an SQL function is refused without them.
_FUNCTIONS = """
SELECT pg_get_functiondef(oid) FROM pg_proc
WHERE pronamespace = 'extensions'::regnamespace AND prokind = 'f' AND NOT EXISTS (
  SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid
    AND deptype = 'e')
ORDER BY prolang = (SELECT oid FROM pg_language WHERE lanname = 'sql'), oid
"""
#: All of `public` there: what tenants' permissions name. A missing table fails where it is missed.
_TYPES = """
CREATE TABLE IF NOT EXISTS public.django_content_type (
  id integer PRIMARY KEY, app_label varchar(100) NOT NULL, model varchar(100) NOT NULL,
  CONSTRAINT django_content_type_app_label_model_uniq UNIQUE (app_label, model))
"""
_READ_TYPES = "SELECT id, app_label, model FROM public.django_content_type ORDER BY id"


def region_of(alias: str) -> str:
    return str(settings.REGIONS.get(alias, ""))


def region_at(alias: str, otherwise: str) -> str:
    """The region of a tenant that comes to lie there; as before where nobody names regions."""
    named = any(region_of(one) for one in placements.known())
    return region_of(alias) if named else otherwise


def name_regions() -> bool:
    """Have tenants lie in the region of their database, once it is named; True if some did not."""
    changed = 0
    for alias in placements.known():
        if region := region_of(alias):
            others = Tenant.objects.filter(database=alias).exclude(region=region)
            changed += others.exclude(state=TenantState.ERASED).update(region=region)
    if changed:
        hosts.forget_hosts()
    return changed > 0


def database_choices() -> list[dict[str, Any]]:
    return [{"name": alias, "region": region_of(alias)} for alias in placements.known()]


def checked_database(alias: str) -> str:
    """`Invalid` for one that the settings don't name."""
    if alias not in placements.known():
        raise Invalid.at(
            "database",
            "unknown",
            _("There is no database “%(name)s”. There are: %(names)s.")
            % {"name": alias, "names": ", ".join(placements.known())},
        )
    return alias


def checked_place(columns: Mapping[str, Any]) -> dict[str, str]:
    """Database and region of a new tenant, out of one of the two, or of neither.

    A region that was asked for is honoured or refused, once regions are named at all.
    """
    alias, region = columns.get("database") or "", columns.get("region") or ""
    named = {one: region_of(one) for one in placements.known()}
    if alias:
        checked_database(alias)
    elif region and any(named.values()):
        alias = next((one for one in named if named[one] == region), "")
    else:
        alias = placements.HOME
    if not alias or (region and named[alias] not in ("", region)):
        raise Invalid.at(
            "region",
            "unknown",
            _("No such database lies in “%(region)s”. There are: %(regions)s.")
            % {"region": region, "regions": ", ".join(filter(None, named.values()))},
        )
    return {"database": alias, "region": named[alias] or region}


def prepare_all(show: Callable[[str], None]) -> None:
    """Bring every other database to where tenants can live in it; one that is away is told."""
    for alias in placements.elsewhere():
        try:
            prepare(alias, show)
        except (Error, CommandError) as error:
            log.error("database.not_prepared", database=alias, error=str(error))
            show(f"The database {alias} can't be prepared: {str(error).strip()}")


def prepare(alias: str, show: Callable[[str], None] = lambda line: None) -> None:
    """Extensions, functions, content types and the role's rights, all as at home; repeatable."""
    with in_public():
        functions, extensions = _texts(_FUNCTIONS), _texts(_EXTENSIONS)
        with connection.cursor() as cursor:
            cursor.execute(_READ_TYPES)
            types = cursor.fetchall()
    with placements.at(alias), as_owner():
        citus.set_up_sessions()
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in ["CREATE SCHEMA IF NOT EXISTS extensions", *extensions, *functions]:
                cursor.execute(statement)
            cursor.execute(_TYPES)
            cursor.execute(_READ_TYPES)
            if cursor.fetchall() != types:
                cursor.execute("DELETE FROM public.django_content_type")
                cursor.executemany("INSERT INTO django_content_type VALUES (%s, %s, %s)", types)
        rights.grant_elsewhere(show)


def _texts(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [text for (text,) in cursor.fetchall()]
