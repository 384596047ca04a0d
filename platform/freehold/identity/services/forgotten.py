"""The mail of a lost password whose time the mail server was away: it follows by itself."""

from urllib.parse import urlsplit

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from freehold.company.selectors import company
from freehold.identity.actor import SYSTEM
from freehold.identity.languages import language_of
from freehold.identity.links import days_valid
from freehold.identity.models import User
from freehold.identity.services.invitations import link_key
from freehold.identity.services.undelivered import stamp_of
from freehold.jobs.models import Job, JobState
from freehold.jobs.running import FIRST_PAUSE
from freehold.jobs.services import start_job

LATER = "identity.lost_password"
_TEMPLATE = "account/email/password_reset_key"


def mail_later(user: User, *, link: str) -> None:
    """Once, however often it is asked for meanwhile. Nothing of the link is kept but its host."""
    open_ones = Job.objects.filter(kind=LATER, state__in=[JobState.QUEUED, JobState.RUNNING])
    if open_ones.filter(payload__user=str(user.id)).exists():
        return
    parts = urlsplit(link)
    payload = {
        "user": str(user.id),
        "origin": f"{parts.scheme}://{parts.netloc}",
        "stamp": stamp_of(user),
    }
    start_job(LATER, payload, actor=SYSTEM, delay=FIRST_PAUSE)


def mail_link(user: User, *, origin: str) -> None:
    """Raises what the mail server's bad day raises (`UNDELIVERABLE`)."""
    context = {
        "user": user,
        "tenant": company(),
        "days": days_valid(),
        "password_reset_url": f"{origin}/sign-in#password={link_key(user)}",
    }
    with translation.override(language_of(user.locale)):
        subject = render_to_string(f"{_TEMPLATE}_subject.txt", context).strip()
        message = render_to_string(f"{_TEMPLATE}_message.txt", context)
    send_mail(subject=subject, message=message, from_email=None, recipient_list=[user.email])
