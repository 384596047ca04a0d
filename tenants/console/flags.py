"""Operators look at feature flags and switch them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.errors import Invalid, NotFound
from freehold.identity.actor import Actor
from tenants import flags
from tenants.choices import TenantState
from tenants.console import browsers
from tenants.console.models import FeatureFlag
from tenants.context import in_public
from tenants.models import Tenant
from tenants.services.transitions import tell_operators_trail

_VALUES = ("is_on", "percent", "included", "excluded")


def list_flags() -> list[dict[str, Any]]:
    """Those of the code by name, then those that only the database still knows."""
    with in_public():
        rows = {row.name: row for row in FeatureFlag.objects.all()}
        living = list(Tenant.objects.exclude(state=TenantState.ERASED).values_list("id", "slug"))
    slugs = dict(living)
    names = [*sorted(flags.FLAGS), *sorted(set(rows) - set(flags.FLAGS))]
    return [_shown(name, rows.get(name), slugs) for name in names]


def show_flag(name: str) -> dict[str, Any]:
    found = [one for one in list_flags() if one["name"] == name]
    if not found:
        raise _unknown(name)
    return found[0]


def change_flag(name: str, given: Mapping[str, Any], *, actor: Actor) -> dict[str, Any]:
    """Switch it: `is_on`, `percent`, and slugs of tenants as `included` and `excluded`.

    What is not given stays. `NotFound` for a flag that the code does not declare.
    """
    if name not in flags.FLAGS:
        raise _unknown(name)
    with in_public(), transaction.atomic():
        row = FeatureFlag.objects.select_for_update().filter(name=name).first()
        if row is None:
            row = FeatureFlag(name=name, is_on=flags.FLAGS[name].default)
        former = {value: getattr(row, value) for value in _VALUES}
        wanted = former | _checked(given, former)
        if row.changed_at is not None and wanted == former:
            return show_flag(name)
        for value in _VALUES:
            setattr(row, value, wanted[value])
        row.changed_by, row.changed_at = actor.name[:200], timezone.now()
        row.save()
        _announce(name, "updated", former, wanted, actor)
    return show_flag(name)


def forget_flag(name: str, *, actor: Actor) -> None:
    """Back to what the code says, or gone where the code has no such flag any more."""
    with in_public(), transaction.atomic():
        row = FeatureFlag.objects.select_for_update().filter(name=name).first()
        if row is None and name not in flags.FLAGS:
            raise _unknown(name)
        if row is not None:
            former = {value: getattr(row, value) for value in _VALUES}
            row.delete()
            _announce(name, "deleted", former, dict.fromkeys(_VALUES), actor)


def _announce(
    name: str, happened: str, former: Mapping[str, Any], wanted: Mapping[str, Any], actor: Actor
) -> None:
    flags.settings.changed()
    changes = {
        value: [_told(former[value]), _told(wanted[value])]
        for value in _VALUES
        if former[value] != wanted[value]
    }
    action = f"operator.flags.{happened}"
    tell_operators_trail(
        actor=actor, action=action, object="feature_flags", record_name=name, changes=changes
    )
    browsers.ask_anew()


def _told(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    slugs = Tenant.objects.filter(id__in=value).order_by("slug")
    return list(slugs.values_list("slug", flat=True))


def _checked(given: Mapping[str, Any], former: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {name: given[name] for name in ("is_on", "percent") if name in given}
    if not 0 <= wanted.get("percent", 0) <= 100:
        raise Invalid.at("percent", "invalid", _("Give a number from 0 to 100."))
    for name in ("included", "excluded"):
        if name in given:
            wanted[name] = sorted(tenant_ids(given[name], name))
    both = set(wanted.get("included", former["included"])) & set(
        wanted.get("excluded", former["excluded"])
    )
    if both:
        raise Invalid.at(
            "excluded", "invalid", _("A tenant can't be both always on and always off.")
        )
    return wanted


def tenant_ids(slugs: Iterable[str], field: str) -> list[UUID]:
    """The ids of the tenants at these addresses; `Invalid` names the ones that there are not."""
    wanted = {slug.strip() for slug in slugs}
    living = Tenant.objects.exclude(state=TenantState.ERASED).filter(slug__in=wanted)
    found = dict(living.values_list("slug", "id"))
    missing = sorted(wanted - set(found))
    if missing:
        message = _("There is no tenant “%(slug)s”.") % {"slug": missing[0][:60]}
        raise Invalid.at(field, "unknown", message)
    return list(found.values())


def _shown(name: str, row: FeatureFlag | None, slugs: Mapping[UUID, str]) -> dict[str, Any]:
    flag = flags.FLAGS.get(name)
    setting = flags.settings_of(row) if row else flags.usual(flags.FLAGS[name])
    return {
        "name": name,
        "description": str(flag.description) if flag else "",
        "used": flag is not None,
        "default": flag.default if flag else False,
        "is_on": setting.is_on,
        "percent": setting.percent,
        "included": sorted(slugs[one] for one in setting.included if one in slugs),
        "excluded": sorted(slugs[one] for one in setting.excluded if one in slugs),
        "tenants_on": sum(setting.holds_for(name, one) for one in slugs) if flag else 0,
        "tenants": len(slugs),
        "changed_by": row.changed_by if row else "",
        "changed_at": row.changed_at.isoformat() if row else None,
    }


def _unknown(name: str) -> NotFound:
    return NotFound(_("There is no feature flag “%(name)s”.") % {"name": name[:60]})
