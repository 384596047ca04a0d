"""A committed tenant whose trail tests seal, and then tamper with as its owner could."""

from typing import Any

from django.db import connection

from freehold.audit.sealing import seal_waiting
from freehold.audit.services import record
from freehold.audit.verifying import Walk, verify_everything
from freehold.identity.actor import Actor
from freehold.ids import new_id
from tests.ground.workers import wait_until

WHO = Actor(new_id(), "Ada O'Brien – é", "web", "req-1")


def write(count: int) -> None:
    for number in range(count):
        record(
            actor=WHO,
            action="update",
            object="accounts",
            record_id=new_id(),
            record_name=f"Acme {number} 😀",
            changes={"phone": [None, str(number)], "revenue": [1, 2.5]},
        )


def sealed(count: int) -> None:
    """Written, and sealed as soon as whatever else runs on the server lets it."""
    write(count)
    seal(count)


def seal(count: int) -> None:
    """Wait until so many more entries are sealed: every older transaction has to end first."""
    done = 0

    def enough() -> bool:
        nonlocal done
        done += seal_waiting()
        return done >= count

    wait_until(enough)
    assert done == count


def sql(statement: str, *params: Any) -> None:
    with connection.cursor() as run:
        run.execute(statement, params)


def tamper(statement: str, *params: Any) -> None:
    """As the tables' owner, who can switch a trigger off."""
    for table in ("audit_auditentry", "audit_seal"):
        sql(f"ALTER TABLE {table} DISABLE TRIGGER audit_frozen")
    sql(statement, *params)
    for table in ("audit_auditentry", "audit_seal"):
        sql(f"ALTER TABLE {table} ENABLE TRIGGER audit_frozen")


def found() -> list[tuple[str, int | None]]:
    walk: Walk = verify_everything()
    assert walk.count == len(walk.problems)
    return [(one["kind"], one["entry"]) for one in walk.problems]
