"""What changed of how somebody signs in is mailed to them: who did not do it learns of it so."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.mail import send_mail
from django.db import models
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from freehold.company.selectors import company, zone_for
from freehold.identity.actor import SYSTEM
from freehold.identity.languages import language_of
from freehold.identity.models import User
from freehold.jobs.services import start_job
from freehold.text import dated

KIND = "identity.security_mail"


class Change(models.TextChoices):
    PASSWORD = "password"
    TWO_STEP_ON = "two_step_on"
    TWO_STEP_OFF = "two_step_off"
    CODES = "recovery_codes"
    ADDRESS = "address"


def tell_of(
    user: User, change: Change, *, origin: str, ip: str = "", by: str = "", to: str = ""
) -> None:
    """Mailed in the background, to `to` or the person's address of now.

    `origin` is the tenant's own address, `ip` from where it was done, `by` whose deed it was where
    it was not the person's own. No plan limits these mails, and no switch ends them.
    """
    told = {
        "user": str(user.id),
        "change": change.value,
        "at": timezone.now().isoformat(),
        "origin": origin.rstrip("/"),
        "ip": ip,
        "by": by,
        "to": to or user.email,
    }
    start_job(KIND, told, actor=SYSTEM)


def tell_of_own(user: User, change: Change, *, request: HttpRequest) -> None:
    """Of their own deed, or that of somebody who has their password: from where it was done."""
    origin = f"{request.scheme}://{request.get_host()}"
    ip = get_adapter(request).get_client_ip(request) or ""
    tell_of(user, change, origin=origin, ip=ip)


def mail_of(user: User, told: dict[str, Any]) -> None:
    """Raises what the mail server's bad day raises (`UNDELIVERABLE`)."""
    with translation.override(language_of(user.locale)):
        tenant = company().name
        happened = _happened(user, told)
        subject, text = _words(Change(told["change"]), bool(told["by"]))
        advice, place = _advice(bool(told["by"]))
        message = [
            _("Hello %(name)s,") % {"name": user.name},
            text % {**happened, "tenant": tenant},
            *([_("It was done from the address %(ip)s.") % happened] if told["ip"] else []),
            f"{advice}\n{told['origin']}{place}",
        ]
        send_mail(
            subject=subject % {"tenant": tenant},
            message="\n\n".join(message) + "\n",
            from_email=None,
            recipient_list=[told["to"]],
        )


def _happened(user: User, told: dict[str, Any]) -> dict[str, str]:
    zone = zone_for(user.time_zone)
    at = datetime.fromisoformat(told["at"]).astimezone(zone)
    when = {"day": dated(at.date()), "time": f"{at:%H:%M}", "zone": zone.key}
    return {**when, "ip": told["ip"], "who": told["by"], "email": user.email}


def _words(change: Change, by_somebody: bool) -> tuple[str, str]:
    """The subject and the sentence."""
    if change is Change.PASSWORD:
        return _("Your password for %(tenant)s was changed"), _(
            "The password of your account with %(tenant)s was changed on %(day)s at %(time)s "
            "(%(zone)s)."
        )
    if change is Change.TWO_STEP_ON:
        return _("Two-step sign-in for %(tenant)s is on"), _(
            "Two-step sign-in of your account with %(tenant)s was switched on, on %(day)s at "
            "%(time)s (%(zone)s). A code of your app is asked for after the password."
        )
    if change is Change.CODES:
        return _("New recovery codes for %(tenant)s"), _(
            "New recovery codes of your account with %(tenant)s were made on %(day)s at %(time)s "
            "(%(zone)s). The former ones are void."
        )
    if change is Change.ADDRESS:
        return _("Your e-mail address for %(tenant)s was changed"), _(
            "%(who)s changed the e-mail address of your account with %(tenant)s on %(day)s at "
            "%(time)s (%(zone)s). You sign in with %(email)s from now on."
        )
    subject = _("Two-step sign-in for %(tenant)s is off")
    if by_somebody:
        return subject, _(
            "%(who)s switched off two-step sign-in of your account with %(tenant)s on %(day)s at "
            "%(time)s (%(zone)s). Your password alone signs you in until you set it up anew."
        )
    return subject, _(
        "Two-step sign-in of your account with %(tenant)s was switched off on %(day)s at "
        "%(time)s (%(zone)s). Your password alone signs you in."
    )


def _advice(by_somebody: bool) -> tuple[str, str]:
    """What to do, and where."""
    if by_somebody:
        return _(
            "If you know of it, there is nothing to do. Otherwise ask your administrators. "
            "What protects your account stands here:"
        ), "/settings/security"
    return _(
        "If it was you, there is nothing to do. If it was not, choose another password at once, "
        "and tell your administrators:"
    ), "/sign-in#forgotten"
