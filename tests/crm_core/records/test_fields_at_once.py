"""Two administrators who name fields of one object at the same moment."""

from threading import Barrier, Thread

from django.db import connection

from crm_core.records.models import FieldDefinition
from crm_core.records.services import fields
from freehold.errors import Conflict
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.crm_core.access.people import actor, administrator


def test_of_two_fields_of_one_label_one_is_made(fresh_tenant: Tenant) -> None:
    with in_tenant(fresh_tenant):
        by = actor(administrator("Ada"))
        fields.list_fields(actor=by)
    start = Barrier(2)
    refused: list[Conflict] = []

    def add(name: str) -> None:
        values = {"object": "accounts", "label": "Region", "name": name, "type": "text"}
        try:
            with in_tenant(fresh_tenant):
                start.wait()
                fields.create_field(values, actor=by)
        except Conflict as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=add, args=(name,)) for name in ("region_a", "region_b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with in_tenant(fresh_tenant):
        assert FieldDefinition.objects.filter(label="Region").count() == 1
    assert len(refused) == 1
