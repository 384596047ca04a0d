"""However it is tried, and however many try at once: one active administrator stays."""

from collections.abc import Callable
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from crm_core.access.models import Role
from crm_core.access.services import people, roles
from crm_core.access.services.administrators import administrator_exists
from crm_core.access.services.handover import hand_over
from freehold.errors import Conflict, Problem
from freehold.identity.actor import Actor
from freehold.identity.models import User
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.crm_core.access.people import PASSWORD, actor, administrator, person

Step = Callable[[Actor, User, UUID], object]

STEPS: dict[str, Step] = {
    "deactivate": lambda by, user, role: people.deactivate_user(actor=by, user_id=user.id),
    "take the role": lambda by, user, role: people.update_user(
        actor=by, user_id=user.id, values={"roles": []}
    ),
    "hand over": lambda by, user, role: hand_over(
        actor=by, user_id=user.id, to=_other(user), deactivate=True
    ),
    "weaken the role": lambda by, user, role: roles.update_role(
        actor=by, role_id=role, values={"is_admin": False}
    ),
    "delete the role": lambda by, user, role: roles.delete_role(actor=by, role_id=role),
}


def _other(user: User) -> UUID:
    return User.objects.exclude(id=user.id).filter(is_active=True)[0].id


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.usefixtures("empty_workspace")
def test_no_way_leads_to_none(step: str) -> None:
    User.objects.update(is_active=False)
    ada = administrator()
    person("Bob")
    by = actor(ada)
    role = Role.objects.get(is_admin=True).id
    with pytest.raises(Conflict):
        STEPS[step](by, ada, role)
    assert administrator_exists()
    assert User.objects.get(id=ada.id).check_password(PASSWORD)


@pytest.mark.parametrize("step", ["deactivate", "take the role", "hand over"])
def test_two_who_remove_each_other_at_once_leave_one(fresh_tenant: Tenant, step: str) -> None:
    with in_tenant(fresh_tenant):
        User.objects.update(is_active=False)
        pair = [administrator("Ada"), administrator("Bob")]
        role = Role.objects.filter(is_admin=True)[0].id
    start = Barrier(2)
    refused: list[Exception] = []

    def remove(by: User, user: User) -> None:
        try:
            with in_tenant(fresh_tenant):
                start.wait()
                STEPS[step](actor(by), user, role)
        except Problem as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=remove, args=(pair[0], pair[1]))]
    threads.append(Thread(target=remove, args=(pair[1], pair[0])))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with in_tenant(fresh_tenant):
        assert administrator_exists()
    assert len(refused) == 1
