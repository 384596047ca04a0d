"""M03: what webhooks send, to receivers that are slow, broken or gone."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm_core.access.policy import policy_for
from crm_core.hooks import signing
from crm_core.hooks.models import Webhook, WebhookDelivery
from crm_core.hooks.selectors import messages
from crm_core.hooks.services.settling import FAILING_FOR, FAILING_TIMES, JITTER, PAUSES
from crm_core.records import catalogue
from freehold.audit.models import AuditEntry
from freehold.events.services import deliver_waiting
from freehold.identity.actor import Actor
from freehold.identity.models import User
from freehold.outbound import calling
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api import hooks
from tests.api.callers import Caller, problem
from tests.api.hooks import PLACE, Hook, only
from tests.ground.certificates import certificate
from tests.ground.receiver import Receiver, receiving

pytestmark = pytest.mark.usefixtures("hooks_on_loopback")


def failed(acme: Tenant, admin: Caller, receiver: Receiver, status: int = 500) -> None:
    """A message that the receiver refused."""
    receiver.answers(status, b"no luck")
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)


def test_m03_signatures_are_those_of_the_specification() -> None:
    found = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_m03_what_happens_is_told_once_each_in_order_and_signed(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    account = admin.made("/accounts/", {"name": "Initech", "industry": "software"})
    place = f"/accounts/{account['id']}/"
    admin.patch(place, {"name": "Initrode"})
    admin.delete(place)
    admin.post(f"{place}restore/")
    admin.made("/contacts/", {"last_name": "Not asked for"})
    for _ in range(2):
        hooks.send(acme)
    found = hooks.messages(receiver)
    assert [one.told["type"] for one in found] == [
        "accounts.created",
        "accounts.updated",
        "accounts.deleted",
        "accounts.restored",
    ]
    assert all(hooks.verifies(hook["secret"], one) for one in found)
    assert len({one.id for one in found}) == 4
    changed = found[1].told["data"]
    assert (changed["object"], changed["fields"]) == ("accounts", ["name"])
    assert changed["records"][0]["name"] == "Initrode"
    assert {one["state"] for one in hooks.deliveries(admin, hook)} == {"delivered"}


def test_what_was_before_a_webhook_is_not_told(
    acme: Tenant, admin: Caller, receiver: Receiver
) -> None:
    admin.made("/accounts/", {"name": "Before"})
    hooks.made(admin, receiver, "accounts.created")
    after = admin.made("/accounts/", {"name": "After"})
    hooks.send(acme)
    (message,) = hooks.messages(receiver)
    assert [one["id"] for one in message.told["data"]["records"]] == [after["id"]]


def test_without_webhooks_many_events_cost_one_look(
    acme: Tenant, admin: Caller, receiver: Receiver
) -> None:
    def looks() -> int:
        for number in range(3):
            admin.made("/accounts/", {"name": f"Initech {number}"})
        with in_tenant(acme), CaptureQueriesContext(connection) as captured:
            deliver_waiting()
        return len([one for one in captured.captured_queries if "hooks_" in one["sql"]])

    assert looks() == 1
    hooks.made(admin, receiver, "accounts.created")
    assert looks() > 3
    hooks.send(acme)
    assert len(hooks.messages(receiver)) == 3


def test_m03_a_changed_message_does_not_verify(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    (message,) = hooks.messages(receiver)
    forged = hooks.Message(message.headers, message.body.replace(b"Initech", b"Mallory"))
    assert not hooks.verifies(hook["secret"], forged)


def test_many_records_cost_as_many_statements_as_one(
    acme: Tenant, admin: Caller, acme_admin: User
) -> None:
    ids = [
        UUID(admin.made("/activities/", {"kind": "note", "subject": f"Note {n}"})["id"])
        for n in range(6)
    ]
    with in_tenant(acme):
        policy = policy_for(Actor(acme_admin.id, str(acme_admin), "task"))
        activities = catalogue.current().object("activities")
        counts = []
        for some in (ids[:1], ids):
            with CaptureQueriesContext(connection) as asked:
                assert list(messages.visible(policy, activities, some, ("id",))) == some
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_many_records_at_once_are_told_in_parts(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    ids = [admin.made("/accounts/", {"name": f"A{n}"})["id"] for n in range(3)]
    admin.patch(f"{PLACE}{hook['id']}/", {"events": ["accounts.deleted"]})
    admin.post("/accounts/bulk/", {"action": "delete", "ids": ids})
    hooks.send(acme)
    (message,) = hooks.messages(receiver)
    assert {one["id"] for one in message.told["data"]["records"]} == set(ids)


def test_m03_a_failure_comes_again_later_with_the_same_id(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    for status in (500, 302, 404, 200):
        receiver.answers(status, b"no luck", Location="https://elsewhere.example.com/")
        if status == 500:
            admin.made("/accounts/", {"name": "Initech"})
        hooks.let_time_pass(acme)
        hooks.send(acme)
        hooks.send(acme)
    found = hooks.messages(receiver)
    assert len(found) == 4
    assert len({one.id for one in found}) == 1
    assert all(hooks.verifies(hook["secret"], one) for one in found)
    delivery = only(admin, hook)
    assert (delivery["state"], delivery["attempts"], delivery["status"]) == ("delivered", 4, 200)
    assert hooks.now(admin, hook)["failures"] == 0


def test_m03_pauses_grow_and_the_last_failure_is_a_dead_letter(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    receiver.answers(503)
    admin.made("/accounts/", {"name": "Initech"})
    for pause in PAUSES:
        began = timezone.now()
        hooks.send(acme)
        with in_tenant(acme):
            waiting = WebhookDelivery.objects.get()
        assert waiting.next_at is not None
        assert waiting.tried_at is not None
        assert waiting.tried_at >= began
        pause_taken = waiting.next_at - waiting.tried_at
        assert pause <= pause_taken <= pause * (1 + JITTER) + timedelta(minutes=1)
        hooks.let_time_pass(acme)
    hooks.send(acme)
    delivery = only(admin, hook)
    assert (delivery["state"], delivery["error"], delivery["status"]) == ("dead", "status", 503)
    assert delivery["attempts"] == len(PAUSES) + 1
    assert hooks.deliveries(admin, hook, "?state=dead") == [delivery]
    assert hooks.deliveries(admin, hook, "?state=waiting,delivered") == []


def test_m03_a_dead_letter_is_sent_again_one_by_one_or_all(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    failed(acme, admin, receiver)
    failed(acme, admin, receiver)
    with in_tenant(acme):
        WebhookDelivery.objects.update(state="dead", next_at=None)
    receiver.answers(204)
    first = hooks.deliveries(admin, hook)[0]
    place = f"{PLACE}{hook['id']}/"
    again = admin.post(f"{place}deliveries/{first['id']}/redeliver/")
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    hooks.let_time_pass(acme)
    hooks.send(acme)
    assert hooks.messages(receiver)[-1].id == first["id"]
    ahead = (timezone.now() + timedelta(days=1)).isoformat()
    assert admin.post(f"{place}redeliver/", {"since": ahead}).json() == {"count": 0}
    assert admin.post(f"{place}redeliver/", {}).json() == {"count": 1}
    hooks.send(acme)
    assert {one["state"] for one in hooks.deliveries(admin, hook)} == {"delivered"}
    with in_tenant(acme):
        assert AuditEntry.objects.filter(action="hooks.webhook.redelivered").count() == 2


def test_m03_what_waits_for_its_next_attempt_is_sent_at_once_when_asked_for(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    failed(acme, admin, receiver)
    with in_tenant(acme):
        ahead = timezone.now() + timedelta(hours=5)
        WebhookDelivery.objects.update(state="waiting", next_at=ahead)
        Webhook.objects.update(resting_until=timezone.now() + timedelta(minutes=10))
    receiver.answers(204)
    waiting = only(admin, hook)
    place = f"{PLACE}{hook['id']}/deliveries/{waiting['id']}/redeliver/"
    assert admin.post(place).status_code == 202
    problem(admin.post(place), 409)
    hooks.send(acme)
    delivery = only(admin, hook)
    assert (delivery["id"], delivery["state"]) == (waiting["id"], "delivered")


def test_m03_retry_after_is_heeded(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    receiver.answers(429, Retry_After="3600")
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    with in_tenant(acme):
        waiting = WebhookDelivery.objects.get()
    assert waiting.next_at is not None
    assert waiting.tried_at is not None
    assert waiting.next_at - waiting.tried_at >= timedelta(hours=1)


def test_m03_gone_is_for_good(acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook) -> None:
    failed(acme, admin, receiver, 410)
    told = hooks.now(admin, hook)
    assert (told["state"], told["reason"]) == ("disabled", "gone")
    admin.made("/accounts/", {"name": "Nobody hears of it"})
    hooks.send(acme)
    assert len(receiver.calls) == 1
    problem(admin.post(f"{PLACE}{hook['id']}/redeliver/", {}), 409)


def test_m03_after_days_of_failures_it_is_switched_off_and_its_owner_is_told(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    failed(acme, admin, receiver)
    admin.made("/accounts/", {"name": "Waits behind"})
    with in_tenant(acme):
        Webhook.objects.update(
            failures=FAILING_TIMES - 1, failing_since=timezone.now() - FAILING_FOR
        )
    hooks.let_time_pass(acme)
    hooks.send(acme)
    told = hooks.now(admin, hook)
    assert (told["state"], told["reason"]) == ("disabled", "failing")
    assert {one["state"] for one in hooks.deliveries(admin, hook)} == {"dead"}
    (notice,) = admin.get("/notifications/").json()["results"]
    assert notice["kind"] == "webhook"
    assert "ERP" in notice["text"]
    assert notice["webhook"] == {"id": hook["id"], "name": "ERP"}
    receiver.answers(204)
    admin.patch(f"{PLACE}{hook['id']}/", {"state": "active"})
    assert admin.post(f"{PLACE}{hook['id']}/redeliver/", {}).json() == {"count": 2}
    hooks.send(acme)
    assert {one["state"] for one in hooks.deliveries(admin, hook)} == {"delivered"}


def test_m03_who_hangs_or_has_no_valid_certificate_gets_it_later(
    acme: Tenant,
    admin: Caller,
    receiver: Receiver,
    hook: Hook,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receiver.hangs()
    monkeypatch.setattr(calling, "TOTAL_SECONDS", 0.5)
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    assert only(admin, hook)["error"] == "timeout"
    monkeypatch.undo()
    with receiving(certificate(tmp_path, "127.0.0.1")[1]) as unknown:
        secure = hooks.url_of(unknown).replace("http:", "https:")
        admin.patch(f"{PLACE}{hook['id']}/", {"url": secure})
        hooks.let_time_pass(acme)
        hooks.send(acme)
        assert unknown.calls == []
    delivery = only(admin, hook)
    assert (delivery["state"], delivery["error"]) == ("waiting", "tls")


def test_m03_of_a_huge_answer_the_beginning_is_kept(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    receiver.answers(200, b"y" * 30_000_000)
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    delivery = only(admin, hook)
    assert (delivery["state"], len(delivery["answer"])) == ("delivered", calling.MOST_BODY)


def test_m03_after_a_rotation_both_secrets_sign_for_a_day(
    acme: Tenant, admin: Caller, receiver: Receiver, hook: Hook
) -> None:
    rotated = admin.post(f"{PLACE}{hook['id']}/rotate/").json()
    assert rotated["former_secret_until"] is not None
    admin.made("/accounts/", {"name": "Initech"})
    hooks.send(acme)
    assert all(
        hooks.verifies(secret, hooks.messages(receiver)[0])
        for secret in (hook["secret"], rotated["secret"])
    )
    with in_tenant(acme):
        Webhook.objects.update(former_until=timezone.now())
    admin.made("/accounts/", {"name": "Initrode"})
    hooks.send(acme)
    last = hooks.messages(receiver)[-1]
    assert hooks.verifies(rotated["secret"], last)
    assert not hooks.verifies(hook["secret"], last)
