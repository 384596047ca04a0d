"""Secrets of webhooks and what they sign (https://www.standardwebhooks.com, version 1)."""

import base64
import hmac
import secrets

from cryptography.fernet import InvalidToken

from freehold.ciphers import Renewal, cipher

_PREFIX = "whsec_"
_PURPOSE = "webhooks"


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
    return cipher(_PURPOSE).encrypt(secret.encode()).decode()


def decrypted(text: str) -> str:
    try:
        return cipher(_PURPOSE).decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def renewed(text: str, renewal: Renewal) -> str:
    """By the present key of the installation."""
    return renewal.of(_PURPOSE, text) if text else ""
