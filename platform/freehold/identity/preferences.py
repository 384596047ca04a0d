"""How somebody wants the product to look and behave, on every device."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from freehold.identity.lookups import user_by_id
from freehold.identity.models import User

DEFAULTS: Final[Mapping[str, Any]] = {
    "theme": "auto",
    "density": "comfortable",
    "single_keys": True,
    "first_weekday": 0,
}


def of(user: User) -> dict[str, Any]:
    """All of them: chosen, or as they are for everybody at first."""
    return {name: user.preferences.get(name, usual) for name, usual in DEFAULTS.items()}


def merged(user_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored with `given` put in; other parts of the product keep theirs."""
    user = user_by_id(user_id)
    return {**(user.preferences if user else {}), **given}
