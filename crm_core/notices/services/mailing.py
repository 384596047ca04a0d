"""Notifications by e-mail, for those who want them so."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import structlog
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from crm_core.access.policy import policies_of
from crm_core.notices.choices import Mails, NoticeKind
from crm_core.notices.models import Notice
from crm_core.notices.selectors.listing import shown
from crm_core.notices.services.unsubscribing import token_for
from freehold.company.selectors import company
from freehold.identity.models import User
from freehold.text import one_line
from tenants import usage
from tenants.entitlements import take_mail
from tenants.services.addresses import address_here

log = structlog.get_logger(__name__)


def mail_notices(ids: Sequence[UUID], once: Callable[[UUID, Callable[[], str]], None]) -> None:
    """One mail a person about those of `ids` that they have not read and may still see.

    `once` is called for each person with what sends the mail and says what became of it: `mails`,
    or `withheld` where the plan has no room for it; the notifications wait in the web app then.
    """
    waiting = Notice.objects.filter(id__in=ids, read_at=None, user__is_active=True)
    by_user: dict[UUID, list[Notice]] = {}
    for one in waiting.select_related("actor", "user").order_by("id"):
        by_user.setdefault(one.user_id, []).append(one)
    policies = policies_of(list(by_user))
    for user_id, notices in by_user.items():
        user = notices[0].user
        with translation.override(language_of(user)):
            told = shown(notices, policies[user_id])
            if told:
                once(user_id, partial(_send, user, told))


def language_of(user: User) -> str:
    return user.locale or company().locale


def link_of(notice: dict[str, Any]) -> str:
    """Where a notification leads, at the tenant's own address."""
    origin = address_here().rstrip("/")
    record, job, hook = notice["record"], notice["job"], notice["webhook"]
    if hook:
        return f"{origin}/settings/webhooks?webhook={hook['id']}"
    if record:
        return f"{origin}/{notice['object']}/{record['id']}"
    if job:
        imported = job.get("import")
        return f"{origin}/import?job={imported}" if imported else f"{origin}/settings/history"
    return f"{origin}/{notice['object']}?{urlencode(_list_of(notice['kind']))}"


def _list_of(kind: str) -> dict[str, str]:
    """Of many at once: the reader's own, or what they follow, the latest changed first."""
    field, value = ("followed", True) if kind == NoticeKind.FOLLOWED else ("owner", "me")
    told = json.dumps({"field": field, "op": "eq", "value": value})
    return {"view": "all", "filter": told, "sort": "-updated_at"}


def text_of(notice: dict[str, Any]) -> str:
    """What a mail tells of it; the web app shows by a sign of its own that something reminds."""
    if notice["kind"] == NoticeKind.REMINDER:
        return _("Reminder: %(what)s") % {"what": notice["text"]}
    return str(notice["text"])


def _send(user: User, told: list[dict[str, Any]]) -> str:
    lines = [{"text": text_of(one), "link": link_of(one)} for one in told]
    reason = _("You get this because you chose e-mail for it in %(tenant)s.")
    context = {"lines": lines, "reason": reason % {"tenant": company().name}}
    sent = send(user, Mails.NOTICES, "notices/email/notices", lines[0]["text"], context)
    return "mails" if sent else "withheld"


def send(user: User, mails: Mails, template: str, subject: str, context: Mapping[str, Any]) -> bool:
    """A mail as text and as HTML, in the active language; `reason` says why it comes.

    `mails` is what its reader can put an end to, by a click or by their mail program.

    False, and nothing is sent, when the plan has no room for another mail today. Raises what the
    mail server's bad day raises.
    """
    if not take_mail():
        log.warning("mail.withheld", template=template, user=str(user.id))
        return False
    origin = address_here().rstrip("/")
    unsubscribe = f"{origin}/unsubscribe/{token_for(user, mails)}/"
    held = {
        "greeting": _("Hello %(name)s,") % {"name": user.name},
        "language": translation.get_language() or "en",
        "tenant": company(),
        "settings": f"{origin}/settings/notifications",
        "settings_label": _("Notification settings"),
        "unsubscribe": unsubscribe,
        "unsubscribe_label": _("No more of these e-mails"),
        **context,
    }
    mail = EmailMultiAlternatives(
        subject=one_line(subject)[:150],
        body=render_to_string(f"{template}.txt", held),
        to=[user.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string(f"{template}.html", held), "text/html")
    try:
        mail.send()
    except Exception:
        usage.count_mails(-1)
        raise
    return True
