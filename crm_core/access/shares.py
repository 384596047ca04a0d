"""One record shared with a user or a team: guardian's permission models with direct foreign keys.

An object's app declares its two:

    class AccountUserShare(RecordUserShare):
        content_object = models.ForeignKey(Account, models.CASCADE, db_index=False)

    class AccountTeamShare(RecordTeamShare):
        content_object = models.ForeignKey(Account, models.CASCADE, db_index=False)

`view_<model>` shares for reading, `change_<model>` for reading and writing.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from freehold.epoch import TenantMemo


class RecordShare(models.Model):
    """Until when a share holds, and who gave it. Few indexes: tables per tenant are many."""

    permission = models.ForeignKey(Permission, models.CASCADE, db_index=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class RecordUserShare(RecordShare, UserObjectPermissionBase):
    """Base of an object's shares with single users."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_object", "user", "permission"],
                name="%(app_label)s_%(class)s_unique",
            )
        ]


class RecordTeamShare(RecordShare, GroupObjectPermissionBase):
    """Base of an object's shares with teams; the team is named by its group."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_object", "group", "permission"],
                name="%(app_label)s_%(class)s_unique",
            )
        ]


class ShareModels(NamedTuple):
    """The two tables in which one object's shares are kept."""

    user: type[RecordUserShare]
    team: type[RecordTeamShare]


def share_models(model: type[models.Model]) -> ShareModels | None:
    """The share tables declared for `model`, or None for an object that isn't shared."""
    found: dict[type[Any], Any] = {}
    for relation in model._meta.related_objects:
        kind = relation.related_model
        for base in (RecordUserShare, RecordTeamShare):
            if isinstance(kind, type) and issubclass(kind, base):
                found[base] = kind
    if len(found) < 2:
        return None
    return ShareModels(found[RecordUserShare], found[RecordTeamShare])


_reached: TenantMemo[bool] = TenantMemo(size=8192)


def may_hold_shares(tables: ShareModels, user_id: UUID, group_ids: Iterable[int]) -> bool:
    """Whether anything of the object was ever shared with the user or one of their groups.

    Most people hold no share of most objects, and then no statement need ask for one (measured:
    of a small tenant's list 0.4 of 0.7 ms). True may be out of date, False may not: whoever gives
    a holder their first share moves the epoch.
    """
    groups = tuple(sorted(group_ids))

    def read() -> bool:
        of_user = tables.user._default_manager.filter(user_id=user_id)
        if of_user.exists():
            return True
        return bool(groups) and tables.team._default_manager.filter(group_id__in=groups).exists()

    return _reached.get((tables.user._meta.label, user_id, groups), read)
