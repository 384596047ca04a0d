"""What an activity adds to the write door: its state, and when it was done."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from crm_core.activities.mentions import tell_mentioned
from crm_core.records.rules import Draft, Rules
from freehold.identity.actor import Actor

MOST_MINUTES = 4 * 7 * 24 * 60
_REMINDING = ("kind", "due_at", "starts_at", "reminder_minutes")


class ActivityRules(Rules):
    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        for draft in drafts:
            if draft.is_new and not draft.values.get("status"):
                draft.values["status"] = "open" if _lies_ahead(draft) else "done"
            _complete(draft)
            _keep_private(draft, actor)
            _plan_reminder(draft)
            starts, ends = draft.get("starts_at"), draft.get("ends_at")
            if starts and ends and ends < starts:
                draft.refuse("ends_at", "before_start", _("The end lies before the start."))

    @staticmethod
    def written(drafts: Sequence[Draft], *, actor: Actor) -> None:
        for draft in drafts:
            if draft.instance is not None and draft.instance.deleted_at is None:
                tell_mentioned(draft, actor)


def _lies_ahead(draft: Draft) -> bool:
    """A task is to be done; a note is done; the others are done unless they lie in the future."""
    kind = draft.values.get("kind")
    if kind == "task":
        return True
    when = draft.values.get("starts_at") or draft.values.get("due_at")
    return kind != "note" and when is not None and when > draft.now


def _complete(draft: Draft) -> None:
    if not (draft.is_new or draft.changes("status")):
        return
    if draft.get("status") != "done":
        draft.values["completed_at"] = None
    elif draft.get("completed_at") is None:
        draft.values["completed_at"] = draft.now


def _plan_reminder(draft: Draft) -> None:
    """Its owner is reminded so long before it begins or is due; of a task at the latest then."""
    if not (draft.is_new or any(draft.changes(name) for name in _REMINDING)):
        return
    minutes = draft.get("reminder_minutes")
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        draft.refuse(
            "reminder_minutes", "invalid", _("A reminder comes at most four weeks before.")
        )
        return
    is_task = draft.get("kind") == "task"
    when = (draft.get("due_at") if is_task else None) or draft.get("starts_at")
    when = when or draft.get("due_at")
    if minutes is None and is_task:
        minutes = 0
    known = when is not None and minutes is not None
    draft.values["remind_at"] = when - timedelta(minutes=minutes) if known else None


def _keep_private(draft: Draft, actor: Actor) -> None:
    """What is private is its author's: nobody hides another's, and nobody gets it by a new owner.

    An import brings the private notes of another system under the names of their authors.
    """
    if not draft.get("is_private") or actor.source == "import" or actor.user_id is None:
        return
    if draft.get("owner") != actor.user_id:
        named = "owner" if draft.changes("owner") else "is_private"
        draft.refuse(
            named, "private", _("A private activity belongs to its author. Make it visible first.")
        )
