"""A required field, met by somebody who may not fill it in."""

import pytest

from tenants.models import Tenant
from tests.api import callers
from tests.api.callers import Caller, problem


@pytest.mark.parametrize("level", ["hidden", "read"])
def test_it_binds_nobody_who_may_not_fill_it_in(acme: Tenant, admin: Caller, level: str) -> None:
    field = {"object": "accounts", "label": "Risk class", "type": "text", "required": True}
    admin.made("/fields/", field)
    fields = {"accounts": {"custom.risk_class": level}}
    user = callers.person(acme, "Hilda", grants=callers.MEMBER, fields=fields)
    made = callers.with_key(acme, user).post("/accounts/", {"name": "Harbour"})
    assert made.status_code == 201, made.content
    refused = problem(admin.post("/accounts/", {"name": "Pier"}), 422)
    assert refused["errors"][0]["message"] == "“Risk class” must be filled in."
