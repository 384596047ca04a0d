"""The mail by which a new user comes in."""

from typing import Any

import structlog
from allauth.account import app_settings as account
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject
from django.template.loader import render_to_string
from django.utils import timezone, translation

from freehold.company.selectors import company
from freehold.identity.actor import SYSTEM
from freehold.identity.languages import language_of
from freehold.identity.links import days_valid
from freehold.identity.models import User
from freehold.identity.services.undelivered import UNDELIVERABLE, is_away, said_by, stamp_of
from freehold.jobs.models import Job, JobState
from freehold.jobs.running import FIRST_PAUSE
from freehold.jobs.services import start_job

log = structlog.get_logger(__name__)

#: The job that mails it when the server takes mail again.
LATER = "identity.invitation"
_WAITS = (JobState.QUEUED, JobState.RUNNING)


def send_invitation(user: User, *, origin: str, invited_by: str) -> bool:
    """Mail a link that sets the first password; it works once and as long as a reset link does.

    `origin` is the tenant's own address, such as https://acme.example.com. False, and a line in
    the log, when the mail server doesn't take it: where that is away, the mail follows by itself;
    where it refuses the reader for good, `refused_mail` tells why.
    """
    try:
        mail_invitation(user, origin=origin, invited_by=invited_by)
    except UNDELIVERABLE as problem:
        log.error("mail.undeliverable", kind="invitation", user=str(user.id), error=str(problem))
        payload = {"user": str(user.id), "origin": origin, "invited_by": invited_by}
        _keep({**payload, "stamp": stamp_of(user)}, problem)
        return False
    return True


@transaction.atomic
def _keep(payload: dict[str, str], problem: Exception) -> None:
    """As a job that waits for the server; what is refused for good has failed already, so that it
    isn't tried again by itself, but by whoever wants it."""
    job = start_job(LATER, payload, actor=SYSTEM, delay=FIRST_PAUSE)
    if not is_away(problem):
        job.state, job.error, job.finished_at = JobState.FAILED, said_by(problem), timezone.now()
        job.save(update_fields=["state", "error", "finished_at"])


def with_waiting(rows: QuerySet[User]) -> QuerySet[User]:
    """Each with what tells `waits_for_mail` and `refused_mail` how its invitation fares."""
    jobs = Job.objects.filter(kind=LATER, state__in=[*_WAITS, JobState.FAILED])
    theirs = jobs.alias(told=KeyTextTransform("user", "payload")).filter(
        told=Cast(OuterRef("id"), TextField())
    )
    facts = JSONObject(stamp=KeyTextTransform("stamp", "payload"), state="state", error="error")
    return rows.annotate(
        mail_of_invitation=Subquery(theirs.order_by("-id").values(told_=facts)[:1])
    )


def waits_for_mail(user: Any) -> bool:
    """Whether the mail server was away when one of `with_waiting` was invited last, and is yet."""
    return _is_of_last(user) and user.mail_of_invitation["state"] in _WAITS


def refused_mail(user: Any) -> str:
    """Why the last invitation of one of `with_waiting` will not arrive by itself; mostly empty."""
    if user.has_usable_password() or not _is_of_last(user) or waits_for_mail(user):
        return ""
    return str(user.mail_of_invitation["error"])


def _is_of_last(user: Any) -> bool:
    told = user.mail_of_invitation
    return bool(told and told["stamp"] == stamp_of(user))


def mail_invitation(user: User, *, origin: str, invited_by: str) -> None:
    """Raises what the mail server's bad day raises (`UNDELIVERABLE`)."""
    context = {
        "user": user,
        "tenant": company(),
        "invited_by": invited_by,
        "days": days_valid(),
        "url": f"{origin.rstrip('/')}/sign-in#password={link_key(user)}",
    }
    with translation.override(language_of(user.locale)):
        subject = render_to_string("identity/email/invitation_subject.txt", context).strip()
        message = render_to_string("identity/email/invitation_message.txt", context)
    send_mail(subject=subject, message=message, from_email=None, recipient_list=[user.email])


def link_key(user: User) -> str:
    token: str = account.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return f"{user_pk_to_url_str(user)}-{token}"
