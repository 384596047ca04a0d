"""Making a lead into account, contact and opportunity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy, policy_for
from crm_core.records.query.listing import ListParams
from crm_core.records.rules import Draft
from crm_core.records.selectors import get_record, list_records
from crm_core.records.selectors.reading import fetch_records
from crm_core.records.services import storing
from crm_core.records.services.writing import create_record, locked, refuse_stale, rendered, store
from crm_core.sales.services.unconverting import Made, keep_conversion
from freehold.audit.services import act_as
from freehold.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.text import fold

#: What a lead's field is called in each record that is made of it.
_COPIED: dict[str, dict[str, str]] = {
    "accounts": {
        "company": "name",
        "phone": "phone",
        "website": "website",
        "industry": "industry",
        "employees": "employees",
        "annual_revenue": "annual_revenue",
    },
    "contacts": {
        "first_name": "first_name",
        "last_name": "last_name",
        "email": "email",
        "phone": "phone",
        "title": "title",
        "source": "lead_source",
        "description": "description",
    },
    "opportunities": {"company": "name", "source": "source"},
}
#: Left out: made of the lead, or found by what it says.
BY_ITSELF: Mapping[str, Any] = {}

Wanted = UUID | Mapping[str, Any] | None


@dataclass(frozen=True)
class Wishes:
    """For each record: an existing one, values of a new one that win over the lead's, or None."""

    account: Wanted = field(default_factory=lambda: BY_ITSELF)
    contact: Wanted = field(default_factory=lambda: BY_ITSELF)
    opportunity: Wanted = field(default_factory=lambda: BY_ITSELF)


@dataclass(frozen=True)
class Converted:
    """The lead as it is now, the records it was made into, and which of them are new."""

    lead: dict[str, Any]
    account: UUID | None
    contact: UUID | None
    opportunity: UUID | None
    created: list[str]
    #: The token that takes all of it back.
    undo: UUID | None = None


def convert_lead(
    record_id: UUID, wishes: Wishes, *, actor: Actor, if_version: int | None = None
) -> Converted:
    """All of it or nothing; `Invalid` names the part and the field, as in `contact.last_name`.

    Every part is written with the actor's own rights, and only of what they may read of the lead.
    """
    policy = policy_for(actor)
    object_type = catalogue.current().object("leads")
    with transaction.atomic():
        act_as(actor)
        row: Any = locked(object_type, record_id, policy, "update")
        refuse_stale(object_type, row, policy, if_version)
        if row.converted_at is not None:
            raise Conflict(_("This lead has been converted already."))
        (lead,) = fetch_records(policy, object_type, [record_id])
        making = _Making(lead, policy, actor)
        made = making.all(wishes)
        draft = Draft(
            object_type,
            {"status": "converted", "converted_at": timezone.now(), **_links(made)},
            instance=row,
            before=storing.columns_of(row),
        )
        store([draft], actor)
        undo = keep_conversion(draft, making.made, actor)
        emit(
            "crm.leads.converted",
            actor=actor,
            object="leads",
            records=[record_id],
            payload={"undo": str(undo)} if undo else None,
        )
    return Converted(
        rendered(policy, object_type, draft), **made, created=making.created, undo=undo
    )


def _links(made: Mapping[str, UUID | None]) -> dict[str, UUID]:
    return {f"converted_{part}": ident for part, ident in made.items() if ident}


class _Making:
    """The parts of one lead, each knowing those before it."""

    def __init__(self, lead: dict[str, Any], policy: Policy, actor: Actor) -> None:
        self.lead, self.policy, self.actor = lead, policy, actor
        self.created: list[str] = []
        self.made: list[Made] = []

    def all(self, wishes: Wishes) -> dict[str, UUID | None]:
        account = self._part("account", "accounts", wishes.account, {})
        contact = self._part("contact", "contacts", wishes.contact, {"account": account})
        opportunity = self._part(
            "opportunity", "opportunities", wishes.opportunity, {"account": account}
        )
        if contact and "opportunity" in self.created:
            self._tie(opportunity, contact)
        return {"account": account, "contact": contact, "opportunity": opportunity}

    def _part(
        self, part: str, object_name: str, wanted: Wanted, links: Mapping[str, UUID | None]
    ) -> UUID | None:
        if wanted is None:
            return None
        if isinstance(wanted, UUID):
            return self._existing(part, object_name, wanted)
        found = self._same(object_name) if wanted is BY_ITSELF else None
        return found or self._new(part, object_name, wanted, links)

    def _existing(self, part: str, object_name: str, ident: UUID) -> UUID:
        try:
            get_record(object_name, ident, actor=self.actor, fields=("id",))
        except NotFound as error:
            raise Invalid.at(part, "unknown", error.detail) from error
        return ident

    def _same(self, object_name: str) -> UUID | None:
        """The account of the same name, the contact of the same address, when there is just one."""
        name, key = {"accounts": ("company", "name"), "contacts": ("email", "email")}.get(
            object_name, ("", "")
        )
        value = self.lead.get(name)
        readable = self.policy.field_access(object_name, key) != "hidden" if key else False
        if not value or not readable or not self.policy.can(object_name, "read"):
            return None
        alike = ListParams(
            filter={"field": key, "op": "startswith", "value": value}, fields=("id", key), limit=200
        )
        found = list_records(object_name, actor=self.actor, params=alike).results
        same = [one["id"] for one in found if fold(one[key]) == fold(value)]
        return same[0] if len(same) == 1 else None

    def _new(
        self,
        part: str,
        object_name: str,
        wanted: Mapping[str, Any],
        links: Mapping[str, UUID | None],
    ) -> UUID:
        object_type = catalogue.current().object(object_name)
        values = self._copied(object_type) | {
            name: str(ident) for name, ident in links.items() if ident
        }
        custom = {**values.get("custom", {}), **(wanted.get("custom") or {})}
        values |= wanted
        if custom:
            values["custom"] = custom
        try:
            record = create_record(object_name, values, actor=self.actor)
        except Invalid as error:
            raise _of_part(part, error) from error
        self.created.append(part)
        ident: UUID = record["id"]
        self.made.append(Made(object_name, ident))
        return ident

    def _copied(self, object_type: ObjectType) -> dict[str, Any]:
        """The lead's values in API form, where the new record has a place for them."""
        values: dict[str, Any] = {}
        for source, target in _COPIED[object_type.name].items():
            value = self.lead.get(source)
            if value is not None and self._takes(object_type, target, value):
                values[target] = value
        values.setdefault(object_type.title, self._title())
        if object_type.name == "contacts":
            values.pop("name", None)
        if self.lead.get("owner") and self._takes(object_type, "owner", None):
            values["owner"] = str(self.lead["owner"]["id"])
        custom = self._custom(object_type)
        return {**values, "custom": custom} if custom else values

    def _title(self) -> str:
        return str(self.lead.get("company") or self.lead.get("name") or "")

    def _takes(self, object_type: ObjectType, name: str, value: Any) -> bool:
        target = object_type.fields.get(name)
        if target is None or self.policy.field_access(object_type.name, name) != "write":
            return False
        return not target.choices or value in {choice.value for choice in target.choices}

    def _custom(self, object_type: ObjectType) -> dict[str, Any]:
        """Custom fields that both have under one name and of one type."""
        leads = catalogue.current().object("leads").fields
        found = {}
        for name, value in (self.lead.get("custom") or {}).items():
            path = f"custom.{name}"
            target = object_type.fields.get(path)
            if value is None or target is None or path not in leads:
                continue
            if target.type == leads[path].type and self._takes_custom(object_type, path, value):
                found[name] = str(value["id"]) if target.type == "reference" else value
        return found

    def _takes_custom(self, object_type: ObjectType, path: str, value: Any) -> bool:
        if isinstance(value, list):
            return all(self._takes(object_type, path, one) for one in value)
        return self._takes(object_type, path, value)

    def _tie(self, opportunity: UUID | None, contact: UUID) -> None:
        values = {"opportunity": str(opportunity), "contact": str(contact), "is_primary": True}
        try:
            role = create_record("contact-roles", values, actor=self.actor)
            self.made.append(Made("contact-roles", role["id"]))
        except Forbidden:
            # Who may not say who decides on a deal still has the deal.
            return
        except Invalid as error:
            raise _of_part("contact_role", error) from error


def _of_part(part: str, error: Invalid) -> Invalid:
    errors = [FieldError(f"{part}.{one.field}", one.code, one.message) for one in error.errors]
    return Invalid(error.detail, errors=errors)
