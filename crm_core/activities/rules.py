"""What an activity adds to the write door: its state, and when it was done."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from crm_core.activities.mentions import tell_mentioned
from crm_core.activities.services import repeating
from crm_core.activities.services.reminding import plan_reminder
from crm_core.records.rules import Draft, Rules
from freehold.identity.actor import Actor


class ActivityRules(Rules):
    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        for draft in drafts:
            if draft.is_new and not draft.values.get("status"):
                draft.values["status"] = "open" if _lies_ahead(draft) else "done"
            _complete(draft)
            _keep_private(draft, actor)
            plan_reminder(draft)
            starts, ends = draft.get("starts_at"), draft.get("ends_at")
            if starts and ends and ends < starts:
                draft.refuse("ends_at", "before_start", _("The end lies before the start."))
        repeating.check(drafts)

    @staticmethod
    def written(drafts: Sequence[Draft], *, actor: Actor) -> None:
        for draft in drafts:
            if draft.instance is not None and draft.instance.deleted_at is None:
                tell_mentioned(draft, actor)
        repeating.follow(drafts, actor=actor)


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
