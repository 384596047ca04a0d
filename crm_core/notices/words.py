"""A notification as a sentence, in the language that is active."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_core.notices.choices import NoticeKind
from crm_core.notices.models import Notice
from crm_core.records import catalogue
from freehold.text import dated, grouped


def sentence(
    notice: Notice,
    title: str | None,
    actor: str,
    fields: Sequence[str],
    zone: tzinfo,
    added: Sequence[str | None] = (),
    day: date | None = None,
) -> str:
    """`title` is the record's as its reader may see it, `fields` the labels of what changed,
    `added` the titles of new activities.

    Times are told in `zone`, the reader's, to who reads it on `day`: that of the notification,
    which its list shows beside it, unless a mail of another day tells it again.
    """
    if notice.kind == NoticeKind.JOB:
        return _of_job(notice.details)
    if notice.kind == NoticeKind.WEBHOOK:
        return _of_webhook(notice.details)
    named = _named(notice, title)
    if notice.kind == NoticeKind.REMINDER:
        return _reminder(notice, named, zone, day) if fields else named
    if added or notice.details.get("files"):
        return _added(notice, named, actor, added)
    words = _WORDS[NoticeKind(notice.kind)](bool(actor), bool(fields))
    return words % {"who": actor, "what": named, "fields": ", ".join(fields)}


def _reminder(notice: Notice, named: str, zone: tzinfo, day: date | None) -> str:
    """With the time, and with the day where that is another than the one on which it is read."""
    if not notice.details.get("happens_at"):
        return named
    happens_at = datetime.fromisoformat(notice.details["happens_at"]).astimezone(zone)
    told = {"what": named, "time": f"{happens_at:%H:%M}"}
    if happens_at.date() == (day or notice.at.astimezone(zone).date()):
        return _("%(what)s at %(time)s") % told
    told["day"] = dated(happens_at.date())
    return _("%(what)s on %(day)s at %(time)s") % told


def _named(notice: Notice, title: str | None) -> str:
    object_type = catalogue.current().object(notice.object)
    if notice.record is None:
        count = int(notice.details.get("count", 0))
        return f"{grouped(count)} {object_type.label_plural}"
    return _("“%(title)s”") % {"title": title} if title else str(object_type.label)


def _assigned(by_somebody: bool, fields: bool) -> str:
    return _("%(who)s gave you %(what)s") if by_somebody else _("%(what)s: now yours")


def _mentioned(by_somebody: bool, fields: bool) -> str:
    return (
        _("%(who)s mentioned you in %(what)s")
        if by_somebody
        else _("You are mentioned in %(what)s")
    )


def _shared(by_somebody: bool, fields: bool) -> str:
    return (
        _("%(who)s shared %(what)s with you") if by_somebody else _("%(what)s is shared with you")
    )


def _added(notice: Notice, named: str, actor: str, titles: Sequence[str | None]) -> str:
    """What a record that is followed got: activities, or files."""
    if len(titles) == 1 and titles[0]:
        told = {"who": actor, "what": named, "title": titles[0]}
        if actor:
            return _("%(who)s added “%(title)s” to %(what)s") % told
        return _("%(what)s: new is “%(title)s”") % told
    files = notice.details.get("files", ())
    number = len(titles) or len(files)
    if files:
        what = ngettext("%(count)s file", "%(count)s files", number)
    else:
        what = ngettext("%(count)s activity", "%(count)s activities", number)
    told = {"who": actor, "what": named, "new": what % {"count": grouped(number)}}
    if actor:
        return _("%(who)s added %(new)s to %(what)s") % told
    return _("%(what)s: new are %(new)s") % told


def _followed(by_somebody: bool, fields: bool) -> str:
    if fields:
        return (
            _("%(who)s changed %(what)s: %(fields)s")
            if by_somebody
            else _("%(what)s was changed: %(fields)s")
        )
    return _("%(who)s changed %(what)s") if by_somebody else _("%(what)s was changed")


_WORDS = {
    NoticeKind.ASSIGNED: _assigned,
    NoticeKind.MENTIONED: _mentioned,
    NoticeKind.SHARED: _shared,
    NoticeKind.FOLLOWED: _followed,
}


def _of_job(details: Mapping[str, Any]) -> str:
    what = _job_name(str(details.get("job", "")))
    state = details.get("state")
    if state == "failed":
        return _("%(what)s failed") % {"what": what}
    if state == "cancelled":
        return _("%(what)s was cancelled") % {"what": what}
    told_of = details.get("told")
    if isinstance(told_of, dict) and told_of.get("state") == "done":
        return _of_import(told_of)
    if isinstance(told_of, dict):
        return _("%(what)s failed") % {"what": what}
    done = int(details.get("done") or 0)
    told = ngettext("%(done)s record", "%(done)s records", done) % {"done": grouped(done)}
    return _("%(what)s is finished: %(told)s") % {"what": what, "told": told}


def _of_import(told: Mapping[str, Any]) -> str:
    """How many rows became records, or would have, and how many did not."""
    taken, failed = int(told["taken"]), int(told["failed"])
    words = {
        "records": ngettext("%(done)s record", "%(done)s records", taken)
        % {"done": grouped(taken)},
        "failed": ngettext("%(count)s row with an error", "%(count)s rows with errors", failed)
        % {"count": grouped(failed)},
    }
    if told["dry_run"]:
        if failed:
            return _("The dry run of your import is finished: %(records)s, %(failed)s") % words
        return _("The dry run of your import is finished: %(records)s, no errors") % words
    if failed:
        return _("Your import is finished: %(records)s, %(failed)s") % words
    return _("%(what)s is finished: %(told)s") % {
        "what": _job_name("transfer.import"),
        "told": words["records"],
    }


def _of_webhook(details: Mapping[str, Any]) -> str:
    texts = {
        "gone": _("The webhook “%(name)s” is off: its receiver says that it is gone"),
        "owner": _("The webhook “%(name)s” is off: whose rights it has is no longer active"),
        "secret": _("The webhook “%(name)s” is off: it needs a new secret"),
    }
    failing = _("The webhook “%(name)s” is off: nothing arrived for three days")
    return texts.get(str(details.get("reason")), failing) % {"name": details.get("name", "")}


def _job_name(kind: str) -> str:
    names = {
        "transfer.import": _("Your import"),
        "transfer.undo": _("Taking back your import"),
        "records.bulk": _("Your change of many records"),
        "access.hand_over": _("Handing over a colleague’s records"),
        "access.hand_back": _("Taking back the handing over"),
    }
    return names.get(kind, _("Your task in the background"))
