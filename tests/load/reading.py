"""Who asks, and what the floor must know: sessions, and facts of the measured tenant."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.cached_db import SessionStore

from crm_core.access.policy import policy_for
from crm_core.records import catalogue
from crm_core.sales.selectors import pipelines
from crm_core.sales.selectors.board import SHOWN
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.context import in_tenant
from tests.load.company import ADMIN, LEADER, MEASURED

_TOKEN = "b" * 32
_SHARED = ("sales_account", "sales_contact", "sales_lead", "sales_opportunity", "service_case")
_TITLES = {"cases": "subject", "activities": "subject"}


@dataclass(frozen=True)
class Reader:
    """A signed-in user, as the web app is: by a session and the CSRF token."""

    email: str
    headers: dict[str, str]


def sign_in(slug: str, email: str) -> Reader:
    with in_tenant(slug):
        user = User.objects.get(email=email)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: _TOKEN}
    headers = {
        "Host": f"{slug}.localhost",
        "X-Forwarded-Proto": "https",
        "Origin": f"https://{slug}.localhost",
        "X-CSRFToken": _TOKEN,
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Accept-Language": "en",
    }
    return Reader(email, headers)


def facts_of(slug: str) -> dict[str, Any]:
    """For the floor: ids that the product finds in its session, policy and catalogue."""
    with in_tenant(slug) as tenant:
        contacts = catalogue.current().object("contacts")
        custom = [one.name.removeprefix("custom.") for one in contacts.custom_fields]
        return {
            "schema": tenant.schema,
            "readers": {email: _reader(email) for email in (MEASURED, LEADER, ADMIN)},
            "custom": custom,
            "searched": _searched(),
            **_board(),
            "word": "korentomi",
            "starts": "korentomi%",
            "holds": "%korentomi%",
        }


def _reader(email: str) -> dict[str, Any]:
    user = User.objects.get(email=email)
    policy = policy_for(Actor(user.id, str(user), "web", "bench"))
    owners = policy.below_user_ids if email == LEADER else policy.team_user_ids
    return {
        "me": str(user.id),
        "owners": sorted(str(one) for one in owners),
        "groups": list(policy.group_ids),
        "everybody": email == ADMIN,
        "permissions": {
            table: _permissions(table, "view", "change")
            for table in (*_SHARED, "activities_activity")
        },
        "changing": {table: _permissions(table, "change") for table in _SHARED},
        "actor": f'{{"id": "{user.id}", "name": "{user}", "source": "web", "request": "floor"}}',
    }


def _permissions(table: str, *verbs: str) -> list[int]:
    model = table.partition("_")[2]
    wanted = Permission.objects.filter(codename__in=[f"{verb}_{model}" for verb in verbs])
    return list(wanted.values_list("id", flat=True))


def _searched() -> dict[str, dict[str, Any]]:
    found = {}
    for name, one in catalogue.current().objects.items():
        if "search" not in one.features:
            continue
        detail = one.fields.get(one.detail or "")
        joins = detail is not None and detail.reference == "accounts"
        private = "AND (NOT r.is_private OR r.owner_id = %(me)s)" if name == "activities" else ""
        found[name] = {
            "label": str(one.label_plural),
            "table": one.table,
            "title": _TITLES.get(name, "name"),
            "detail": "a.name" if joins else f"r.{one.detail}" if one.detail else "NULL",
            "joined": "{account}" if joins else "",
            "private": private,
            "choices": {c.value: str(c.label) for c in (detail.choices or ())} if detail else {},
        }
    return found


def _board() -> dict[str, Any]:
    known = pipelines.current()
    chosen = known.default
    assert chosen is not None
    limits = [(one.id, one.rots_after) for one in chosen.stages if one.category == "open"]
    cases = " ".join(f"WHEN '{ident}' THEN {days}" for ident, days in limits if days is not None)
    return {
        "limit": f"CASE r.stage_id {cases} END" if cases else "NULL::int",
        "pipeline": {
            "id": str(chosen.id),
            "name": chosen.name,
            "won_reasons": list(chosen.won_reasons),
            "lost_reasons": list(chosen.lost_reasons),
        },
        "group": "stage",
        "card": SHOWN,
        "pipelines": [{"id": str(one.id), "name": one.name} for one in known.pipelines.values()],
        "stages": [
            {
                "id": str(one.id),
                "name": one.name,
                "category": one.category,
                "probability": one.probability,
                "color": one.color,
                "required_fields": list(one.required_fields),
                "rots_after": one.rots_after,
                "retired": one.retired,
            }
            for one in chosen.stages
        ],
        "stage_ids": [str(one.id) for one in chosen.stages],
    }
