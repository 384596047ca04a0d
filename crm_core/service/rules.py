"""What a case adds to the write door: its number, and when it was closed."""

from collections.abc import Sequence

from django.db import connection

from crm_core.records.rules import Draft, Rules
from freehold.identity.actor import Actor

FINISHED = frozenset({"resolved", "closed"})


class CaseRules(Rules):
    @staticmethod
    def prepare(drafts: Sequence[Draft], *, actor: Actor) -> None:
        fresh = [draft for draft in drafts if draft.is_new]
        for draft, number in zip(fresh, _numbers(len(fresh)), strict=True):
            draft.values["number"] = number
        for draft in drafts:
            if draft.changes("status") or draft.is_new:
                _close(draft)


def _close(draft: Draft) -> None:
    if draft.get("status") not in FINISHED:
        draft.values["closed_at"] = None
    elif draft.get("closed_at") is None:
        draft.values["closed_at"] = draft.now


def _numbers(count: int) -> list[int]:
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('service_case_number') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]
