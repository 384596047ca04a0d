"""The roles with which a new workspace starts; its administrators change them as they like."""

from typing import Any
from uuid import UUID

from crm_core.access.models import Role, RoleAssignment
from freehold import epoch

ADMINISTRATOR = "Administrator"

_CONFIGURED_BY_FEW = {
    "products": {"create": False, "read": "all", "update": "none", "delete": "none"}
}


def _grant(create: bool, read: str, update: str, delete: str) -> dict[str, Any]:
    return {"create": create, "read": read, "update": update, "delete": delete}


DEFAULT_ROLES: tuple[dict[str, Any], ...] = (
    {
        "name": ADMINISTRATOR,
        "description": "Everything, including settings, users and roles.",
        "is_admin": True,
    },
    {
        "name": "Sales manager",
        "description": "Leads teams: reads, changes and deletes what their teams own.",
        "grants": {
            "*": _grant(True, "team_and_below", "team_and_below", "team_and_below"),
            "accounts": _grant(True, "all", "team_and_below", "team_and_below"),
            "contacts": _grant(True, "all", "team_and_below", "team_and_below"),
            "products": _grant(True, "all", "all", "own"),
        },
        "rights": ["export", "import", "bulk", "share", "api_keys"],
    },
    {
        "name": "Sales representative",
        "description": "Reads what the team owns and works on their own deals.",
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
        "name": "Support agent",
        "description": "Works on every case and knows every customer.",
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
        "name": "Read only",
        "description": "Reads every record and changes none.",
        "grants": {"*": _grant(False, "all", "none", "none")},
    },
)


def seed_roles() -> None:
    """Make the default roles in a workspace that has none; an existing workspace keeps its own."""
    if Role.objects.exists():
        return
    Role.objects.bulk_create(Role(**values) for values in DEFAULT_ROLES)
    epoch.bump()


def make_administrator(user_id: UUID) -> None:
    """Give the workspace's first user its administrator's role, once."""
    role = Role.objects.filter(is_admin=True).order_by("created_at", "id").first()
    if role is None:
        role = Role.objects.create(**DEFAULT_ROLES[0])
    RoleAssignment.objects.get_or_create(user_id=user_id, role=role)
    epoch.bump()
