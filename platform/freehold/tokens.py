"""Secrets that are handed out once, of which only a digest is kept."""

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """A secret of 256 random bits, fit for an address, and the digest to keep of it."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """SHA-256 in hex; enough for a secret that nobody can guess."""
    return hashlib.sha256(token.encode()).hexdigest()
