"""Webhooks in tests: made over HTTP, their messages sent within the test, received on loopback."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from crm_core.hooks.models import Webhook, WebhookDelivery
from crm_core.hooks.services.waking import wake_if_due
from freehold.events.services import deliver_waiting
from tenants.context import in_tenant
from tenants.models import Tenant
from tests.api.callers import Caller
from tests.ground.jobs import work_off
from tests.ground.receiver import Headers, Receiver

PLACE = "/webhooks/"

Hook = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """What came in."""

    headers: Headers
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def url_of(receiver: Receiver) -> str:
    return f"http://127.0.0.1:{receiver.port}/hook"


def made(caller: Caller, receiver: Receiver, *events: str, **more: Any) -> dict[str, Any]:
    wanted = {"name": "ERP", "url": url_of(receiver), "events": list(events)}
    return caller.made(PLACE, {**wanted, **more})


def send(tenant: Tenant) -> None:
    """Whatever waits and is due is sent, as workers would."""
    with in_tenant(tenant):
        deliver_waiting()
        wake_if_due()
        work_off()


def let_time_pass(tenant: Tenant) -> None:
    """Every message that waits is due now, and no webhook rests."""
    with in_tenant(tenant):
        Webhook.objects.update(resting_until=None)
        WebhookDelivery.objects.exclude(next_at=None).update(next_at=timezone.now())


def messages(receiver: Receiver) -> list[Message]:
    return [Message(*one) for one in receiver.calls]


def deliveries(caller: Caller, hook: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    found = caller.get(f"{PLACE}{hook['id']}/deliveries/{query}")
    assert found.status_code == 200, found.content
    results: list[dict[str, Any]] = found.json()["results"]
    return results


def now(caller: Caller, hook: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = caller.get(f"{PLACE}{hook['id']}/").json()
    return found


def verifies(secret: str, message: Message) -> bool:
    """As a receiver does it, written down anew from the specification."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{message.id}.{message.headers['webhook-timestamp']}.".encode() + message.body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    given = [one.split(",", 1) for one in message.headers["webhook-signature"].split(" ")]
    return any(version == "v1" and value == expected for version, value in given)


def only(caller: Caller, hook: Hook) -> dict[str, Any]:
    """The one delivery that there is."""
    (delivery,) = deliveries(caller, hook)
    return delivery
