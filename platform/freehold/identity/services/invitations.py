"""The mail by which a new user comes in."""

from smtplib import SMTPException

import structlog
from allauth.account import app_settings as account
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from freehold.company.selectors import company
from freehold.identity.languages import language_of
from freehold.identity.links import days_valid
from freehold.identity.models import User

log = structlog.get_logger(__name__)

#: What a mail server's bad day looks like from here.
UNDELIVERABLE = (OSError, SMTPException)


def send_invitation(user: User, *, origin: str, invited_by: str) -> bool:
    """Mail a link that sets the first password; it works once and as long as a reset link does.

    `origin` is the tenant's own address, such as https://acme.example.com. False, and a line in
    the log, when the mail server doesn't take it: the user stays and can be invited again.
    """
    context = {
        "user": user,
        "tenant": company(),
        "invited_by": invited_by,
        "days": days_valid(),
        "url": f"{origin.rstrip('/')}/sign-in#password={_link_key(user)}",
    }
    with translation.override(language_of(user.locale)):
        subject = render_to_string("identity/email/invitation_subject.txt", context).strip()
        message = render_to_string("identity/email/invitation_message.txt", context)
    try:
        send_mail(
            subject=subject,
            message=message,
            from_email=None,
            recipient_list=[user.email],
        )
    except UNDELIVERABLE as problem:
        log.error("mail.undeliverable", kind="invitation", user=str(user.id), error=str(problem))
        return False
    return True


def _link_key(user: User) -> str:
    token: str = account.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return f"{user_pk_to_url_str(user)}-{token}"
