"""`Idempotency-Key` on a POST: the same key and body give the first answer again, for 24 hours.

The key belongs to one tenant, actor and address. Answers are kept in the tenant's Redis keys: a
marker set with NX makes exactly one of several simultaneous calls run, the others get a 409 until
it is done. Refusals are not kept, so that a corrected request may use its key again. Where the
first answer showed a secret it isn't kept either; a repetition is then a 409.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from django.core.cache import cache
from django.utils.translation import gettext as _

from freehold.errors import Conflict, Invalid, Malformed

LIFETIME_SECONDS = 24 * 3600
#: How long a key stays taken when the process that works on it dies.
IN_FLIGHT_SECONDS = 120
_KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")
_KEPT_HEADERS = ("ETag", "Location", "Undo-Token", "Content-Type")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to run a request under its key; `keep` or `release` ends it."""

    place: str
    fingerprint: str

    def keep(self, answer: Answer, *, secret: bool = False) -> None:
        stored = {
            "fingerprint": self.fingerprint,
            "status": answer.status,
            "body": None if secret else answer.body.decode(),
            "headers": {
                name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers
            },
        }
        cache.set(self.place, orjson.dumps(stored), timeout=LIFETIME_SECONDS)

    def release(self) -> None:
        cache.delete(self.place)


def checked(key: str) -> str:
    if not _KEY.match(key):
        raise Malformed(
            _("An Idempotency-Key has 1 to 255 visible ASCII characters, for example a UUID.")
        )
    return key


def fingerprint(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def claim(key: str, *, actor: str, path: str, body: str) -> Claim | Answer:
    """The claim when this is the first call, the first answer when it was given already."""
    place = "idempotency:" + fingerprint(actor.encode(), path.encode(), checked(key).encode())
    marker = orjson.dumps({"fingerprint": body})
    if cache.add(place, marker, timeout=IN_FLIGHT_SECONDS):
        return Claim(place, body)
    stored = cache.get(place)
    if stored is None:  # the other call ended with a refusal in between
        return claim(key, actor=actor, path=path, body=body)
    return _first_answer(orjson.loads(stored), body)


def _first_answer(stored: dict[str, object], body: str) -> Answer:
    if stored["fingerprint"] != body:
        raise Invalid(
            _("This Idempotency-Key was used with another body. Use a new key for a new request.")
        )
    if "status" not in stored:
        raise Conflict(
            _("The first request with this Idempotency-Key is still running. Try again shortly."),
            headers={"Retry-After": "1"},
        )
    if stored["body"] is None:
        raise Conflict(
            _("This request was carried out already; its answer held a secret that is shown once.")
        )
    headers = stored["headers"]
    assert isinstance(headers, dict)
    return Answer(int(str(stored["status"])), str(stored["body"]).encode(), headers)
