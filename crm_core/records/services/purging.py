"""Out of the Trash for ever: what no undo brings back."""

from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.fragments import SqlCondition
from crm_core.records.models import Interest, Verdict
from crm_core.records.policy import require_right
from crm_core.records.query.source import rows_of_object
from crm_core.records.services.comparing import forget_names
from crm_core.records.services.writing import allowed_object
from freehold.audit.services import act_as
from freehold.errors import Conflict, NotFound
from freehold.events.services import emit
from freehold.files.services import forget_files_of
from freehold.identity.actor import Actor


def purge_record(object_name: str, record_id: UUID, *, actor: Actor) -> None:
    """Delete a record that lies in the Trash, with its parts and shares; the trail keeps it.

    Needs the right `purge` and to be someone who may delete this record. What refers to it is
    left without the reference; where that can't be, `Conflict` says so.
    """
    policy = require_right(actor, "purge")
    object_type = allowed_object(object_name, policy, "delete")
    table = object_type.table
    may = SqlCondition(
        rows_of_object(object_type, table) & policy.condition(object_type, "delete", table)
    )
    with transaction.atomic():
        act_as(actor)
        rows = object_type.model._default_manager.select_for_update(of=("self",))
        row = rows.filter(may, id=record_id).first()
        if row is None:
            raise NotFound(_("There is no such record in the Trash."))
        if row.deleted_at is None:
            raise Conflict(
                _("Put the record into the Trash first: what is used isn't lost at once.")
            )
        try:
            row.delete()
        except ProtectedError as error:
            kinds = sorted({_label(one) for one in error.protected_objects})
            raise Conflict(
                _("It is still used by: %(kinds)s. Delete these for ever first.")
                % {"kinds": ", ".join(kinds)}
            ) from error
        forget_files_of([record_id])
        Interest.objects.filter(record_id=record_id).delete()
        Verdict.objects.filter(Q(record_id=record_id) | Q(other_id=record_id)).delete()
        forget_names([record_id])
        emit(f"crm.{object_name}.purged", actor=actor, object=object_name, records=[record_id])


def _label(row: object) -> str:
    for object_type in catalogue.current().objects.values():
        if isinstance(row, object_type.model):
            return str(object_type.label_plural)
    return "other records"
