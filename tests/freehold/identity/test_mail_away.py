"""While the mail server is away, mails wait; when it is back, each goes out, once."""

from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from freehold.identity.services import invitations, users
from freehold.identity.services.invitations import send_invitation
from freehold.jobs.models import Job, JobState
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.freehold.identity.test_passwords import asked_for_a_link, key_in, reset
from tests.ground.jobs import work_off

ORIGIN = "http://acme.localhost"


class Post(EmailBackend):
    """A mail server that answers as `problem` says."""

    problem: Exception | None = None

    def send_messages(self, messages: Any) -> int:
        if Post.problem is not None:
            raise Post.problem
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def post(settings: LazySettings) -> Iterator[type[Post]]:
    settings.EMAIL_BACKEND = f"{__name__}.Post"
    Post.problem = ConnectionRefusedError("Connection refused")
    yield Post
    Post.problem = None


def bob() -> User:
    return users.create_user(actor=SYSTEM, email="bob@acme.test", name="Bob")


def after(wait: timedelta) -> list[EmailMessage]:
    """What has gone out so long after now."""
    with time_machine.travel(timezone.now() + wait, tick=False):
        work_off()
    return list(mail.outbox)


def waiting(kind: str) -> Job:
    return Job.objects.get(kind=kind)


def test_an_invitation_waits_for_the_mail_server_and_goes_out_once(
    acme: Tenant, post: type[Post]
) -> None:
    with in_tenant(acme):
        assert not send_invitation(bob(), origin=ORIGIN, invited_by="Ada")
        assert after(timedelta(minutes=1)) == []
        job = waiting(invitations.LATER)
        assert (job.state, job.attempts) == (JobState.QUEUED, 0)
        assert "asked again and again" in job.message
        assert "password=" not in str(job.payload)
        post.problem = None
        (told,) = after(timedelta(hours=2))
        assert after(timedelta(hours=3)) == [told]
        assert waiting(invitations.LATER).state == JobState.DONE
    assert told.to == ["bob@acme.test"]
    assert "Ada has invited you" in str(told.body)
    assert reset("acme", key_in(told)).status_code == 401


def test_whoever_was_invited_again_meanwhile_gets_that_mail_alone(
    acme: Tenant, post: type[Post]
) -> None:
    with in_tenant(acme):
        user = bob()
        send_invitation(user, origin=ORIGIN, invited_by="Ada")
        post.problem = None
        renewed = users.renew_invitation(actor=SYSTEM, user_id=user.id)
        send_invitation(renewed, origin=ORIGIN, invited_by="Ada")
        assert len(after(timedelta(hours=2))) == 1


def test_one_that_is_refused_for_good_is_not_tried_again(acme: Tenant, post: type[Post]) -> None:
    post.problem = SMTPRecipientsRefused({"bob@acme.test": (550, b"No such mailbox")})
    with in_tenant(acme):
        assert not send_invitation(bob(), origin=ORIGIN, invited_by="Ada")
        assert (waiting(invitations.LATER).state, waiting(invitations.LATER).error) == (
            JobState.FAILED,
            "550 No such mailbox",
        )
        post.problem = None
        assert after(timedelta(hours=2)) == []


def test_one_that_waits_and_is_refused_then_has_failed_at_once(
    acme: Tenant, post: type[Post]
) -> None:
    with in_tenant(acme):
        send_invitation(bob(), origin=ORIGIN, invited_by="Ada")
        post.problem = SMTPRecipientsRefused({"bob@acme.test": (550, b"No such mailbox")})
        after(timedelta(hours=2))
        job = waiting(invitations.LATER)
    assert (job.state, job.error) == (JobState.FAILED, "550 No such mailbox")


def test_after_a_day_it_has_failed_and_says_why(acme: Tenant) -> None:
    with in_tenant(acme):
        send_invitation(bob(), origin=ORIGIN, invited_by="Ada")
        after(timedelta(hours=25))
        job = waiting(invitations.LATER)
    assert job.state == JobState.FAILED
    assert job.error.startswith("The mail server takes no mail.")


def test_a_lost_password_asked_for_twice_meanwhile_is_mailed_once(
    acme: Tenant, acme_admin: User, post: type[Post]
) -> None:
    for _time in range(2):
        assert asked_for_a_link("acme", acme_admin.email).status_code == 200
    post.problem = None
    with in_tenant(acme):
        (told,) = after(timedelta(minutes=10))
    assert told.to == [acme_admin.email]
    assert told.subject == "Choose a new password for Acme GmbH on Freehold"
    assert f"{ORIGIN}" in str(told.body)
    assert reset("acme", key_in(told)).status_code == 401
