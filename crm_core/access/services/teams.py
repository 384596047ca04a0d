"""Teams: their tree, their managers, their members."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.access.models import Team
from crm_core.access.services.ceilings import require_settings
from crm_core.access.team_tree import read_tree
from freehold import epoch
from freehold.audit import services as audit
from freehold.errors import Conflict, Faults, Invalid, NotFound
from freehold.identity.actor import Actor
from freehold.identity.models import User


@transaction.atomic
def create_team(
    *,
    actor: Actor,
    name: str,
    parent_id: UUID | None = None,
    manager_id: UUID | None = None,
    member_ids: Collection[UUID] = (),
) -> Team:
    require_settings(actor)
    team, faults = Team(), Faults()
    with faults:
        team.group = Group.objects.create(name=_free_name(name))
    with faults:
        team.parent = _parent(parent_id)
    with faults:
        team.manager = _user(manager_id, "manager")
    with faults:
        _users(member_ids)
    faults.tell()
    team.save(force_insert=True)
    members = _set_members(team, member_ids)
    _tell(
        actor,
        "created",
        team,
        {
            "name": [None, name],
            "parent": [None, _id(team.parent_id)],
            "manager": [None, _id(team.manager_id)],
            "members": members,
        },
    )
    return team


@transaction.atomic
def update_team(*, actor: Actor, team_id: UUID, values: Mapping[str, Any]) -> Team:
    """Change what is given of `name`, `parent`, `manager` (ids or None) and `members` (ids)."""
    require_settings(actor)
    team = _locked(team_id)
    changes: dict[str, list[Any]] = {}
    faults = Faults()
    if "name" in values and values["name"] != team.name:
        changes["name"] = [team.name, values["name"]]
        with faults:
            team.group.name = _free_name(values["name"], but=team.group_id)
            team.group.save(update_fields=["name"])
    if "parent" in values and values["parent"] != team.parent_id:
        changes["parent"] = [_id(team.parent_id), _id(values["parent"])]
        with faults:
            team.parent = _parent(values["parent"], of=team)
    if "manager" in values and values["manager"] != team.manager_id:
        changes["manager"] = [_id(team.manager_id), _id(values["manager"])]
        with faults:
            team.manager = _user(values["manager"], "manager")
    with faults:
        _users(values.get("members", ()))
    faults.tell()
    team.save()
    if "members" in values:
        before, after = _set_members(team, values["members"])
        changes |= {"members": [before, after]} if before != after else {}
    if changes:
        _tell(actor, "updated", team, changes)
    return team


@transaction.atomic
def delete_team(*, actor: Actor, team_id: UUID) -> None:
    """What was shared with the team is no longer shared; its members stay users."""
    require_settings(actor)
    team = _locked(team_id)
    if team.below.exists():
        raise Conflict(_("Other teams stand below this one. Move or delete them first."))
    members = [str(user.id) for user in team.group.user_set.order_by("id")]
    _tell(actor, "deleted", team, {"name": [team.name, None], "members": [members, []]})
    team.group.delete()


def _locked(team_id: UUID) -> Team:
    teams = Team.objects.select_related("group").select_for_update(of=("self",))
    team = teams.filter(id=team_id).first()
    if team is None:
        raise NotFound(_("There is no such team."))
    return team


def _free_name(name: Any, but: int | None = None) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > 150:
        raise Invalid.at("name", "invalid", _("Give the team a name of up to 150 characters."))
    others = Group.objects.filter(name__iexact=name.strip())
    if (others.exclude(id=but) if but else others).exists():
        raise Conflict.at(
            "name",
            "not_unique",
            _("There is already a team called “%(strip)s”. Choose another name.")
            % {"strip": name.strip()},
        )
    return name.strip()


def _parent(parent_id: UUID | None, of: Team | None = None) -> Team | None:
    if parent_id is None:
        return None
    list(Team.objects.select_for_update().order_by("id").values_list("id"))
    parent = Team.objects.filter(id=parent_id).first()
    if parent is None:
        raise Invalid.at("parent", "unknown", _("There is no such team."))
    if of is not None and any(node.id == of.id for node in read_tree().above(parent_id)):
        raise Invalid.at("parent", "loop", _("A team can't stand below itself."))
    return parent


def _user(user_id: UUID | None, field: str) -> User | None:
    if user_id is None:
        return None
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise Invalid.at(field, "unknown", _("There is no such active user."))
    return user


def _users(ids: Collection[UUID]) -> list[User]:
    wanted = set(ids)
    users = list(User.objects.filter(id__in=wanted))
    if len(users) != len(wanted):
        raise Invalid.at("members", "unknown", _("One of these users doesn't exist."))
    return users


def _set_members(team: Team, member_ids: Collection[UUID]) -> list[list[str]]:
    """The members before and after, as ids; they are exactly `member_ids` afterwards."""
    users = _users(member_ids)
    before = sorted(str(user.id) for user in team.group.user_set.all())
    team.group.user_set.set(users)
    return [before, sorted(str(user.id) for user in users)]


def _id(value: UUID | None) -> str | None:
    return str(value) if value is not None else None


def _tell(actor: Actor, happened: str, team: Team, changes: dict[str, list[Any]]) -> None:
    epoch.bump()
    audit.record(
        actor=actor,
        action=f"access.team.{happened}",
        object="teams",
        record_id=team.id,
        record_name=team.name,
        changes=changes,
    )
