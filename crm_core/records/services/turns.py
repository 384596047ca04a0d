"""One after the other: who checks before writing what no constraint can hold."""

from django.db import connection


def wait_for_others(what: str) -> None:
    """Whoever else in this tenant asked for the same `what` commits first. Needs a transaction."""
    with connection.cursor() as run:
        run.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))",
            [f"/{what}"],
        )
