"""What operators watch, as the API describes it."""

from api.openapi import shapes

_NAMED = shapes.answer("NamedTenant", {"slug": shapes.text(), "name": shapes.text()})
_PART = shapes.answer(
    "HealthPart",
    {
        "name": shapes.text("database, broker, migrations, storage, mail, background_work"),
        "ok": shapes.boolean(),
        "message": shapes.text("What is the case, in words."),
        "milliseconds": shapes.integer(),
        "checked_at": shapes.moment(),
    },
)
_NEED = shapes.answer(
    "Need",
    {
        "kind": shapes.text(
            "failed_schema, behind, stuck, past_due, broken_trail, failed_jobs, errors or slow"
        ),
        "count": shapes.integer(),
        "tenants": shapes.array(_NAMED, "The first ones."),
    },
)
_BUSY = shapes.answer(
    "BusyTenant",
    {
        "slug": shapes.text(),
        "name": shapes.text(),
        "requests": shapes.integer("In the last 24 hours."),
        "errors": shapes.integer("Answers from 500 on."),
        "p95_ms": shapes.integer("Nineteen of twenty answers came within."),
        "database_ms": shapes.integer("Time spent waiting for the database."),
    },
)
OVERVIEW = shapes.answer(
    "Overview",
    {
        "tenants": shapes.integer(),
        "states": shapes.mapping(shapes.integer(), "How many tenants are in each state."),
        "unhealthy": shapes.array(_PART),
        "dead_letters": shapes.integer(),
        "needs": shapes.array(_NEED, "What somebody has to look at."),
        "busiest": shapes.array(_BUSY),
    },
)
HEALTH = shapes.answer("Health", {"parts": shapes.array(_PART)})
_QUEUE = shapes.answer(
    "Queue",
    {
        "name": shapes.text(),
        "workers": shapes.integer("That serve it and answered within the last 15 seconds."),
        "messages": shapes.integer("That lie in the broker."),
        "waiting": shapes.integer("Jobs that wait, of the tenants that were asked."),
        "running": shapes.integer(),
        "oldest": shapes.nullable(shapes.moment("Since when the oldest of them could run.")),
    },
)
QUEUES = shapes.answer(
    "Queues",
    {
        "queues": shapes.array(_QUEUE),
        "uncounted": shapes.array(
            shapes.text(), "Addresses of tenants whose jobs are missing: their database is away."
        ),
    },
)
_LETTER = shapes.answer(
    "DeadLetter",
    {
        "id": shapes.uuid(),
        "at": shapes.moment(),
        "task": shapes.text(),
        "tenant": shapes.text("The address of the tenant that it names, if there is one."),
        "claimed": shapes.text("What the message named as its tenant."),
        "reason": shapes.text(),
        "detail": shapes.text(),
        "settled_at": shapes.nullable(shapes.moment()),
    },
)
LETTERS = shapes.answer("DeadLetters", {"results": shapes.array(_LETTER)})
_SLOW = shapes.answer(
    "SlowStatement",
    {
        "at": shapes.moment(),
        "tenant": shapes.text("Empty for the platform's own."),
        "milliseconds": shapes.integer(),
        "statement": shapes.text("Without values."),
    },
)
_TOP = shapes.answer(
    "ServerStatement",
    {
        "statement": shapes.text(),
        "calls": shapes.integer(),
        "total_ms": shapes.integer(),
        "mean_ms": shapes.integer(),
    },
)
STATEMENTS = shapes.answer(
    "Statements",
    {
        "slow": shapes.array(_SLOW),
        "slow_from_ms": shapes.integer(),
        "server": shapes.nullable(shapes.array(_TOP, "Of pg_stat_statements, over all tenants.")),
    },
)
_HOUR = shapes.answer(
    "TrafficHour",
    {
        "hour": shapes.moment(),
        **{
            name: shapes.integer()
            for name in (
                *("requests", "errors", "milliseconds", "database_ms"),
                *("jobs", "job_ms", "p95_ms"),
            )
        },
    },
)
_FAILED = shapes.answer(
    "FailedJob",
    {
        "id": shapes.uuid(),
        "kind": shapes.text(),
        "error": shapes.text(),
        "attempts": shapes.integer(),
        "created_at": shapes.moment(),
        "finished_at": shapes.nullable(shapes.moment()),
    },
)
_USAGE = shapes.answer(
    "TenantUsage",
    {
        "measured_at": shapes.moment(),
        "users": shapes.integer("Active ones."),
        "last_sign_in_at": shapes.nullable(shapes.moment()),
        **{
            name: shapes.integer()
            for name in (
                *("file_bytes", "jobs_open", "jobs_failed"),
                *("requests", "errors", "p95_ms", "database_ms"),
            )
        },
        **{
            name: shapes.nullable(shapes.integer("Null where nobody knows."))
            for name in ("rows", "database_bytes")
        },
    },
)
WATCH = shapes.answer(
    "TenantWatch",
    {
        "usage": shapes.nullable(_USAGE),
        "hours": shapes.array(_HOUR, "The last 24, oldest first."),
        "failed_jobs": shapes.nullable(
            shapes.array(_FAILED, "Null where its database does not answer.")
        ),
    },
)
