"""The mailed links by which people choose a password: the first one, or a forgotten one anew."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from freehold.identity.models import User

SECONDS_A_DAY = 24 * 3600


class LinkTokens(PasswordResetTokenGenerator):
    """Whoever is deactivated has no link: that is how an invitation is withdrawn."""

    def check_token(self, user: User | None, token: str | None) -> bool:
        return user is not None and user.is_active and super().check_token(user, token)


def days_valid() -> int:
    """How long a link works, in whole days."""
    return settings.PASSWORD_RESET_TIMEOUT // SECONDS_A_DAY
