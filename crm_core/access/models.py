"""Roles, who holds them, and the tree of teams."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models

from crm_core.access.shares import RecordTeamShare, RecordUserShare
from freehold.ids import new_id


class Role(models.Model):
    """What its holders may do. Someone with several roles may do what any of them allows.

    `grants`: {object: {"create": bool, "read"|"update"|"delete": scope}}, "*" for all others.
    `fields`: {object: {field: "hidden"|"read"}}; a field that isn't named may be written.
    `rights`: names of `choices.RIGHTS`. An administrator's role allows all and lists nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=500, blank=True)
    is_admin = models.BooleanField(default=False)
    grants = models.JSONField(default=dict, blank=True)
    fields = models.JSONField(default=dict, blank=True)
    rights = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    users = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="RoleAssignment", related_name="roles"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], name="access_role_name_unique")
        ]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A user holds a role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False)
    role = models.ForeignKey(Role, models.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="access_roleassignment_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role_id}"


class Team(models.Model):
    """A team of the company's tree. Its name and its members are those of its group.

    The manager need not be a member: managing a team reaches it like belonging to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.OneToOneField(Group, models.CASCADE, related_name="team")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_teams",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.group.name


class CustomRecordUserShare(RecordUserShare):
    """A row of a custom object shared with a user."""

    content_object = models.ForeignKey("records.CustomRecord", models.CASCADE, db_index=False)


class CustomRecordTeamShare(RecordTeamShare):
    """A row of a custom object shared with a team."""

    content_object = models.ForeignKey("records.CustomRecord", models.CASCADE, db_index=False)


class Layout(models.Model):
    """Sections and order of fields on an object's record page: for a role, or for everyone else.

    `sections`: [{"label", "columns": 1 or 2, "fields": [name]}]. `known` are the fields that there
    were when it was saved: later ones stand at its end until somebody places them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    object = models.CharField(max_length=40)
    role = models.ForeignKey(Role, models.CASCADE, null=True, related_name="layouts")
    sections = models.JSONField(default=list)
    known = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["object", "role"], name="access_layout_role_unique"),
            models.UniqueConstraint(
                fields=["object"],
                condition=models.Q(role__isnull=True),
                name="access_layout_default_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object}: {self.role_id or 'default'}"
