"""The floor: the same answers from a bare WSGI application with psycopg and orjson alone.

Hand-written SQL and hand-written shaping, as somebody would write who needs nothing but speed: no
session, no rights to look up, no validation, no catalogue, nothing kept between requests. It reads
the same rows under the same access condition and answers the same bytes (the bench compares them);
writes touch the same rows, with the same triggers. `FLOOR_FACTS` names a file with the ids needed.
"""

import base64
import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
from psycopg import Connection, Cursor
from psycopg_pool import ConnectionPool

from tests.load import floor_sql as sql

FACTS: dict[str, Any] = json.loads(Path(os.environ["FLOOR_FACTS"]).read_text())
Row = tuple[Any, ...]


@cache
def _pool() -> "ConnectionPool[Connection[Row]]":
    """Opened in the process that answers: a pool's threads do not survive a fork."""
    return ConnectionPool(
        os.environ["DATABASE_URL"],
        min_size=1,
        max_size=4,
        open=True,
        kwargs={"autocommit": True, "application_name": "floor"},
    )


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _, work, number = environ["PATH_INFO"].split("/")
    facts = _facts(work)
    with _pool().connection() as connection, connection.cursor() as cursor:
        cursor.execute(f'SET search_path = "{facts["schema"]}", public, extensions')
        answer = WORKS[facts["floor"]](cursor, facts, int(number or 0))
    body = orjson.dumps(answer, option=orjson.OPT_UTC_Z)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


@cache
def _facts(work: str) -> dict[str, Any]:
    told = FACTS["works"][work]
    return sql.prepared({**FACTS, **FACTS["readers"][told["reader"]], **told})


def _named(ident: Any, name: Any) -> dict[str, Any] | None:
    return None if ident is None else {"id": ident, "name": name}


def _json(text: Any) -> Any:
    return orjson.loads(text) if isinstance(text, str) else text


def _money(amount: Any, currency: Any) -> dict[str, Any] | None:
    return None if amount is None else {"amount": amount, "currency": currency}


def contacts(cursor: "Cursor[Row]", facts: dict[str, Any], number: int) -> dict[str, Any]:
    """Fifty contacts by name, with the columns of the web app's list."""
    cursor.execute(sql.CONTACTS.format(**facts), facts)
    rows = cursor.fetchall()
    count, estimated = facts.get("count"), facts.get("estimated", False)
    if count is None:
        count = rows[0][-1] if rows else 0
        estimated = count > 10_000
    if estimated and facts.get("count") is None:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql.CONTACTS_ESTIMATE.format(**facts), facts)
        (plan,) = cursor.fetchone() or ("[]",)
        count = max(int(_json(plan)[0]["Plan"]["Plan Rows"]), 10_001)
    shown = [
        {
            "id": row[0],
            "version": row[1],
            "name": row[2],
            "account": _named(row[3], row[4]),
            "title": row[5],
            "email": row[6],
            "phone": row[7],
            "owner": _named(row[8], row[9]),
        }
        for row in rows[:50]
    ]

    def cursor_at(row: Row, back: bool) -> str:
        told = [list(row[10:12]), int(back), count, int(estimated)]
        return base64.urlsafe_b64encode(orjson.dumps(told)).decode().rstrip("=")

    found = {
        "results": shown,
        "next": cursor_at(rows[49], False) if len(rows) > 50 else None,
        "previous": cursor_at(rows[0], True) if facts["after"] else None,
        "count": count,
    }
    return {**found, "count_is_estimate": True} if estimated else found


def contact(cursor: "Cursor[Row]", facts: dict[str, Any], number: int) -> dict[str, Any]:
    """One contact with every field that its reader may see."""
    cursor.execute(sql.CONTACT.format(**facts), facts)
    row = cursor.fetchone()
    assert row is not None
    return _whole_contact(row, facts)


def _whole_contact(row: Row, facts: dict[str, Any]) -> dict[str, Any]:
    custom = _json(row[24])
    return {
        "id": row[0],
        "first_name": row[1],
        "last_name": row[2],
        "name": row[3],
        "account": _named(row[4], row[5]),
        "title": row[6],
        "email": row[7],
        "emails": _json(row[8]),
        "phone": row[9],
        "phones": _json(row[10]),
        "addresses": _json(row[11]),
        "do_not_contact": row[12],
        "lead_source": row[13],
        "last_activity_at": row[14],
        "last_contacted_at": row[26],
        "next_activity_at": row[27],
        "owner": _named(row[15], row[16]),
        "created_at": row[17],
        "created_by": _named(row[18], row[19]),
        "updated_at": row[20],
        "updated_by": _named(row[21], row[22]),
        "version": row[23],
        "deleted_at": row[25],
        "custom": {name: custom.get(name) for name in facts["custom"]},
    }


def search(cursor: "Cursor[Row]", facts: dict[str, Any], number: int) -> dict[str, Any]:
    """The five best of each object, by likeness."""
    cursor.execute(sql.search(facts["searched"], facts), facts)
    groups: dict[str, list[Row]] = {}
    for row in cursor.fetchall():
        groups.setdefault(row[0], []).append(row)
    ordered = sorted(
        (name for name in facts["searched"] if name in groups),
        key=lambda name: -max(float(row[4]) for row in groups[name]),
    )
    return {
        "groups": [
            {
                "object": name,
                "label": facts["searched"][name]["label"],
                "results": [
                    {
                        "id": row[1],
                        "name": row[2],
                        "detail": facts["searched"][name]["choices"].get(row[3], row[3]),
                    }
                    for row in groups[name]
                ],
            }
            for name in ordered
        ]
    }


def board(cursor: "Cursor[Row]", facts: dict[str, Any], number: int) -> dict[str, Any]:
    """A pipeline's stages with counts, sums and their first fifty cards."""
    cursor.execute(sql.CARDS.format(**facts), facts)
    cards: dict[UUID, list[Row]] = {}
    for row in cursor.fetchall():
        cards.setdefault(row[0], []).append(row)
    cursor.execute(sql.SUMS.format(**facts), facts)
    sums: dict[UUID, list[Row]] = {}
    for row in cursor.fetchall():
        sums.setdefault(row[0], []).append(row)
    return {
        "pipeline": facts["pipeline"],
        "group": facts["group"],
        "card": facts["card"],
        "pipelines": facts["pipelines"],
        "stages": [
            _column(one, cards.get(UUID(one["id"]), []), sums.get(UUID(one["id"]), []))
            for one in facts["stages"]
        ],
    }


_WRITES = ("update", "delete")


def _column(stage: dict[str, Any], cards: list[Row], sums: list[Row]) -> dict[str, Any]:
    priced = [row for row in sums if row[1]]
    following = None
    limit = stage["rots_after"] if stage["category"] == "open" else None
    if len(cards) > 50:
        told = [list(cards[49][13:15]), 0, None, 0]
        following = base64.urlsafe_b64encode(orjson.dumps(told)).decode().rstrip("=")
    return {
        **stage,
        "count": sum(row[2] for row in sums),
        "rotting": sum(row[5] for row in sums),
        "sums": [{"currency": row[1], "amount": int(row[3])} for row in priced],
        "weighted": [{"currency": row[1], "amount": int(row[4])} for row in priced],
        "total": None,
        "weighted_total": None,
        "cards": [
            {
                "id": row[1],
                "name": row[2],
                "account": _named(row[3], row[4]),
                "owner": _named(row[5], row[6]),
                "amount": _money(row[7], row[8]),
                "expected_close_date": row[9],
                "stage": {"id": stage["id"], "name": stage["name"]},
                "version": row[10],
                "stage_entered_at": row[11],
                "last_activity_at": row[12],
                "next_activity_at": row[15],
                "days_in_stage": row[16],
                "rotting": limit is not None and row[16] >= limit,
                "next_activity": row[17],
                "allow": [verb for verb, may in zip(_WRITES, row[18:20], strict=True) if may],
            }
            for row in cards[:50]
        ],
        "next": following,
    }


def timeline(cursor: "Cursor[Row]", facts: dict[str, Any], number: int) -> dict[str, Any]:
    """The newest fifty of what was done with a contact, of its changes, and its creation."""
    cursor.execute(sql.TIMELINE_RECORD.format(**facts), facts)
    (made,) = cursor.fetchall()
    cursor.execute(sql.TIMELINE_ACTIVITIES.format(**facts), facts)
    found = [_done(row) for row in cursor.fetchall()]
    cursor.execute(sql.TIMELINE_TRAIL, facts)
    assert not cursor.fetchall()  # the standard contact was never changed
    found.append(_entry(made[0], "created", made[1], _named(made[2], made[3]), "Created"))
    found.sort(key=lambda one: (one["at"], str(one["id"])), reverse=True)
    page = found[:50]
    at = page[-1]["at"].isoformat().replace("+00:00", "Z")
    told = sum(one["at"] == page[-1]["at"] for one in page)
    return {"results": page, "next": f"{at}~{told}" if len(found) > 50 else None}


def _entry(ident: Any, kind: str, at: Any, actor: Any, title: Any, **more: Any) -> dict[str, Any]:
    shown = {"id": ident, "kind": kind, "at": at, "actor": actor, "title": title}
    return {**shown, "activity": None, "file": None, "changes": [], **more}


def _done(row: Row) -> dict[str, Any]:
    names = (
        "id", "kind", "subject", "body", "status", "priority", "due_at", "starts_at", "ends_at",
        "completed_at", "duration_minutes", "direction", "is_private",
    )  # fmt: skip
    by = _named(row[16], row[17])
    activity = {
        **dict(zip(names, row[:13], strict=True)),
        "is_pinned": row[19],
        "owner": _named(row[13], row[14]),
        "created_at": row[15],
        "created_by": by,
        "version": row[18],
    }
    return _entry(row[0], "activity", row[15], by, row[2], activity=activity)


def create(cursor: "Cursor[Row]", facts: dict[str, Any], number: int) -> dict[str, Any]:
    """A contact, its trail (by the trigger) and its event, in one transaction; then its reading."""
    ident = uuid4()
    name = f"Ada Floor {number}"
    values = {
        **facts,
        "record": ident,
        "last_name": f"Floor {number}",
        "name": name,
        "text": f"{name} ada.{number}@example.test".lower(),
        "email": f"ada.{number}@example.test",
        "records": json.dumps([str(ident)]),
        "event": uuid4(),
    }
    with cursor.connection.transaction():
        cursor.execute(sql.ACT_AS, values)
        cursor.execute(sql.INSERT_CONTACT, values)
        cursor.execute(sql.INSERT_EVENT, {**values, "happened": "crm.contacts.created"})
    return contact(cursor, values, number)


def move(cursor: "Cursor[Row]", facts: dict[str, Any], number: int) -> dict[str, Any]:
    """A card to the other of two stages: the row, its history, trail, undo step and event."""
    deal = facts["deals"][number % len(facts["deals"])]
    values = {**facts, "record": deal, "id": uuid4(), "event": uuid4(), "undo": uuid4()}
    with cursor.connection.transaction():
        cursor.execute(sql.ACT_AS, values)
        cursor.execute(sql.LOCK_DEAL.format(**facts), values)
        row = cursor.fetchone()
        assert row is not None
        values |= {
            "from": row[0],
            "to": next(one for one in facts["between"] if one != str(row[0])),
        }
        cursor.execute(sql.TOP_RANK, values)
        (rank,) = cursor.fetchone() or (0.0,)
        values["rank"] = (rank or 0.0) - 1
        cursor.execute(sql.MOVE_DEAL, values)
        cursor.execute(sql.INSERT_STAGE_CHANGE, values)
        step = [
            {"id": deal, "before": {"stage_id": str(row[0])}, "after": {"stage_id": values["to"]}}
        ]
        cursor.execute(sql.INSERT_UNDO, {**values, "steps": json.dumps(step)})
        values["records"] = json.dumps([deal])
        cursor.execute(sql.INSERT_EVENT, {**values, "happened": "crm.opportunities.moved"})
    cursor.execute(sql.DEAL.format(**facts), values)
    names = [column.name for column in cursor.description or ()]
    (found,) = cursor.fetchall()
    return {**dict(zip(names, found, strict=True)), "undo": values["undo"]}


WORKS: dict[str, Callable[["Cursor[Row]", dict[str, Any], int], dict[str, Any]]] = {
    one.__name__: one for one in (contacts, contact, search, board, timeline, create, move)
}
