"""Sealing what has been written, behind the writers' backs: the write path pays nothing for it."""

import os
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from freehold.audit import chain, heads
from freehold.audit.models import Seal
from freehold.ciphers import Renewal
from freehold.tenancy import on_commit

#: A seal's entries. A sweep makes a few of them; what is left has its turn at the next.
BATCH = 1_000
_SWEEP = 5
#: No transaction of this server: it comes from one whose numbers were higher.
_FAR = 1_000_000


def seal_waiting(most: int = _SWEEP) -> int:
    """Seal the next entries of the active tenant; returns how many."""
    sealed = 0
    for _ in range(most):
        found = seal_next()
        sealed += found
        if found < BATCH:
            break
    return sealed


@transaction.atomic
def seal_next(batch: int = BATCH) -> int:
    """One seal over the next entries whose transactions have ended; 0 when there is none.

    One process at a time: another one's work is not waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || ' audit'))")
        if not cursor.fetchone()[0]:
            return 0
        last = Seal.objects.order_by("-number").first()
        rows, base = _ended(cursor, last, batch)
    if not rows:
        return 0
    seal = _seal(last, rows, base)
    seal.save(force_insert=True)
    _tell_head(seal)
    return len(rows)


@transaction.atomic
def begin_at_another_server() -> None:
    """Seal that the active tenant's transactions are counted anew from here, by a seal of nothing.

    What is written next has numbers that were used before; by its id it follows on what is sealed.
    Nobody may write meanwhile, and all that is not sealed must have higher ids.
    """
    last = Seal.objects.order_by("-number").first()
    if last is None or last.last_tx < 0:
        return
    number, previous = last.number + 1, bytes(last.hash)
    seal = Seal(
        number=number,
        previous=previous,
        hash=chain.seal_hash(previous, number, [], b""),
        entries=[],
        leaves=b"",
        salts=b"",
        total=last.total,
        last_tx=-1,
        last_id=-1,
        highest_id=last.highest_id,
        base_id=last.highest_id,
        sealed_at=timezone.now(),
    )
    seal.save(force_insert=True)
    _tell_head(seal)


@transaction.atomic
def renew_signatures(renewal: Renewal) -> None:
    """The kept heads of the active tenant's trail, signed by the installation's present key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' audit'))")
    renewal.found["renewed"] += heads.sign_anew()


def _tell_head(seal: Seal) -> None:
    head = heads.signed_head(seal.number, bytes(seal.hash), seal.total, seal.sealed_at)
    heads.keep(head)
    on_commit(lambda: heads.publish(head))


def _ended(cursor: Any, last: Seal | None, batch: int) -> tuple[list[Any], int]:
    """Entries behind the last sealed one, in the order of their transactions.

    A transaction below the horizon has ended, and none that ends later can be below it. A database
    restored into another server meets lower numbers: all sealed so far then lies below `base`.
    """
    cursor.execute(
        "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint"
        " FROM pg_current_snapshot() s"
    )
    horizon, newest = cursor.fetchone()
    at = (last.last_tx, last.last_id) if last else (-1, -1)
    base = last.base_id if last else 0
    if last is not None and last.last_tx > newest:
        at, base = (-1, -1), last.highest_id
    cursor.execute(
        f"SELECT tx, {chain.COLUMNS} FROM audit_auditentry"
        " WHERE tx >= %s AND (tx, id) > (%s, %s) AND id > %s AND (tx < %s OR tx > %s)"
        " ORDER BY tx, id LIMIT %s",
        [at[0], *at, base, horizon, newest + _FAR, batch],
    )
    return cursor.fetchall(), base


def _seal(last: Seal | None, rows: list[Any], base: int) -> Seal:
    links = [chain.Link.of(row[1:]) for row in rows]
    salts = os.urandom(chain.SALT * len(links))
    leaves = b"".join(
        link.leaf(salt) for link, salt in zip(links, chain.pieces(salts, chain.SALT), strict=True)
    )
    ids = [link.id for link in links]
    number = last.number + 1 if last else 1
    previous = bytes(last.hash) if last else chain.GENESIS
    return Seal(
        number=number,
        previous=previous,
        hash=chain.seal_hash(previous, number, ids, leaves),
        entries=ids,
        leaves=leaves,
        salts=salts,
        total=(last.total if last else 0) + len(ids),
        last_tx=rows[-1][0],
        last_id=ids[-1],
        highest_id=max(*ids, last.highest_id if last else 0),
        base_id=base,
        sealed_at=timezone.now(),
    )
