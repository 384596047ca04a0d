"""Guarded reads of access, as plain data in the shape of the API."""

from crm_core.access.selectors.keys import api_keys
from crm_core.access.selectors.me import me
from crm_core.access.selectors.people import user, users
from crm_core.access.selectors.roles import role, roles
from crm_core.access.selectors.shares import explanation, shares
from crm_core.access.selectors.teams import team, teams

__all__ = [
    "api_keys",
    "explanation",
    "me",
    "role",
    "roles",
    "shares",
    "team",
    "teams",
    "user",
    "users",
]
