"""Secrets of webhooks and what they sign (https://www.standardwebhooks.com, version 1)."""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

_PREFIX = "whsec_"


class Unreadable(Exception):
    """It was encrypted by another installation, or with another key."""


def new_secret() -> str:
    """256 random bits, as receivers' libraries take them."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def encrypted(secret: str) -> str:
    return _cipher().encrypt(secret.encode()).decode()


def decrypted(text: str) -> str:
    try:
        return _cipher().decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _cipher() -> Fernet:
    """Bound to the installation's secret key: a copy of the database alone signs nothing."""
    digest = hashlib.sha256(b"webhooks:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
