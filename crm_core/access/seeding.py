"""The roles with which a new workspace starts, in the language of its company.

Its administrators change them as they like.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from crm_core.access.models import Role, RoleAssignment
from freehold import epoch

_CONFIGURED_BY_FEW = {
    "products": {"create": False, "read": "all", "update": "none", "delete": "none"}
}


def _grant(create: bool, read: str, update: str, delete: str) -> dict[str, Any]:
    return {"create": create, "read": read, "update": update, "delete": delete}


DEFAULT_ROLES: tuple[dict[str, Any], ...] = (
    {
        "name": gettext_noop("Administrator"),
        "description": gettext_noop("Everything, including settings, users and roles."),
        "is_admin": True,
    },
    {
        "name": gettext_noop("Sales manager"),
        "description": gettext_noop(
            "Leads teams: reads, changes and deletes what their teams own."
        ),
        "grants": {
            "*": _grant(True, "team_and_below", "team_and_below", "team_and_below"),
            "accounts": _grant(True, "all", "team_and_below", "team_and_below"),
            "contacts": _grant(True, "all", "team_and_below", "team_and_below"),
            "products": _grant(True, "all", "all", "own"),
        },
        "rights": ["export", "import", "bulk", "share", "api_keys"],
    },
    {
        "name": gettext_noop("Sales representative"),
        "description": gettext_noop("Reads what the team owns and works on their own deals."),
        "grants": {
            "*": _grant(True, "team", "own", "own"),
            "accounts": _grant(True, "all", "team", "own"),
            "contacts": _grant(True, "all", "team", "own"),
            "cases": _grant(True, "all", "own", "none"),
            **_CONFIGURED_BY_FEW,
        },
        "rights": ["export", "share"],
    },
    {
        "name": gettext_noop("Support agent"),
        "description": gettext_noop("Works on every case and knows every customer."),
        "grants": {
            "*": _grant(False, "none", "none", "none"),
            "accounts": _grant(False, "all", "none", "none"),
            "contacts": _grant(True, "all", "all", "none"),
            "cases": _grant(True, "all", "all", "own"),
            "activities": _grant(True, "all", "own", "own"),
            **_CONFIGURED_BY_FEW,
        },
        "rights": ["export", "share"],
    },
    {
        "name": gettext_noop("Read only"),
        "description": gettext_noop("Reads every record and changes none."),
        "grants": {"*": _grant(False, "all", "none", "none")},
    },
)


#: Those that suit the people of a sales team, by the name that they bear in English.
SALES_REPRESENTATIVE, SALES_MANAGER = "Sales representative", "Sales manager"


def named_default_roles() -> dict[str, Role]:
    """The default roles that are still called as they were seeded, by their English name."""
    held = {role.name: role for role in Role.objects.all()}
    found: dict[str, Role] = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            for name in (values["name"] for values in DEFAULT_ROLES):
                role = held.get(gettext(name))
                if role is not None:
                    found.setdefault(name, role)
    return found


def seed_roles() -> None:
    """Make the default roles in a workspace that has none; an existing workspace keeps its own."""
    if Role.objects.exists():
        return
    Role.objects.bulk_create(Role(**_worded(values)) for values in DEFAULT_ROLES)
    epoch.bump()


def make_administrator(user_id: UUID) -> None:
    """Give the workspace's first user its administrator's role, once."""
    role = Role.objects.filter(is_admin=True).order_by("created_at", "id").first()
    if role is None:
        role = Role.objects.create(**_worded(DEFAULT_ROLES[0]))
    RoleAssignment.objects.get_or_create(user_id=user_id, role=role)
    epoch.bump()


def _worded(values: dict[str, Any]) -> dict[str, Any]:
    name, description = values["name"], values["description"]
    return {**values, "name": gettext(name), "description": gettext(description)}
