"""The condition that the reader follows the record, which no field of it holds."""

from typing import Any

from django.utils.translation import gettext as _

from crm_core.records.fragments import Fragment
from crm_core.records.query.refusing import refuse
from crm_core.records.query.source import Source, unknown_field

FOLLOWED = "followed"


def followed(source: Source, op: str, value: Any) -> Fragment:
    """Each reader's own; what holds for everyone alike, such as a roll-up, knows no such field."""
    reader = source.policy.user_id
    if reader is None:
        raise unknown_field(FOLLOWED)
    if op not in ("eq", "ne"):
        raise refuse(
            FOLLOWED,
            _("“%(path)s” can't be filtered by “%(op)s”; it knows: %(known)s.")
            % {"path": FOLLOWED, "op": op[:40], "known": "eq, ne"},
        )
    if not isinstance(value, bool):
        raise refuse(FOLLOWED, _("“%(path)s” needs true or false.") % {"path": FOLLOWED})
    found = Fragment(
        "EXISTS (SELECT 1 FROM records_interest follow"
        f" WHERE follow.record_id = \"{source.root}\".id AND follow.kind = 'follow'"
        " AND follow.user_id = %s)",
        (reader,),
    )
    return found if value == (op == "eq") else found.negated()
