"""What happens by itself: sessions are forgotten, mails follow that could not go out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from freehold.errors import Conflict
from freehold.identity.models import User
from freehold.identity.services import forgotten, invitations, security_mails
from freehold.identity.services.undelivered import (
    UNDELIVERABLE,
    is_away,
    later,
    said_by,
    stamp_of,
)
from freehold.identity.sessions import forget_expired
from freehold.jobs.job_context import JobContext
from freehold.jobs.registry import job, periodic


@periodic("identity.sessions.forget", label=_("Forget ended sessions"), every=timedelta(days=1))
def forget_sessions(context: JobContext) -> Any:
    return forget_expired(timezone.now())


@job(invitations.LATER, label=_("Mail an invitation that could not go out"))
def mail_invitation(context: JobContext) -> Any:
    told = context.payload

    def send(user: User) -> None:
        invitations.mail_invitation(user, origin=told["origin"], invited_by=told["invited_by"])

    return {"sent": _once(context, send)}


@job(forgotten.LATER, label=_("Mail a link for a lost password that could not go out"))
def mail_lost_password(context: JobContext) -> Any:
    return {
        "sent": _once(
            context, lambda user: forgotten.mail_link(user, origin=context.payload["origin"])
        )
    }


@job(security_mails.KIND, label=_("Mail what changed of how somebody signs in"))
def mail_security(context: JobContext) -> Any:
    told = context.payload
    user = User.objects.filter(id=UUID(told["user"]), is_active=True).first()
    if user is None:
        return {"sent": False}
    return {"sent": _marked(context, lambda: security_mails.mail_of(user, told))}


def _once(context: JobContext, send: Callable[[User], None]) -> bool:
    """Of a link: not for who is gone, has come in, or was mailed another one meanwhile."""
    user = User.objects.filter(id=UUID(context.payload["user"]), is_active=True).first()
    if user is None or stamp_of(user) != context.payload["stamp"]:
        return False
    return _marked(context, lambda: send(user))


def _marked(context: JobContext, send: Callable[[], None]) -> bool:
    """Marked before it is sent: a worker that dies in between sends none rather than two."""
    if context.cursor == "sending":
        return False
    context.checkpoint("sending")
    try:
        send()
    except UNDELIVERABLE as problem:
        context.checkpoint(None)
        if is_away(problem):
            raise later(problem) from problem
        raise Conflict(said_by(problem)) from problem
    return True
