"""Webhooks as administrators set them up: who may, what is checked, what the secret's fate is."""

from typing import Any

import pytest
from django.conf import LazySettings

from crm_core.hooks.models import Webhook
from freehold.audit.models import AuditEntry
from freehold.identity.models import User
from tenants import hosts
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tests.api import callers, hooks
from tests.api.callers import Caller, problem
from tests.api.hooks import PLACE
from tests.ground.receiver import Receiver, receiving

pytestmark = pytest.mark.usefixtures("hooks_on_loopback")

HOOK = {
    "name": "ERP",
    "url": "https://erp.example.com/hooks?token=t0ken",
    "events": ["accounts.created"],
}


@pytest.fixture
def manager(acme: Tenant) -> User:
    """May manage settings, but reaches her own records only."""
    return callers.person(acme, "Mara", rights=["settings"], grants=callers.MEMBER)


def entries(tenant: Tenant) -> list[AuditEntry]:
    with in_tenant(tenant):
        return list(AuditEntry.objects.filter(object="webhooks").order_by("id"))


def test_the_secret_is_shown_once_and_stored_encrypted(acme: Tenant, admin: Caller) -> None:
    hook = admin.made(PLACE, HOOK)
    secret = hook.pop("secret")
    assert secret.startswith("whsec_")
    assert admin.get(PLACE).json()["results"] == [hook]
    assert hooks.now(admin, hook) == hook
    assert (hook["state"], hook["owner"]["name"]) == ("active", "Admin of Acme GmbH")
    with in_tenant(acme):
        assert secret not in str(Webhook.objects.values().get())
    (entry,) = entries(acme)
    assert (entry.action, entry.record_name) == ("hooks.webhook.created", "ERP")
    assert "t0ken" not in str(entry.changes)


def test_its_name_events_and_state_are_changed(acme: Tenant, admin: Caller) -> None:
    hook = admin.made(PLACE, HOOK)
    events = ["contacts.deleted", "opportunities.moved"]
    wanted = {"name": "Warehouse", "events": events, "state": "disabled"}
    told = admin.patch(f"{PLACE}{hook['id']}/", wanted).json()
    assert (told["name"], told["state"], told["reason"]) == ("Warehouse", "disabled", "manual")
    assert sorted(told["events"]) == events
    assert told["secret"] is None
    assert admin.patch(f"{PLACE}{hook['id']}/", {"state": "active"}).json()["reason"] is None
    assert admin.delete(f"{PLACE}{hook['id']}/").status_code == 204
    problem(admin.get(f"{PLACE}{hook['id']}/"), 404)
    assert [one.action for one in entries(acme)] == [
        "hooks.webhook.created",
        "hooks.webhook.changed",
        "hooks.webhook.changed",
        "hooks.webhook.changed",
        "hooks.webhook.deleted",
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "https://localhost/"}, "url"),
        ({"url": "https://169.254.169.254/latest/"}, "url"),
        ({"url": "ftp://example.com/"}, "url"),
        ({"url": "https://example.com/\r\nX: y"}, "url"),
        ({"events": []}, "events"),
        ({"events": ["accounts.exploded"]}, "events"),
        ({"events": ["leads.moved"]}, "events"),
        ({"name": "  "}, "name"),
        ({"secret": "whsec_mine"}, "secret"),
    ],
)
def test_what_can_not_be_is_refused_with_its_field(
    admin: Caller, wrong: dict[str, Any], field: str
) -> None:
    assert problem(admin.post(PLACE, {**HOOK, **wrong}), 422)["errors"][0]["field"] == field
    hook = admin.made(PLACE, HOOK)
    told = problem(admin.patch(f"{PLACE}{hook['id']}/", wrong), 422)
    assert told["errors"][0]["field"] == field


def test_events_of_custom_objects_are_offered(admin: Caller) -> None:
    admin.made("/custom-objects/", {"label": "Ship", "label_plural": "Ships"})
    offered = {one["object"]: one for one in admin.get(f"{PLACE}events/").json()["results"]}
    assert "ships.created" in [one["event"] for one in offered["ships"]["kinds"]]
    assert "leads.converted" in [one["event"] for one in offered["leads"]["kinds"]]
    whole = {kind["event"] for one in offered.values() for kind in one["kinds"]}
    assert {one for one in whole if one.endswith((".moved", ".converted"))} == {
        "opportunities.moved",
        "leads.converted",
    }
    assert admin.made(PLACE, {**HOOK, "events": ["ships.created"]})["events"] == ["ships.created"]


def test_z12_the_masked_secret_sent_back_is_neither_kept_nor_sent_to_a_new_host(
    acme: Tenant, admin: Caller, receiver: Receiver
) -> None:
    hook = hooks.made(admin, receiver, "accounts.created")
    with receiving() as thief:
        masked = {**hooks.now(admin, hook), "secret": "****", "url": hooks.url_of(thief)}
        problem(admin.patch(f"{PLACE}{hook['id']}/", masked), 422)
        changed = admin.patch(f"{PLACE}{hook['id']}/", {"url": hooks.url_of(thief)}).json()
        assert changed["secret"] not in (None, "****", hook["secret"])
        admin.made("/accounts/", {"name": "Initech"})
        hooks.send(acme)
        (message,) = hooks.messages(thief)
        assert hooks.verifies(changed["secret"], message)
        assert not hooks.verifies(hook["secret"], message)
    assert receiver.calls == []


def test_another_path_at_the_same_host_keeps_the_secret(admin: Caller, receiver: Receiver) -> None:
    hook = hooks.made(admin, receiver, "accounts.created")
    changed = admin.patch(f"{PLACE}{hook['id']}/", {"url": f"{hooks.url_of(receiver)}/v2"})
    assert changed.json()["secret"] is None


def test_an_idempotent_repetition_does_not_show_the_secret_again(admin: Caller) -> None:
    assert admin.post(PLACE, HOOK, Idempotency_Key="once").status_code == 201
    again = problem(admin.post(PLACE, HOOK, Idempotency_Key="once"), 409)
    assert "whsec_" not in str(again)


def test_only_who_manages_settings_by_a_whole_key_may(
    admin: Caller, reader: Caller, member: Caller
) -> None:
    hook = admin.made(PLACE, HOOK)
    one = f"{PLACE}{hook['id']}/"
    for caller in (reader, member):
        for method, path, body in (
            ("GET", PLACE, None),
            ("POST", PLACE, HOOK),
            ("PATCH", one, {"name": "Mine"}),
            ("DELETE", one, None),
            ("POST", f"{one}rotate/", {}),
            ("POST", f"{one}test/", {}),
            ("POST", f"{one}redeliver/", {}),
            ("GET", f"{one}deliveries/", None),
        ):
            problem(caller(method, path, body), 403)


def test_another_tenant_finds_nothing_of_it(admin: Caller, stranger: Caller) -> None:
    hook = admin.made(PLACE, HOOK)
    assert stranger.get(PLACE).json()["results"] == []
    one = f"{PLACE}{hook['id']}/"
    problem(stranger.get(one), 404)
    problem(stranger.patch(one, {"name": "Mine"}), 404)
    for step in ("rotate/", "test/", "redeliver/"):
        problem(stranger.post(f"{one}{step}"), 404)


def test_there_are_twenty_at_most(admin: Caller) -> None:
    for number in range(20):
        admin.made(PLACE, {**HOOK, "name": f"ERP {number}"})
    problem(admin.post(PLACE, HOOK), 409)


def test_who_sends_it_elsewhere_lends_it_their_own_rights(
    acme: Tenant, admin: Caller, manager: User, receiver: Receiver
) -> None:
    hook = admin.made(PLACE, {**HOOK, "url": "https://erp.example.com/"})
    mara = callers.with_key(acme, manager)
    named = mara.patch(f"{PLACE}{hook['id']}/", {"name": "Hers"}).json()
    assert named["owner"] == hook["owner"]
    taken = mara.patch(f"{PLACE}{hook['id']}/", {"url": hooks.url_of(receiver)}).json()
    assert taken["owner"]["name"] == "Mara"
    admin.made("/accounts/", {"name": "Beyond her reach"})
    mara.made("/accounts/", {"name": "Her own"})
    hooks.send(acme)
    (message,) = hooks.messages(receiver)
    assert [one["name"] for one in message.told["data"]["records"]] == ["Her own"]


def test_a_plan_without_webhooks_makes_none(
    acme: Tenant, admin: Caller, settings: LazySettings
) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_only"
    with in_public():
        Tenant.objects.filter(id=acme.id).update(plan="free")
    hosts.memory.clear()
    assert problem(admin.post(PLACE, HOOK), 403)["feature"] == "webhooks"
