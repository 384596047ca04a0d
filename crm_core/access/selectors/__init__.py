"""Guarded reads of access, as plain data in the shape of the API."""

from crm_core.access.selectors.belongings import belongings
from crm_core.access.selectors.effects import access_of, preview
from crm_core.access.selectors.keys import api_keys
from crm_core.access.selectors.me import me
from crm_core.access.selectors.mentionable import mentionable
from crm_core.access.selectors.people import user, users
from crm_core.access.selectors.roles import role, roles
from crm_core.access.selectors.shares import shares
from crm_core.access.selectors.teams import team, teams
from crm_core.access.selectors.viewers import explanation, viewers

__all__ = [
    "access_of",
    "api_keys",
    "belongings",
    "explanation",
    "me",
    "mentionable",
    "preview",
    "role",
    "roles",
    "shares",
    "team",
    "teams",
    "user",
    "users",
    "viewers",
]
