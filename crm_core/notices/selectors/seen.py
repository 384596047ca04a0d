"""What a notification's reader may see of the record that it is about."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from crm_core.notices.choices import NoticeKind
from crm_core.notices.models import Notice
from crm_core.records import catalogue
from crm_core.records.policy import Policy
from crm_core.records.selectors.titles import titles_of

ACTIVITIES = "activities"
Titles = Mapping[tuple[str, UUID], str | None]


def titles_for(notices: Iterable[Notice], policy: Policy) -> Titles:
    """Titles of the records that the reader may see now; one statement."""
    wanted: dict[str, set[UUID]] = {}
    for one in notices:
        if one.record is not None:
            wanted.setdefault(one.object, set()).add(one.record)
        added = one.details.get(ACTIVITIES, ()) if one.kind == NoticeKind.FOLLOWED else ()
        wanted.setdefault(ACTIVITIES, set()).update(map(UUID, added))
    return titles_of(wanted, policy)


def is_seen(notice: Notice, titles: Titles, policy: Policy) -> bool:
    """Whether the reader may know of it: the record, and of a change at least one field."""
    if not notice.object:
        return True
    if notice.object not in catalogue.current().objects:
        return False
    if notice.record is None:
        return policy.can(notice.object, "read") and _is_of_seen(notice, titles, policy)
    if (notice.object, notice.record) not in titles:
        return False
    return _is_of_seen(notice, titles, policy)


def _is_of_seen(notice: Notice, titles: Titles, policy: Policy) -> bool:
    """Whether the reader sees any of what changed or was added."""
    if notice.kind != NoticeKind.FOLLOWED:
        return True
    if notice.details.get("fields"):
        return bool(readable_fields(notice, policy))
    return ACTIVITIES not in notice.details or bool(added_activities(notice, titles))


def added_activities(notice: Notice, titles: Titles) -> list[str | None]:
    """Titles of the added activities that the reader sees; None where the title is hidden."""
    added = ((ACTIVITIES, UUID(one)) for one in notice.details.get(ACTIVITIES, ()))
    return [titles[one] for one in added if one in titles]


def readable_fields(notice: Notice, policy: Policy) -> list[str]:
    """Labels of the changed fields that the reader may read."""
    fields = catalogue.current().object(notice.object).fields
    return [
        str(fields[name].label)
        for name in notice.details.get("fields", [])
        if name in fields and policy.field_access(notice.object, name) != "hidden"
    ]
