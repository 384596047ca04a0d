"""What a new password may not be, besides short and common."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from freehold.identity.models import User


class AnotherPasswordValidator:
    """Refuses the password that the user has already: who changes it believes the old one gone."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and user.has_usable_password() and user.check_password(password):
            raise ValidationError(
                _("This is the password that you have now. Choose another one."),
                code="password_unchanged",
            )

    def get_help_text(self) -> str:
        return _("It can’t be the password that you have now.")
