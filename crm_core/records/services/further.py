"""E-mails and phones that lose to another one when records are merged stay as further ones."""

from collections.abc import Collection, Sequence

from crm_core.records.policy import Policy
from crm_core.records.rules import Draft
from crm_core.records.services.validation import EMPTY

#: A field of one value, and the list of further ones beside it.
_PAIRS = (("email", "emails"), ("phone", "phones"))
_MOST = 50


def keep_further(
    draft: Draft, merged: Sequence[Draft], chosen: Collection[str], policy: Policy
) -> None:
    """Add to the survivor's further values what the merged records hold in the pair's one field.

    Not where nothing was chosen on purpose, nor for a writer to whom one of the two is closed:
    what is hidden from somebody must not appear in a field that they see.
    """
    object_type = draft.object_type
    for single, several in _PAIRS:
        if not {single, several} <= object_type.fields.keys():
            continue
        closed = any(
            policy.field_access(object_type.name, name) != "write" for name in (single, several)
        )
        if closed or (single in chosen and draft.get(single) in EMPTY):
            continue
        held = list(draft.get(several) or [])
        known = {"", _plain(draft.get(single)), *(_plain(one["value"]) for one in held)}
        for record in merged:
            value = record.current(single)
            if _plain(value) not in known and len(held) < _MOST:
                known.add(_plain(value))
                held.append({"value": value, "label": ""})
        if len(held) > len(draft.get(several) or []):
            draft.values[several] = held


def _plain(value: str | None) -> str:
    return "".join((value or "").split()).casefold()
