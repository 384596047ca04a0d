"""Secrets at rest, bound to the installation's secret key: a copy of the database alone is no use.

What was written under a former key (`FREEHOLD_FORMER_SECRET_KEYS`) is read as well.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def cipher(purpose: str) -> MultiFernet:
    """Another one for each purpose; it writes with the present key."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_of_key(purpose, key) for key in keys])


def _of_key(purpose: str, key: str) -> Fernet:
    digest = hashlib.sha256(f"{purpose}:{key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
