"""The archive of a tenant: a ZIP file with the rows of each table, every file, and a manifest.

`manifest.json` names each member with its size and SHA-256, each table with its columns and number
of rows, and what the tenant is. Rows are PostgreSQL's COPY text in the order of the primary key,
under settings that make equal rows equal text. The manifest comes last: an archive without one was
not finished.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from freehold.errors import Invalid

FORMAT = 1
MANIFEST = "manifest.json"

#: Rows of these never leave: whoever is signed in stays so where they are.
SESSIONS = frozenset({"django_session", "usersessions_usersession"})
#: The new schema has its own, of the template.
OWN = frozenset({"django_migrations", "auth_permission"})
LEFT_OUT = SESSIONS | OWN
#: What only the tenant at its own address may have.
KEYS = "identity_apikey"
#: Messages to other systems come from the tenant at its own address, not from copies of it.
WEBHOOKS = ("hooks_webhookdelivery", "hooks_webhook")
#: Secrets of two-step sign-in, encrypted with this installation's secret.
SECOND_FACTORS = "mfa_authenticator"

SESSION = """
SET SESSION TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
SET extra_float_digits = 1; SET bytea_output = 'hex'; SET client_encoding = 'UTF8';
"""

#: What a new row of the tenant takes over.
TENANT_COLUMNS = (
    "slug", "name", "state", "plan", "limits", "branding", "currency", "locale", "time_zone",
    "region",
)  # fmt: skip


class DamagedArchive(Invalid):
    """The file is not an archive of a tenant, or not all of one, or not as it was written."""

    code = "damaged_archive"


def table_member(table: str) -> str:
    return f"tables/{table}.copy"


def file_member(name: str) -> str:
    return f"files/{name}"


def secret_mark(key: str | bytes | None = None) -> str:
    """Tells whether two installations share their secret, without telling it."""
    return salted_hmac("freehold.archive", "mark", secret=key, algorithm="sha256").hexdigest()[:16]


class Measure:
    """Size and SHA-256 of what passes by."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.bytes = 0

    def update(self, block: bytes | memoryview) -> None:
        self._hash.update(block)
        self.bytes += len(block)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def as_json(self) -> dict[str, Any]:
        return {"bytes": self.bytes, "sha256": self.sha256}


def secrets_differ(manifest: dict[str, Any]) -> bool:
    """Whether its secrets can't be read here, by the present key or by one of before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return manifest["secret_mark"] not in map(secret_mark, keys)
