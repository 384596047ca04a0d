"""Who is asking, from memory: after its first request a session or key costs no statement.

What is kept is bounded and falls with the tenant's epoch: every change of a user or key moves it.
"""

import copy
from uuid import UUID

from freehold.epoch import TenantMemo
from freehold.identity.models import User

_users: TenantMemo[User] = TenantMemo(size=4096)


class _AbsentError(Exception):
    """Not kept: an unknown id must not fill the memory."""


def user_by_id(user_id: UUID) -> User | None:
    """The user, active or not; a copy, so that a request can't change what others read."""
    try:
        return copy.copy(_users.get(user_id, lambda: _read(user_id)))
    except _AbsentError:
        return None


def _read(user_id: UUID) -> User:
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise _AbsentError
    return user
