"""Events on their way to the webhook: signed, some late, some twice, in any order."""

import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from stripe import WebhookSignature

from tools.fake_stripe.server import FakeStripe
from tools.fake_stripe.shapes import Object

_PAUSE = 1.0
_TWICE = 0.2


def signed(event: Object, secret: str, at: int | None = None) -> tuple[bytes, str]:
    """The body as it is sent, and the value of the header `Stripe-Signature`."""
    body = json.dumps(event, indent=2)
    return body.encode(), WebhookSignature.generate_signature_header(body, secret, at)


def in_disorder(events: list[Object], chance: random.Random) -> list[Object]:
    """The events shuffled, a fifth of them twice."""
    sent = [*events, *(one for one in events if chance.random() < _TWICE)]
    chance.shuffle(sent)
    return sent


def deliver_for_ever(fake: FakeStripe, address: str, secret: str) -> None:
    """Send what happened, again and again until it is taken. For a thread of its own."""
    chance, sent = random.Random(), 0
    waiting: list[Object] = []
    while True:
        time.sleep(_PAUSE)
        with fake.lock:
            fresh, sent = fake.state.events[sent:], len(fake.state.events)
        waiting = list(_refused([*waiting, *in_disorder(fresh, chance)], address, secret))


def _refused(events: list[Object], address: str, secret: str) -> Iterator[Object]:
    for event in events:
        body, header = signed(event, secret)
        headers = {"Stripe-Signature": header, "Content-Type": "application/json"}
        try:
            urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=10)
        except (OSError, urllib.error.URLError):
            yield event
