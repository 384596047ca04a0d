"""What operators tell the people of tenants, as they write it; `announced` is the other side."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.errors import FieldError, Invalid
from freehold.identity.actor import Actor
from tenants.choices import TenantState
from tenants.console import announced, browsers
from tenants.console.announced import MOMENTS, told
from tenants.console.flags import tenant_ids
from tenants.console.models import Announcement, Audience, Level
from tenants.context import in_public
from tenants.models import Tenant
from tenants.services.transitions import tell_operators_trail

LONGEST_TEXT: Final = 500
_LISTED = 200
_LONGEST = timedelta(days=366)
_PLAIN = ("texts", "link", "level", "audience", "chosen", "dismissible")
_VALUES = (*_PLAIN, *MOMENTS)


def list_announcements() -> list[dict[str, Any]]:
    """The newest two hundred."""
    with in_public():
        return _all_shown(list(Announcement.objects.all()[:_LISTED]))


def show_announcement(announcement_id: UUID) -> dict[str, Any]:
    with in_public():
        found = _all_shown(list(Announcement.objects.filter(id=announcement_id)))
    if not found:
        raise announced.missing()
    return found[0]


def create_announcement(given: Mapping[str, Any], *, actor: Actor) -> dict[str, Any]:
    """`given` as the API takes it, with moments as datetimes; `Invalid` names what is wrong."""
    with in_public(), transaction.atomic():
        row = Announcement(
            texts={},
            level=Level.NOTICE,
            audience=Audience.ALL,
            shown_from=timezone.now(),
            created_by=actor.name[:200],
        )
        former = dict.fromkeys(_VALUES)
        _fill(row, given)
        row.save()
        _announce(row, "created", former, actor)
    return show_announcement(row.id)


def change_announcement(
    announcement_id: UUID, given: Mapping[str, Any], *, actor: Actor
) -> dict[str, Any]:
    """What is not given stays."""
    with in_public(), transaction.atomic():
        row = _locked(announcement_id)
        former = {name: getattr(row, name) for name in _VALUES}
        _fill(row, given)
        if any(getattr(row, name) != former[name] for name in _VALUES):
            row.save()
            _announce(row, "updated", former, actor)
    return show_announcement(announcement_id)


def delete_announcement(announcement_id: UUID, *, actor: Actor) -> None:
    with in_public(), transaction.atomic():
        row = _locked(announcement_id)
        former = {name: getattr(row, name) for name in _VALUES}
        _announce(row, "deleted", former, actor)
        row.delete()


def _all_shown(rows: list[Announcement]) -> list[dict[str, Any]]:
    named = {one for row in rows if row.audience == Audience.TENANTS for one in row.chosen}
    slugs = dict(Tenant.objects.filter(id__in=named).values_list("id", "slug"))
    return [_shown(row, {str(one): slug for one, slug in slugs.items()}) for row in rows]


def _shown(row: Announcement, slugs: Mapping[str, str]) -> dict[str, Any]:
    chosen = row.chosen
    if row.audience == Audience.TENANTS:
        chosen = sorted(slugs[one] for one in chosen if one in slugs)
    return {
        **{name: told(getattr(row, name)) for name in ("id", *_VALUES)},
        "chosen": chosen,
        "created_by": row.created_by,
        "created_at": row.created_at.isoformat(),
    }


def _announce(row: Announcement, happened: str, former: Mapping[str, Any], actor: Actor) -> None:
    announced.standing.changed()
    now = dict.fromkeys(_VALUES) if happened == "deleted" else vars(row)
    changes = {
        name: [told(former[name]), told(now[name])] for name in _VALUES if former[name] != now[name]
    }
    tell_operators_trail(
        actor=actor,
        action=f"operator.announcements.{happened}",
        object="announcements",
        record_id=row.id,
        record_name=str(row)[:200],
        changes=changes,
    )
    browsers.ask_anew()


def _fill(row: Announcement, given: Mapping[str, Any]) -> None:
    for name in _VALUES:
        if name in given and name != "chosen":
            setattr(row, name, given[name])
    errors = [*_wrong_words(row), *_wrong_moments(row)]
    if errors:
        raise Invalid(errors[0].message, errors=errors)
    if "chosen" in given or "audience" in given:
        row.chosen = _checked_audience(row.audience, list(given.get("chosen", [])))


def _wrong_words(row: Announcement) -> list[FieldError]:
    wrong = []
    row.texts = {name: text.strip() for name, text in row.texts.items() if text.strip()}
    row.link = row.link.strip()
    if "en" not in row.texts:
        wrong.append(FieldError("texts.en", "required", _("Give the text in English.")))
    spoken = dict(settings.LANGUAGES)
    for name, text in row.texts.items():
        if name not in spoken:
            message = _("Freehold does not speak “%(name)s”.") % {"name": name[:20]}
            wrong.append(FieldError(f"texts.{name[:20]}", "unknown", message))
        elif len(text) > LONGEST_TEXT:
            message = _("Use up to %(most)s characters.") % {"most": LONGEST_TEXT}
            wrong.append(FieldError(f"texts.{name}", "too_long", message))
    if row.link and not _is_address(row.link):
        message = _("Give an address that begins with https://.")
        wrong.append(FieldError("link", "invalid", message))
    return wrong


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    clean = len(text) <= 500 and text.isprintable() and " " not in text
    return clean and parts.scheme in ("https", "http") and bool(parts.hostname)


def _wrong_moments(row: Announcement) -> list[FieldError]:
    wrong = []
    if row.shown_until is None:
        wrong.append(FieldError("shown_until", "required", _("Say until when it is shown.")))
    elif not timedelta(0) < row.shown_until - row.shown_from <= _LONGEST:
        message = _("Choose a moment after it begins, within a year.")
        wrong.append(FieldError("shown_until", "invalid", message))
    begins, ends = row.happens_from, row.happens_until
    if begins is None and ends is not None:
        wrong.append(FieldError("happens_from", "required", _("Say when it begins.")))
    if begins is not None and ends is not None and ends <= begins:
        wrong.append(FieldError("happens_until", "invalid", _("It ends after it begins.")))
    return wrong


def _checked_audience(audience: str, chosen: list[str]) -> list[str]:
    if audience == Audience.ALL:
        return []
    names = sorted({one.strip() for one in chosen if one.strip()})
    if not names:
        raise Invalid.at("chosen", "required", _("Choose at least one."))
    if audience == Audience.TENANTS:
        return sorted(str(one) for one in tenant_ids(names, "chosen"))
    kind = {Audience.PLANS.value: "plan", Audience.REGIONS.value: "region"}[audience]
    living = Tenant.objects.exclude(state=TenantState.ERASED)
    known = set(living.values_list(kind, flat=True).distinct())
    known |= set(settings.PLANS) if kind == "plan" else set()
    missing = [name for name in names if name not in known]
    if missing:
        message = _("No tenant has “%(name)s”.") % {"name": missing[0][:40]}
        raise Invalid.at("chosen", "unknown", message)
    return names


def _locked(announcement_id: UUID) -> Announcement:
    row = Announcement.objects.select_for_update().filter(id=announcement_id).first()
    if row is None:
        raise announced.missing()
    return row
