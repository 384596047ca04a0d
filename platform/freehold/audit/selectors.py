"""How the active tenant's trail stands: how far it is sealed, what its last check found."""

from typing import Any

from django.db import connection

from freehold.audit.models import AuditEntry, Seal, Verification

#: Counting what waits goes no further.
MOST_COUNTED = 10_000

_WAITING = """
SELECT count(*) FROM (
  SELECT FROM audit_auditentry WHERE tx >= %s AND (tx, id) > (%s, %s) AND id > %s LIMIT %s
) w
"""
#: Whether the role of this connection could change what was written.
_PROTECTED = """
SELECT NOT (has_table_privilege(current_user, oid, 'UPDATE, DELETE, TRUNCATE')
         OR pg_has_role(current_user, relowner, 'MEMBER'))
FROM pg_class WHERE oid = 'audit_auditentry'::regclass
"""


def trail_state() -> dict[str, Any]:
    """`state` is `intact` or `broken` as the last verification found it, else `unverified`."""
    last = Seal.objects.order_by("-number").only(*_NEEDED).first()
    kept = Verification.objects.first()
    newest = AuditEntry.objects.filter(id=last.last_id).first() if last else None
    return {
        "state": "unverified" if kept is None else "broken" if kept.problems else "intact",
        "verified_at": kept.verified_at if kept else None,
        "verified_entries": kept.entries if kept else 0,
        "problems": kept.problems if kept else [],
        "sealed_entries": last.total if last else 0,
        "sealed_at": last.sealed_at if last else None,
        "sealed_up_to": newest.at if newest else None,
        "waiting_entries": _one(_WAITING, _place(last)),
        "head": {"number": last.number, "hash": bytes(last.hash).hex()} if last else None,
        "protected": _one(_PROTECTED, []),
    }


_NEEDED = ("number", "hash", "total", "last_tx", "last_id", "base_id", "sealed_at")


def _place(last: Seal | None) -> list[int]:
    at = (last.last_tx, last.last_id, last.base_id) if last else (-1, -1, 0)
    return [at[0], at[0], at[1], at[2], MOST_COUNTED]


def _one(query: str, params: list[int]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchone()[0]
