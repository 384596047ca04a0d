"""Secrets at rest, bound to the installation's secret key: a copy of the database alone is no use.

What was written under a former key (`FREEHOLD_FORMER_SECRET_KEYS`) is read as well, until it was
encrypted anew and that key can go.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """Another one for each purpose; it writes with the present key."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_of_key(purpose, key) for key in keys])


def _of_key(purpose: str, key: str) -> Fernet:
    digest = hashlib.sha256(f"{purpose}:{key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class Renewal:
    """Encrypts texts anew that a former key encrypted, and counts what it found."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter(renewed=0, unreadable=0)

    def of(self, purpose: str, text: str) -> str:
        """The text under the present key; unchanged when it is so already or no key reads it."""
        try:
            _of_key(purpose, settings.SECRET_KEY).decrypt(text.encode())
        except InvalidToken:
            return self._by_present_key(purpose, text)
        return text

    def _by_present_key(self, purpose: str, text: str) -> str:
        try:
            fresh = cipher(purpose).rotate(text.encode()).decode()
        except InvalidToken:
            self.found["unreadable"] += 1
            return text
        self.found["renewed"] += 1
        return fresh


_renewals: dict[str, Callable[[Renewal], None]] = {}


def register_renewal(name: str, renew: Callable[[Renewal], None]) -> None:
    """`renew` passes each secret of its kind that the active tenant keeps through a `Renewal`."""
    _renewals[name] = renew


def renew_secrets() -> Mapping[str, Mapping[str, int]]:
    """Have all secrets of the active tenant encrypted by the present key; repeatable."""
    found = {}
    for name, renew in _renewals.items():
        renewal = Renewal()
        renew(renewal)
        found[name] = dict(renewal.found)
    return found
