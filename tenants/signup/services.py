"""Asking for a workspace, confirming it, watching it being made."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from freehold.company.services import checked_places
from freehold.errors import Conflict, Invalid, NotFound, TooManyRequests, Unavailable
from freehold.identity.models import User
from freehold.text import one_line
from freehold.tokens import digest_of, new_token
from tenants.availability import free_of
from tenants.choices import TenantState
from tenants.context import in_public
from tenants.models import SignUp
from tenants.names import checked_slug
from tenants.provisioning.orders import Order, Step, checked_order
from tenants.services.addresses import address_of
from tenants.signup.entering import allow_entry
from tenants.signup.lookalikes import refuse_lookalike
from tenants.tasks import start_provisioning

log = structlog.get_logger(__name__)

#: How long a link is good and an address is kept for whoever asked.
LINK_LIFETIME = timedelta(hours=24)
#: Questions of one e-mail address within that time; each sends a mail.
ASKS_PER_ADDRESS = 5
_AGAIN = "sign-up.again"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks; `columns` are currency, locale and time_zone of the tenant."""

    slug: str
    name: str
    email: str
    person: str
    columns: dict[str, str]
    sample_data: bool = False


def is_open() -> bool:
    """This installation takes companies that sign up by themselves."""
    return bool(settings.SIGN_UP)


def check_address(slug: str) -> None:
    """`Invalid` or `Conflict` says why a company can't have this address."""
    _refuse_closed()
    checked_slug(slug)
    with in_public():
        _refuse_taken(slug)
        refuse_lookalike(slug)


def ask(wanted: Wanted, *, origin: str, again: str = "") -> SignUp:
    """Keep the address and mail the link that confirms it.

    `origin` is the platform's own address, such as https://example.com. Of two at once one gets
    the address. Without a mail nothing is kept: `Unavailable` when the server doesn't take it.
    Whoever asks once more takes the place of their first question, whose link is good no longer:
    the same e-mail address for the same slug, or by `again` (`again_of`) whatever was mistyped.
    """
    _refuse_closed()
    order = Order(wanted.email, wanted.person)
    checked_order(wanted.name, order)
    checked_places(wanted.columns)
    checked_slug(wanted.slug)
    token, digest = new_token()
    try:
        with in_public(), transaction.atomic():
            _refuse_flood(wanted.email)
            _give_way(wanted, again)
            check_address(wanted.slug)
            signup = _keep(wanted, digest)
            _mail_link(signup, f"{origin.rstrip('/')}/sign-up/confirm#{token}")
    except IntegrityError as error:
        raise _taken(wanted.slug) from error
    log.info("signup.asked", slug=wanted.slug)
    return signup


def again_of(signup: SignUp) -> str:
    """What the browser that asked shows to put its question right."""
    return signing.dumps(str(signup.id), salt=_AGAIN)


def _give_way(wanted: Wanted, again: str) -> None:
    """What waits of this asker's lets its address go and stays as a mail that was sent."""
    theirs = Q(slug=wanted.slug, email=wanted.email)
    with suppress(signing.BadSignature):
        theirs |= Q(id=signing.loads(again, salt=_AGAIN, max_age=LINK_LIFETIME))
    for former in SignUp.objects.select_for_update().filter(theirs, tenant=None):
        former.slug, former.token_digest = former.id.hex, new_token()[1]
        former.save(update_fields=["slug", "token_digest"])


def confirm(token: str, password: str, *, slug: str = "") -> str:
    """The link was followed: make the workspace in the background; again changes nothing.

    `slug` chooses another address where somebody else was given the one asked for, or one that
    looks like it. The token by
    which this browser goes on into the workspace, told this once: whoever confirms again need not
    know the password, and gets an empty one.
    """
    _refuse_closed()
    with in_public(), transaction.atomic():
        signup = _waiting(token, lock=True)
        if signup.tenant is not None:
            return ""
        _check_password(password, signup)
        refuse_lookalike(slug or signup.slug, own=signup.id)
        order = Order(
            signup.email,
            signup.person,
            make_password(password),
            signup.sample_data,
            settings.SIGN_UP_STATE,
        )
        tenant = start_provisioning(slug or signup.slug, signup.name, order, **signup.columns)
        signup.tenant, signup.slug = tenant, tenant.slug
        signup.save(update_fields=["tenant", "slug"])
    log.info("signup.confirmed", slug=tenant.slug, tenant=str(tenant.id))
    return allow_entry(tenant, signup.email)


def progress_of(token: str) -> dict[str, Any]:
    """How far the workspace of this link has come."""
    with in_public():
        signup = _waiting(token)
        tenant = signup.tenant
        shown = {"slug": signup.slug, "name": signup.name, "email": signup.email}
        if tenant is None:
            return {**shown, "state": "waiting", "done": 0, "total": 0, "url": ""}
        ready = tenant.state != TenantState.PROVISIONING
        return {
            **shown,
            "state": "ready" if ready else "making",
            "step": tenant.progress.get("step", Step.RESERVED.value),
            "done": tenant.progress.get("done", 0),
            "total": tenant.progress.get("total", 0),
            "url": address_of(tenant) if ready else "",
        }


def _refuse_closed() -> None:
    if not is_open():
        raise NotFound(_("This installation's operators make the workspaces. Ask them for one."))


def _refuse_taken(slug: str) -> None:
    if not free_of([slug]):
        raise _taken(slug)


def _taken(slug: str) -> Conflict:
    return Conflict(_("The address “%(slug)s” is taken. Choose another one.") % {"slug": slug})


def _refuse_flood(email: str) -> None:
    since = timezone.now() - LINK_LIFETIME
    if SignUp.objects.filter(email=email, created_at__gte=since).count() >= ASKS_PER_ADDRESS:
        raise TooManyRequests(
            _("We have sent several mails to %(email)s already. Look there, or wait a day.")
            % {"email": email},
            headers={"Retry-After": str(int(LINK_LIFETIME.total_seconds()))},
        )


def _keep(wanted: Wanted, digest: str) -> SignUp:
    now = timezone.now()
    SignUp.objects.filter(slug=wanted.slug, tenant=None, expires_at__lt=now).delete()
    return SignUp.objects.create(
        token_digest=digest,
        slug=wanted.slug,
        name=one_line(wanted.name),
        email=wanted.email,
        person=one_line(wanted.person),
        columns=wanted.columns,
        sample_data=wanted.sample_data,
        created_at=now,
        expires_at=now + LINK_LIFETIME,
    )


def _mail_link(signup: SignUp, url: str) -> None:
    context = {"signup": signup, "url": url, "hours": int(LINK_LIFETIME.total_seconds() // 3600)}
    try:
        send_mail(
            subject=render_to_string("tenants/email/signup_subject.txt", context).strip(),
            message=render_to_string("tenants/email/signup_message.txt", context),
            from_email=None,
            recipient_list=[signup.email],
        )
    except (OSError, SMTPException) as problem:
        log.error("mail.undeliverable", kind="signup", error=str(problem))
        raise Unavailable(
            _("The mail could not be sent. Check the e-mail address, or try again later."),
            headers={"Retry-After": "60"},
        ) from problem


def _waiting(token: str, *, lock: bool = False) -> SignUp:
    found = SignUp.objects.select_related("tenant").filter(
        token_digest=digest_of(token), expires_at__gte=timezone.now()
    )
    if lock:
        found = found.select_for_update(of=("self",))
    signup = found.first()
    if signup is None:
        raise NotFound(_("This link is no longer good. Sign up again to get a new one."))
    return signup


def _check_password(password: str, signup: SignUp) -> None:
    try:
        validate_password(password, User(email=signup.email, name=signup.person))
    except ValidationError as error:
        raise Invalid.at("password", "weak", " ".join(error.messages)) from error
