"""Sign-in by e-mail address and password, with the user of a session read from memory."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from freehold.identity.lookups import user_by_id
from freehold.identity.models import User


class AuthenticationBackend(AllauthBackend):  # type: ignore[misc]  # allauth has no types
    """Django's own permissions are not asked (roles decide), so none are read."""

    def get_user(self, user_id: Any) -> User | None:
        found = user_by_id(user_id if isinstance(user_id, UUID) else UUID(str(user_id)))
        return found if found is not None and found.is_active else None
