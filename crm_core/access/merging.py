"""Shares go along when their record is merged into another."""

from crm_core.access.shares import share_models
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.services.repointing import Attachment, register_attachment


def _users(object_type: ObjectType) -> str | None:
    found = share_models(object_type.model)
    return found.user._meta.db_table if found else None


def _teams(object_type: ObjectType) -> str | None:
    found = share_models(object_type.model)
    return found.team._meta.db_table if found else None


def register() -> None:
    """Whoever reached one of the records reaches what became of it; nobody twice."""
    column = "content_object_id"
    for name, table, holder in (
        ("user_shares", _users, "user_id"),
        ("team_shares", _teams, "group_id"),
    ):
        register_attachment(Attachment(name, table, column=column, apart=(holder, "permission_id")))
