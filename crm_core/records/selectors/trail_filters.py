"""What to keep of the tenant's trail: who, what, of which object and field, when, which words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import CustomRecord
from crm_core.records.policy import Policy
from crm_core.records.query.source import readable_field, unknown_field
from crm_core.records.sights import ACTION as VIEW
from freehold.errors import Malformed

#: Actions in groups, as people look for them.
GROUPS: dict[str, Q] = {
    "records": Q(action__in=("create", "update", "delete", "restore", "purge"))
    | Q(action__startswith="record.") | Q(action__startswith="file."),
    "sign_ins": Q(action__in=("sign_in", "sign_out", "sign_in_failed", "password_changed",
                              "password_reset")) | Q(action__startswith="support."),
    "permissions": Q(action__startswith="access.") | Q(action__startswith="identity.user."),
    "settings": Q(action__startswith="records.") | Q(action__startswith="sales.")
    | Q(action__startswith="billing.") | Q(action__startswith="hooks."),
    "keys": Q(action__startswith="identity.api_key."),
    "transfers": Q(action__startswith="transfer.") | Q(action__endswith="export"),
    "views": Q(action=VIEW),
}  # fmt: skip
_LONGEST = 200


@dataclass(frozen=True)
class TrailFilter:
    """`actor_id`: what they did; `about_id`: what happened to them (or to any one thing)."""

    actor_id: UUID | None = None
    about_id: UUID | None = None
    action: str = ""
    group: str = ""
    object: str = ""
    field: str = ""
    search: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def condition(self, policy: Policy) -> Q:
        found = Q()
        if self.actor_id:
            found &= Q(actor_id=self.actor_id)
        if self.about_id:
            found &= about(self.about_id)
        if self.action:
            found &= Q(action=self.action)
        if self.group:
            found &= self._group()
        if self.object:
            found &= of_object(self.object)
        if self.field:
            found &= self._field(policy)
        if self.search.strip():
            found &= self._words(policy)
        if self.since:
            found &= Q(at__gte=self.since)
        if self.until:
            found &= Q(at__lt=self.until)
        return found

    def _group(self) -> Q:
        if self.group not in GROUPS:
            raise Malformed(_("“group” is one of: %(groups)s.") % {"groups": ", ".join(GROUPS)})
        return GROUPS[self.group]

    def _field(self, policy: Policy) -> Q:
        """A field that the reader may not know of is an unknown one, here too."""
        object_type = catalogue.current().objects.get(self.object)
        if object_type is None:
            raise Malformed(_("Name the “object” whose field you mean."))
        one = readable_field(policy, object_type, self.field)
        if one is None:
            raise unknown_field(self.field)
        columns = [one.column, f"{one.name}_currency"] if one.type == "money" else [one.column]
        return Q(changes__has_any_keys=columns) | Q(
            action=VIEW, changes__fields__1__contains=[one.name]
        )

    def _words(self, policy: Policy) -> Q:
        """In names of people and records only: values may be hidden from the reader."""
        text = self.search.strip()
        if len(text) > _LONGEST:
            raise Malformed(_("Search for at most %(longest)s characters.") % {"longest": _LONGEST})
        named = Q(record_name__icontains=text) & ~_untitled(policy)
        return named | Q(actor_name__icontains=text) | Q(request_id=text)

    def told(self) -> dict[str, Any]:
        """The filter as an audit entry of an export tells it."""
        return {name: str(value) for name, value in vars(self).items() if value}


def about(ident: UUID) -> Q:
    """Everything that happened to one thing, and who was shown it among others."""
    return Q(record_id=ident) | Q(action=VIEW, changes__contains={"ids": [None, [str(ident)]]})


def of_object(name: str) -> Q:
    object_type = catalogue.current().objects.get(name)
    if object_type is None:
        return Q(object=name)
    found = Q(object=object_type.table)
    if object_type.custom:
        found &= Q(record_id__in=CustomRecord.objects.filter(object=name).values("id"))
    return found | Q(object=name)


def _untitled(policy: Policy) -> Q:
    """Entries whose record's name the reader may not see."""
    hidden: list[ObjectType] = [
        one
        for one in catalogue.current().objects.values()
        if policy.field_access(one.name, one.title) == "hidden"
    ]
    return Q(object__in=[place for one in hidden for place in (one.name, one.table)])
