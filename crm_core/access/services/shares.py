"""One record opened to a user or a team beyond what roles and teams give."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from crm_core.access.conditions import rows_of, visible
from crm_core.access.models import Team
from crm_core.access.policy import policy_for
from crm_core.access.shares import ShareModels, share_models
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.models import Record
from crm_core.records.policy import lacks_right
from freehold import epoch
from freehold.audit import services as audit
from freehold.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from freehold.events.services import emit
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.live import signals as live

Access = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Holder:
    """With whom a record is shared: a user or a team, never both."""

    user: User | None = None
    team: Team | None = None

    def table(self, tables: ShareModels) -> type[models.Model]:
        return tables.user if self.user is not None else tables.team

    @property
    def column(self) -> dict[str, Any]:
        if self.user is not None:
            return {"user_id": self.user.id}
        assert self.team is not None
        return {"group_id": self.team.group_id}

    @property
    def name(self) -> str:
        return str(self.user or self.team)

    @property
    def told(self) -> dict[str, Any]:
        """Who it is, as the event of a share says it."""
        if self.user is not None:
            return {"users": [str(self.user.id)]}
        return {"group": self.column["group_id"]}


@transaction.atomic
def share_record(
    *,
    actor: Actor,
    object_name: str,
    record_id: UUID,
    user_id: UUID | None = None,
    team_id: UUID | None = None,
    access: Access = "read",
    expires_at: datetime | None = None,
) -> models.Model:
    """Open a record to a user or a team; replaces an earlier share with the same holder.

    For who holds the right `share` and may change the record by their roles: who only reaches it
    by a share passes nothing on, or a share's end would mean nothing.
    """
    object_type, tables, found = _shareable(actor, object_name, record_id)
    _refuse_private(object_type, found)
    holder = _holder(user_id, team_id)
    if access not in ("read", "write"):
        raise Invalid.at("access", "invalid", gettext("Choose “read” or “write”."))
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid.at("expires_at", "past", gettext("Choose an end that lies ahead."))
    table = holder.table(tables)
    _tell_of_a_first(table, holder)
    before = _access(table._default_manager.filter(content_object=found, **holder.column))
    table._default_manager.filter(content_object=found, **holder.column).delete()
    share = table._default_manager.create(
        content_object=found,
        permission=permission_for(object_type.model, access),
        granted_by_id=actor.user_id,
        expires_at=expires_at,
        **holder.column,
    )
    _tell(actor, "created", object_type, found, {holder.name: [before, access]})
    if before is None:
        emit(
            f"crm.{object_name}.shared",
            actor=actor,
            object=object_name,
            records=[found.id],
            payload=holder.told,
        )
    return share


@transaction.atomic
def unshare_record(
    *,
    actor: Actor,
    object_name: str,
    record_id: UUID,
    user_id: UUID | None = None,
    team_id: UUID | None = None,
) -> None:
    """Take back what `share_record` gave to this user or team."""
    object_type, tables, found = _shareable(actor, object_name, record_id)
    holder = _holder(user_id, team_id, active_only=False)
    shares = holder.table(tables)._default_manager.filter(content_object=found, **holder.column)
    before = _access(shares)
    if before is None:
        raise NotFound(gettext("This record isn't shared with %(name)s.") % {"name": holder.name})
    shares.delete()
    _tell(actor, "deleted", object_type, found, {holder.name: [before, None]})


def may_share(actor: Actor, object_name: str, record_id: UUID) -> bool:
    """Whether `share_record` would let the actor share this record."""
    try:
        object_type, _, found = _shareable(actor, object_name, record_id)
        _refuse_private(object_type, found)
    except Problem:
        return False
    return True


def permission_for(model: type[models.Model], access: Access) -> Permission:
    verb = "change" if access == "write" else "view"
    return Permission.objects.get(
        content_type=ContentType.objects.get_for_model(model),
        codename=f"{verb}_{model._meta.model_name}",
    )


def _shareable(
    actor: Actor, object_name: str, record_id: UUID
) -> tuple[ObjectType, ShareModels, Record]:
    """The record, if the actor may change it; unseen is NotFound, seen only is Forbidden."""
    object_type = catalogue.current().object(object_name)
    tables = share_models(object_type.model) if object_type.parent is None else None
    if tables is None:
        raise Invalid(
            gettext("%(objects)s can't be shared one by one.")
            % {"objects": object_type.label_plural}
        )
    policy = policy_for(actor)
    rows = rows_of(object_type).filter(id=record_id, deleted_at=None)
    found = rows.filter(visible(policy, object_type)).first()
    if found is None:
        raise NotFound()
    if not policy.has_right("share"):
        raise lacks_right(policy, "share")
    if not rows.filter(visible(policy, object_type, "update", shares=False)).exists():
        raise Forbidden(
            gettext("Only someone whose roles let them change this record can share it.")
        )
    return object_type, tables, found


def _refuse_private(object_type: ObjectType, found: Record) -> None:
    if object_type.private_column and getattr(found, object_type.private_column):
        raise Conflict(gettext("This is private: only its owner sees it. Make it visible first."))


def _holder(user_id: UUID | None, team_id: UUID | None, *, active_only: bool = True) -> Holder:
    if (user_id is None) == (team_id is None):
        raise Invalid.at("user", "invalid", gettext("Name one user or one team."))
    if user_id is not None:
        user = User.objects.filter(id=user_id).first()
        if user is None or (active_only and not user.is_active):
            raise Invalid.at("user", "unknown", gettext("There is no such active user."))
        return Holder(user=user)
    assert team_id is not None
    team = Team.objects.select_related("group").filter(id=team_id).first()
    if team is None:
        raise Invalid.at("team", "unknown", gettext("There is no such team."))
    return Holder(team=team)


def _tell_of_a_first(table: type[models.Model], holder: Holder) -> None:
    """Have `may_hold_shares` asked anew where there is none yet.

    One that is found is locked: nobody takes the last one away while this one is not seen yet.
    """
    held = table._default_manager.filter(**holder.column).select_for_update(no_key=True)
    if not held.values_list("id")[:1]:
        epoch.bump()


def _access(shares: Any) -> Access | None:
    names = list(shares.values_list("permission__codename", flat=True))
    if not names:
        return None
    return "write" if any(name.startswith("change_") for name in names) else "read"


def _tell(
    actor: Actor, happened: str, object_type: ObjectType, found: Record, changes: dict[str, Any]
) -> None:
    # Who has the record or its list open finds out what they may see now.
    live.changed(object_type.name)
    audit.record(
        actor=actor,
        action=f"access.share.{happened}",
        object=object_type.table,
        record_id=found.id,
        record_name=str(getattr(found, object_type.title, "")),
        changes=changes,
    )
