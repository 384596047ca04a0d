"""All that the fake knows: its objects, its clock, what happened, and what it was asked before."""

import copy
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any

import stripe

from tools.fake_stripe.shapes import Object, blank, shown


class Refusal(Exception):
    """An answer of Stripe's that is an error."""

    def __init__(self, status: int, kind: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **more}}


def missing(kind: str, ident: str) -> Refusal:
    return Refusal(
        404, "invalid_request_error", f"No such {kind}: '{ident}'", code="resource_missing"
    )


def wrong(message: str, param: str = "") -> Refusal:
    return Refusal(400, "invalid_request_error", message, param=param)


def declined() -> Refusal:
    return Refusal(
        402, "card_error", "Your card was declined.", code="card_declined", decline_code="generic"
    )


@dataclass
class State:
    """`frozen` is the fake's time; None follows the real one. Objects live by kind and id."""

    frozen: int | None = None
    objects: dict[str, dict[str, Object]] = field(default_factory=dict)
    events: list[Object] = field(default_factory=list)
    #: Idempotency key → what was asked, and how it was answered.
    answered: dict[str, tuple[str, int, Object]] = field(default_factory=dict)
    #: What becomes of a subscription whose payment failed for the last time.
    after_retries: str = "unpaid"
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def now(self) -> int:
        return int(time.time()) if self.frozen is None else self.frozen

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_fake{next(self._numbers):08d}"

    def keep(self, kind: str, thing: Object) -> Object:
        self.objects.setdefault(kind, {})[thing["id"]] = thing
        return thing

    def all(self, kind: str) -> list[Object]:
        """Newest first, as Stripe lists."""
        return list(reversed(self.objects.get(kind, {}).values()))

    def get(self, kind: str, ident: str) -> Object:
        found = self.objects.get(kind, {}).get(ident)
        if found is None:
            raise missing(kind, ident)
        return found

    def tell(self, name: str, thing: Object) -> None:
        """Something happened: the event holds the object as it is now."""
        held = json.loads(json.dumps(shown(copy.deepcopy(thing))))
        self.events.append(
            blank(
                stripe.Event,
                id=self.new_id("evt"),
                api_version=stripe.api_version,
                created=self.now(),
                data={"object": held},
                livemode=False,
                pending_webhooks=1,
                request={"id": None, "idempotency_key": None},
                type=name,
            )
        )
