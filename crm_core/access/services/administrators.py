"""A workspace never loses its last administrator."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from crm_core.access.models import Role, RoleAssignment
from freehold.errors import Conflict


@contextmanager
def keeping_an_administrator() -> Iterator[None]:
    """One transaction; Conflict, and nothing changed, if no active administrator would remain.

    The administrators' roles are locked, so that two people can't remove each other at once.
    """
    with transaction.atomic():
        list(Role.objects.select_for_update().filter(is_admin=True).values_list("id"))
        had_one = administrator_exists()
        yield
        if had_one and not administrator_exists():
            raise Conflict(
                _(
                    "This would leave the workspace without an administrator. Give another "
                    "active user an administrator's role first."
                )
            )


def administrator_exists() -> bool:
    return RoleAssignment.objects.filter(role__is_admin=True, user__is_active=True).exists()
