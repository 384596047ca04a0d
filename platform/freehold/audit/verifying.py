"""Reading the chain again: what was changed, removed, inserted, re-ordered or cut off."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import structlog
from django.db import connection
from django.utils import timezone

from freehold.audit import chain, heads
from freehold.audit.models import Seal, Verification
from freehold.tenancy import door

log = structlog.get_logger(__name__)

#: Problems that are told one by one; the rest is counted.
MOST_TOLD = 50
#: Seals looked at before a job gives its place to the next one.
TURN = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind`: changed, removed, inserted, seal_changed, seal_removed, cut, unsigned."""

    kind: str
    message: str
    entry: int | None = None
    seal: int | None = None


@dataclass
class Walk:
    """How far a verification has come; as JSON it is a job's cursor."""

    number: int = 0
    hash: str = chain.GENESIS.hex()
    entries: int = 0
    count: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    heads: list[dict[str, Any]] = field(default_factory=list)

    def note(self, *found: Problem) -> None:
        self.count += len(found)
        room = max(MOST_TOLD - len(self.problems), 0)
        self.problems.extend(asdict(one) for one in found[:room])


def verify_everything(more_heads: Sequence[heads.Head] = ()) -> Walk:
    """The whole chain of the active tenant at once; the result is kept and told."""
    walk = begin(more_heads)
    while advance(walk):
        pass
    finish(walk)
    return walk


def begin(more_heads: Sequence[heads.Head] = ()) -> Walk:
    """The heads are read first: what is sealed meanwhile only lies behind them."""
    walk = Walk()
    for head in [*heads.kept_heads(), *more_heads]:
        if head.place and not head.is_genuine:
            walk.note(Problem("unsigned", f"The head kept in {head.place} is not one of ours."))
        else:
            walk.heads.append(asdict(head))
    return walk


def advance(walk: Walk, turn: int = TURN) -> bool:
    """Check the next seals; False when there are none left."""
    seals = list(Seal.objects.filter(number__gt=walk.number).order_by("number")[:turn])
    for seal in seals:
        _check_seal(walk, seal)
    return len(seals) == turn


def finish(walk: Walk) -> Verification:
    """Compare with the heads, look for entries that were put in between, and keep the result."""
    for head in walk.heads:
        if head["number"] > walk.number:
            walk.note(
                Problem(
                    "cut",
                    f"The chain ends at seal {walk.number}; {head['place'] or 'the head given'}"
                    f" knows seal {head['number']} with {head['entries']} entries.",
                    seal=head["number"],
                )
            )
    walk.note(*_inserted(walk))
    kept, _ = Verification.objects.update_or_create(
        id=1,
        defaults={
            "verified_at": timezone.now(),
            "seals": walk.number,
            "entries": walk.entries,
            "problems": walk.problems,
        },
    )
    door().note_audit_state(intact=not walk.count)
    if walk.count:
        log.error("audit.broken", problems=walk.count, first=walk.problems[0]["message"])
    return kept


def _check_seal(walk: Walk, seal: Seal) -> None:
    if seal.number != walk.number + 1:
        message = f"Seals {walk.number + 1} to {seal.number - 1} are gone."
        walk.note(Problem("seal_removed", message, seal=walk.number + 1))
    ids, leaves = list(seal.entries), bytes(seal.leaves)
    expected = chain.seal_hash(bytes.fromhex(walk.hash), seal.number, ids, leaves)
    sound = bytes(seal.hash) == expected and bytes(seal.previous).hex() == walk.hash
    if not sound and seal.number == walk.number + 1:
        message = f"Seal {seal.number} does not follow from the one before."
        walk.note(Problem("seal_changed", message, seal=seal.number))
    _check_entries(walk, seal, ids, leaves)
    walk.number, walk.hash = seal.number, bytes(seal.hash).hex()
    walk.entries += len(ids)
    for head in walk.heads:
        if head["number"] == seal.number and head["hash"] != walk.hash:
            message = f"Seal {seal.number} is not the one that {head['place']} knows."
            walk.note(Problem("seal_changed", message, seal=seal.number))


def _check_entries(walk: Walk, seal: Seal, ids: list[int], leaves: bytes) -> None:
    stored = _links(ids)
    salts = chain.pieces(bytes(seal.salts), chain.SALT)
    known = chain.pieces(leaves, chain.LEAF)
    for ident, salt, leaf in zip(ids, salts, known, strict=False):
        link = stored.get(ident)
        if link is None:
            message = f"Entry {ident} was removed."
            walk.note(Problem("removed", message, ident, seal.number))
        elif link.leaf(salt) != leaf:
            message = f"Entry {ident} was changed after it was sealed."
            walk.note(Problem("changed", message, ident, seal.number))


def _links(ids: list[int]) -> dict[int, chain.Link]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {chain.COLUMNS} FROM audit_auditentry WHERE id = ANY(%s)", [ids])
        return {row[0]: chain.Link.of(row) for row in cursor.fetchall()}


def _inserted(walk: Walk) -> list[Problem]:
    """Entries in the sealed part of the trail that no seal knows."""
    last = Seal.objects.filter(number=walk.number).first()
    if last is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM audit_auditentry WHERE (id <= %s OR (tx, id) <= (%s, %s))"
            " AND id NOT IN (SELECT unnest(entries) FROM audit_seal) ORDER BY id LIMIT %s",
            [last.base_id, last.last_tx, last.last_id, MOST_TOLD],
        )
        found = [row[0] for row in cursor.fetchall()]
    return [
        Problem("inserted", f"Entry {one} was put in after its time had been sealed.", one)
        for one in found
    ]
