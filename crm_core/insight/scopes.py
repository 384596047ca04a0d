"""Whose records a number is about: one's own, one's team's, or all that one reaches."""

from typing import Any

from crm_core.access.choices import Scope
from crm_core.access.policy import Policy
from freehold.errors import FieldError, Malformed

MINE, TEAM, ALL = "mine", "team", "all"
SCOPES = (MINE, TEAM, ALL)
_REACH = {
    Scope.OWN: MINE,
    Scope.TEAM: TEAM,
    Scope.TEAM_AND_BELOW: TEAM,
    Scope.ALL: ALL,
}


def offered(policy: Policy, objects: list[str]) -> list[str]:
    """The scopes among which the reader may choose, as far as their rights go anywhere."""
    reached = {reach(policy, name) for name in objects}
    widest = max(reached, key=SCOPES.index, default=MINE)
    found = list(SCOPES[: SCOPES.index(widest) + 1])
    alone = not policy.below_user_ids - {policy.user_id}
    return [one for one in found if not (one == TEAM and alone)]


def default(policy: Policy, objects: list[str]) -> str:
    """What somebody works on: as far as they may change things, else as far as they may see."""
    choices = offered(policy, objects)
    for name in objects:
        found = _REACH.get(policy.scope(name, "update"))
        if found is not None:
            return found if found in choices else MINE
    return choices[-1]


def chosen(wanted: str, policy: Policy, objects: list[str]) -> str:
    """The scope asked for, or the usual one; 400 for one that the reader's rights don't reach."""
    if not wanted:
        return default(policy, objects)
    if wanted not in offered(policy, objects):
        message = f"“scope” is one of {', '.join(offered(policy, objects))}."
        raise Malformed(message, errors=[FieldError("scope", "unknown", message)])
    return wanted


def reach(policy: Policy, object_name: str) -> str:
    """How far the reader's own rights go for this object."""
    return _REACH.get(policy.scope(object_name, "read"), MINE)


def effective(scope: str, policy: Policy, object_name: str) -> str:
    """What of the scope is left for this object: nobody counts beyond what they may read."""
    return min(scope, reach(policy, object_name), key=SCOPES.index)


def condition(scope: str) -> dict[str, Any] | None:
    """The scope in the filter language; None for all that the reader reaches."""
    if scope == ALL:
        return None
    return {"field": "owner", "op": "eq", "value": "me" if scope == MINE else "my_team"}
