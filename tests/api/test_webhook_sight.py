"""M03: whom webhooks tell what: their owner's rights, other tenants, sandboxes, the log."""

import pytest
from django.conf import LazySettings
from django.utils import timezone

from crm_core.access.services import roles
from crm_core.hooks.models import Webhook
from crm_core.hooks.services.delivering import KEPT_FOR, forget_old
from freehold.identity.actor import SYSTEM
from freehold.identity.models import User
from tenants.context import in_public, in_tenant
from tenants.models import Tenant
from tests.api import callers, hooks
from tests.api.callers import Caller, problem
from tests.api.hooks import PLACE, Hook, only
from tests.ground.receiver import Receiver

pytestmark = pytest.mark.usefixtures("hooks_on_loopback")


def test_it_tells_what_its_owner_may_see_and_no_more(
    acme: Tenant, admin: Caller, receiver: Receiver
) -> None:
    mara = callers.person(
        acme,
        "Mara",
        rights=["settings"],
        grants=callers.MEMBER,
        fields={"accounts": {"website": "hidden"}},
    )
    hers = callers.with_key(acme, mara)
    hook = hooks.made(hers, receiver, "accounts.created", "accounts.updated")
    admin.made("/accounts/", {"name": "Not hers"})
    own = admin.made(
        "/accounts/", {"name": "Hers", "website": "https://s3cret.example", "owner": str(mara.id)}
    )
    admin.patch(f"/accounts/{own['id']}/", {"website": "https://other-s3cret.example"})
    hooks.send(acme)
    (message,) = hooks.messages(receiver)
    assert message.told["data"]["records"][0]["name"] == "Hers"
    assert b"s3cret" not in message.body
    assert len(hooks.deliveries(hers, hook)) == 1


def test_private_notes_are_sent_to_nobody(acme: Tenant, admin: Caller, receiver: Receiver) -> None:
    hooks.made(admin, receiver, "activities.created")
    admin.made("/activities/", {"kind": "note", "subject": "Mine alone", "is_private": True})
    admin.made("/activities/", {"kind": "note", "subject": "For all"})
    hooks.send(acme)
    (message,) = hooks.messages(receiver)
    assert [one["subject"] for one in message.told["data"]["records"]] == ["For all"]


def test_a_role_taken_away_meanwhile_holds_back_what_waits(
    acme: Tenant, admin: Caller, receiver: Receiver
) -> None:
    rights = {"rights": ["settings"], "grants": callers.MEMBER}
    mara = callers.person(acme, "Mara", **rights)
    hook = hooks.made(callers.with_key(acme, mara), receiver, "accounts.created")
    receiver.answers(500)
    admin.made("/accounts/", {"name": "Initech", "owner": str(mara.id)})
    hooks.send(acme)
    with in_tenant(acme):
        roles.assign_roles(actor=SYSTEM, user_id=mara.id, role_ids=[])
    hooks.let_time_pass(acme)
    hooks.send(acme)
    assert len(receiver.calls) == 1
    delivery = only(admin, hook)
    assert (delivery["state"], delivery["error"]) == ("withheld", "rights")


def test_whose_owner_left_is_switched_off_and_administrators_hear_of_it(
    acme: Tenant, admin: Caller, receiver: Receiver
) -> None:
    mara = callers.person(acme, "Mara", rights=["settings"], grants=callers.MEMBER)
    hook = hooks.made(callers.with_key(acme, mara), receiver, "accounts.created")
    with in_tenant(acme):
        User.objects.filter(id=mara.id).update(is_active=False)
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    assert receiver.calls == []
    assert hooks.now(admin, hook)["reason"] == "owner"
    assert [one["kind"] for one in admin.get("/notifications/").json()["results"]] == ["webhook"]


def test_only_its_owner_sees_what_the_receiver_said(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    """A receiver may send back what it was sent."""
    receiver.answers(200, b"you said: Initech")
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    assert only(admin, hook)["answer"] == "you said: Initech"
    mara = callers.person(acme, "Mara", rights=["settings"], grants=callers.MEMBER)
    hers = callers.with_key(acme, mara)
    assert only(hers, hook)["answer"] == ""
    hers.patch(f"{PLACE}{hook['id']}/", {"events": ["accounts.deleted"]})
    assert only(hers, hook)["answer"] == ""


def test_a_test_is_sent_once_and_its_answer_shown(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    receiver.answers(418, b"short and stout")
    sent = admin.post(f"{PLACE}{hook['id']}/test/")
    assert (sent.status_code, sent.json()["state"]) == (202, "waiting")
    hooks.send(acme)
    told = admin.get(f"{PLACE}{hook['id']}/deliveries/{sent.json()['id']}/").json()
    assert (told["state"], told["status"], told["answer"]) == ("dead", 418, "short and stout")
    (message,) = hooks.messages(receiver)
    assert message.told["type"] == "webhook.test"
    assert hooks.verifies(hook["secret"], message)
    hooks.let_time_pass(acme)
    hooks.send(acme)
    assert len(receiver.calls) == 1
    assert hooks.now(admin, hook)["failures"] == 0
    problem(admin.post(f"{PLACE}{hook['id']}/deliveries/{told['id']}/redeliver/"), 409)


def test_nothing_leaves_a_sandbox(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    acme.is_sandbox = True
    with in_public():
        acme.save()
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    assert receiver.calls == []
    assert hooks.deliveries(admin, hook) == []


def test_one_tenant_s_events_are_not_told_by_another_s_webhook(
    acme: Tenant, globex: Tenant, stranger: Caller, receiver: Receiver, hook: Hook
) -> None:
    stranger.made("/accounts/", {"name": "Globex' own"})
    for tenant in (acme, globex):
        hooks.send(tenant)
    assert receiver.calls == []


def test_a_secret_of_another_installation_signs_nothing(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook, settings: LazySettings
) -> None:
    with in_tenant(acme):
        Webhook.objects.update(secret="gAAAA-not-ours")
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    assert receiver.calls == []
    place = f"{PLACE}{hook['id']}/"
    assert hooks.now(admin, hook)["reason"] == "secret"
    problem(admin.patch(place, {"state": "active"}), 409)
    secret = admin.post(f"{place}rotate/").json()["secret"]
    admin.patch(place, {"state": "active"})
    admin.post(f"{place}redeliver/", {})
    hooks.send(acme)
    assert hooks.verifies(secret, hooks.messages(receiver)[0])


def test_deliveries_are_forgotten_after_a_month(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    with in_tenant(acme):
        assert forget_old(timezone.now()) == 0
        assert forget_old(timezone.now() + KEPT_FOR) == 1


def test_the_log_is_paged(acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook) -> None:
    for number in range(3):
        admin.made("/accounts/", {"name": f"A{number}"})
    hooks.send(acme)
    first = admin.get(f"{PLACE}{hook['id']}/deliveries/?limit=2").json()
    rest = admin.get(f"{PLACE}{hook['id']}/deliveries/?limit=2&cursor={first['next']}").json()
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (2, 1, None)
    problem(admin.get(f"{PLACE}{hook['id']}/deliveries/?state=odd"), 400)
