"""The company's people, teams, ways of selling and own fields, before there is any record."""

from django.contrib.auth.hashers import make_password

from crm_core.access.models import Role, Team
from crm_core.access.services.people import invite_user
from crm_core.access.services.teams import create_team
from crm_core.demo.plan import Company, PipelinePlan
from crm_core.records.services import fields, objects
from crm_core.sales.models import Pipeline
from crm_core.sales.services.pipelines import create_pipeline, delete_pipeline
from freehold.identity.actor import Actor
from freehold.identity.models import User

#: A deal rots when it stands in a stage for this many times the usual days.
_PATIENCE = 1.5


def furnish(company: Company, *, actor: Actor, password: str) -> dict[str, User]:
    """Make everything that an administrator sets up; returns the users by name."""
    users = _people(company, actor, password)
    _teams(company, users, actor)
    _pipelines(company, actor)
    for one in company.objects:
        objects.create_object(one, actor=actor)
    for position, field in enumerate(company.fields):
        values = {**field.values, "object": field.object, "position": position}
        fields.create_field(values, actor=actor)
    return users


def _people(company: Company, actor: Actor, password: str) -> dict[str, User]:
    """The administrator is there already; the others get the password, hashed only once."""
    roles = {role.name: role.id for role in Role.objects.all()}
    for person in company.people[1:]:
        invite_user(
            actor=actor,
            email=company.address(person),
            name=person.name,
            role_ids=[roles[person.role]],
        )
    addresses = {company.address(person): person for person in company.people}
    found = User.objects.filter(email__in=addresses)
    found.exclude(email=company.address(company.administrator)).update(
        password=make_password(password)
    )
    return {addresses[user.email].name: user for user in found}


def _teams(company: Company, users: dict[str, User], actor: Actor) -> None:
    teams: dict[str, Team] = {}
    for plan in company.teams:
        members = [users[one.name].id for one in company.people if one.team == plan.name]
        teams[plan.name] = create_team(
            actor=actor,
            name=plan.name,
            parent_id=teams[plan.parent].id if plan.parent else None,
            manager_id=users[plan.manager].id,
            member_ids=members,
        )


def _pipelines(company: Company, actor: Actor) -> None:
    """The company's own pipelines in the place of the one that a new workspace has."""
    former = list(Pipeline.objects.values_list("id", flat=True))
    for plan in company.pipelines:
        create_pipeline(_pipeline(plan), actor=actor)
    for ident in former if company.pipelines else ():
        delete_pipeline(ident, actor=actor)


def _pipeline(plan: PipelinePlan) -> dict[str, object]:
    stages = [
        {
            "name": stage.name,
            "probability": stage.probability,
            "category": stage.category,
            "color": stage.color,
            "rots_after": round(stage.days * _PATIENCE) or None,
        }
        for stage in plan.stages
    ]
    return {"name": plan.name, "is_default": plan.is_default, "stages": stages}
