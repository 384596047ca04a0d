"""Tenants as operators see them."""

from api.openapi import shapes

_TENANT = {
    "id": shapes.uuid(),
    "slug": shapes.text("Its name in addresses."),
    "name": shapes.text(),
    "state": shapes.text("provisioning, trial, active, past_due, suspended, locked or closing"),
    "state_reason": shapes.text(),
    "state_changed_at": shapes.nullable(shapes.moment()),
    "former_state": shapes.text("What a closing tenant goes back to when that is taken back."),
    "erase_at": shapes.nullable(shapes.moment("When a closing tenant is erased.")),
    "kept": shapes.boolean("A restore in place, or a move, kept the former rows aside."),
    "moved_from": shapes.text("The database in which a move kept them; otherwise empty."),
    "is_sandbox": shapes.boolean("A copy to try things out: no mail, no calls to others."),
    "plan": shapes.text(),
    "database": shapes.text("Where it lies: one of `FREEHOLD_DATABASES`, or `default`."),
    "domain": shapes.text("Where it is reached."),
    "is_operators": shapes.boolean(),
    "schema_version": shapes.text(),
    "schema_state": shapes.text("ready, migrating, moving or failed"),
    "up_to_date": shapes.boolean(),
    "created_at": shapes.moment(),
}
_DETAILS = {
    "domains": shapes.array(shapes.text()),
    "unproved_domains": shapes.array(
        shapes.record(
            "UnprovedDomain",
            {
                "domain": shapes.text(),
                "asked_at": shapes.moment(),
                "checked_at": shapes.nullable(shapes.moment("When its record was last asked for.")),
                "problem": shapes.text("What was wrong then."),
            },
            required=["domain", "asked_at", "checked_at", "problem"],
        ),
        "Those that its administrators asked for, without the proof that they hold them.",
    ),
    "currency": shapes.text(),
    "locale": shapes.text(),
    "time_zone": shapes.text(),
    "region": shapes.text(),
    "limits": {"type": "object"},
    "address": shapes.text("Where its people open it in a browser."),
    "schema": shapes.text("The name of its schema in the database."),
    "schema_error": shapes.text("What its last migration failed of."),
    "state_changed_at": shapes.nullable(shapes.moment()),
    "progress": shapes.record(
        "TenantProgress",
        {
            "step": shapes.text("reserved, schema, defaults, sample_data or ready"),
            "done": shapes.integer(),
            "total": shapes.integer(),
            "error": shapes.text("What the last attempt failed of; another follows by itself."),
            "invitation": shapes.choice("sent", "failed"),
        },
    ),
    "tables": shapes.nullable(shapes.integer("Null where its database does not answer.")),
    "bytes": shapes.nullable(shapes.integer("Null where nobody knows.")),
    "rows_estimated": shapes.nullable(shapes.integer("Null where nobody knows.")),
}
_REQUIRED = list(_TENANT)
_MEASURED = shapes.answer(
    "TenantFigures",
    {
        "users": shapes.integer("Active ones."),
        "rows": shapes.nullable(shapes.integer("Estimated; null where nobody knows.")),
        "database_bytes": shapes.nullable(shapes.integer("Null where nobody knows.")),
        "file_bytes": shapes.integer(),
        "requests": shapes.integer("In the last 24 hours."),
        "errors": shapes.integer("Answers from 500 on."),
        "p95_ms": shapes.integer("Nineteen of twenty answers came within."),
    },
)
_SUMMARY = shapes.answer(
    "TenantSummary",
    {**_TENANT, "usage": shapes.nullable(_MEASURED)},
    description="`usage` is measured by the hour.",
)
TENANTS = shapes.answer(
    "TenantList",
    {
        "results": shapes.array(_SUMMARY),
        "next": shapes.nullable(shapes.text("Cursor of the next page.")),
        "count": shapes.integer("How many there are on all pages."),
    },
)
CHOICES = shapes.answer(
    "TenantChoices",
    {
        "plans": shapes.array(shapes.text()),
        "plan_names": shapes.array(
            shapes.record(
                "PlanName",
                {"plan": shapes.text(), "name": shapes.text()},
                required=["plan", "name"],
            ),
            "What plans are called, also where nothing is billed; others by their key.",
        ),
        "offered": shapes.array(
            shapes.record(
                "OfferedToTenant",
                {
                    "plan": shapes.text(),
                    "name": shapes.text(),
                    "priced": shapes.boolean("It costs something, once somebody subscribes."),
                    "seats": shapes.nullable(shapes.integer("At most; null is no limit.")),
                    "records": shapes.nullable(shapes.integer()),
                    "storage_bytes": shapes.nullable(shapes.integer()),
                },
                required=["plan", "name", "priced", "seats", "records", "storage_bytes"],
            ),
            "The plan of a new tenant first; empty where nothing is billed.",
        ),
        "regions": shapes.array(shapes.text()),
        "databases": shapes.array(
            shapes.record(
                "TenantDatabase",
                {"name": shapes.text(), "region": shapes.text("Empty where nobody named it.")},
                required=["name", "region"],
            ),
            "The home database first.",
        ),
    },
)
ADDRESS = shapes.answer(
    "TenantAddress",
    {
        "slug": shapes.text("Empty when no free address comes to mind."),
        "host": shapes.text(),
        "available": shapes.boolean(),
        "problem": shapes.text("Why it can't be taken."),
        "resembles": shapes.array(
            shapes.text(), "The addresses of tenants that it is easily taken for."
        ),
    },
)
TENANT = shapes.answer("Tenant", {**_TENANT, **_DETAILS})
MADE = shapes.answer(
    "NewlyMadeTenant",
    {
        **_TENANT,
        **_DETAILS,
        "admin_email": shapes.text(),
        "admin_password": shapes.text("Shown this once; empty with `invite`."),
    },
)
NEW_TENANT = shapes.body(
    "NewTenant",
    {
        "slug": shapes.text(
            "Its name in addresses: small letters, digits and hyphens.", max_length=63, min_length=1
        ),
        "name": shapes.text(max_length=200, min_length=1),
        "admin_email": shapes.text("Who sets it up first.", max_length=254, min_length=3),
        "admin_name": shapes.text(max_length=200),
        "plan": shapes.text(max_length=40),
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217."},
        "locale": shapes.text(max_length=16),
        "time_zone": shapes.text(max_length=64),
        "region": shapes.text("Where its data shall lie.", max_length=40),
        "database": shapes.text("Instead of a region: the database by its name.", max_length=40),
        "sample_data": shapes.boolean("Fill it with data to look at."),
        "invite": shapes.boolean(
            "Mail the administrator a link to choose a password, instead of telling one here."
        ),
        "wait": shapes.boolean(
            "False: answer 202 at once and make it in the background; `progress` tells how far."
        ),
    },
    required=["slug", "name", "admin_email"],
    example={"slug": "acme", "name": "Acme GmbH", "admin_email": "ada@acme.test"},
)
CLOSING = shapes.body(
    "Closing",
    {
        "reason": shapes.text("Shown to the people of the tenant.", max_length=500),
        "erase_at": shapes.moment("When everything is erased; otherwise after the usual days."),
    },
    example={"reason": "Contract ended", "erase_at": "2027-01-31T18:00:00+01:00"},
)
_CERTIFICATE = {
    "id": shapes.uuid(),
    "tenant": shapes.uuid(),
    "slug": shapes.text("The address it had."),
    "name": shapes.text(),
    "erased_at": shapes.moment(),
    "erased_by": shapes.text(),
    "sha256": shapes.text("Of the other fields but `id`, as JSON with sorted keys, no spaces."),
}
CERTIFICATES = shapes.listing(
    "ErasureList",
    shapes.record("ErasureSummary", _CERTIFICATE, required=list(_CERTIFICATE)),
)
CERTIFICATE = shapes.record(
    "Erasure",
    {
        **_CERTIFICATE,
        "rows": {"type": "object", "additionalProperties": {"type": "integer"}},
        "files": shapes.integer(),
        "bytes": shapes.integer(),
        "domains": shapes.array(shapes.text()),
        "api_keys": shapes.integer(),
        "audit_heads": shapes.integer(),
        "dead_letters": shapes.integer(),
    },
    required=[*_CERTIFICATE, "rows", "files", "bytes", "domains"],
)
_OPERATION = {
    "id": shapes.uuid(),
    "kind": shapes.choice(
        "export", "restore", "clone", "confirm", "take_back", "erase", "move", "rollout"
    ),
    "state": shapes.choice("waiting", "running", "done", "failed"),
    "tenant": shapes.text("The address of the tenant that it is about, or makes."),
    "step": shapes.text("What it is at."),
    "done": shapes.integer("Of `total`, in this step."),
    "total": shapes.integer(),
    "result": shapes.mapping(True, "What came out; depends on `kind`."),
    "error": shapes.text("Why it failed."),
    "asked_by": shapes.text(),
    "created_at": shapes.moment(),
    "started_at": shapes.nullable(shapes.moment()),
    "ended_at": shapes.nullable(shapes.moment()),
}
OPERATION = shapes.record("Operation", _OPERATION, required=list(_OPERATION))
OPERATIONS = shapes.listing("OperationList", OPERATION)
MOVE = shapes.body(
    "TenantMove",
    {"database": shapes.text("One of `databases` of the choices.", max_length=40)},
    required=["database"],
    example={"database": "eu"},
)
ROLLOUTS = shapes.record(
    "RolloutState",
    {
        "version": shapes.text("What this release's tenants are at."),
        "behind": shapes.integer("How many tenants lack a migration."),
        "paused": shapes.boolean(),
        "stopping": shapes.boolean("The running one ends after the tenants it is at."),
        "versions": shapes.array(
            shapes.record(
                "SchemaVersion",
                {
                    "version": shapes.text(),
                    "tenants": shapes.integer(),
                    "is_current": shapes.boolean(),
                },
                required=["version", "tenants", "is_current"],
            )
        ),
        "failed": shapes.array(
            shapes.record(
                "FailedTenant",
                {
                    "slug": shapes.text(),
                    "name": shapes.text(),
                    "version": shapes.text(),
                    "error": shapes.text(),
                },
                required=["slug", "name", "version", "error"],
            )
        ),
        "recent": shapes.array(OPERATION, "The newest rollouts, with their reports."),
    },
    required=["version", "behind", "paused", "stopping", "versions", "failed", "recent"],
)
ROLLOUT = shapes.body(
    "RolloutWish",
    {
        "only": shapes.array(shapes.text(max_length=40), "Only these tenants.", max_items=1000),
        "canary": shapes.text("This one first, alone.", max_length=40),
        "connections": shapes.integer("At the same time.", minimum=1, maximum=16),
        "retry_failed": shapes.boolean("Try failed ones again."),
    },
    example={"canary": "acme", "connections": 4},
)
_NEW_NAMES = {
    "slug": shapes.text(
        "Its name in addresses: small letters, digits and hyphens.", max_length=63, min_length=1
    ),
    "name": shapes.text(max_length=200),
}
CLONE = shapes.body(
    "Clone",
    _NEW_NAMES,
    required=["slug"],
    example={"slug": "acme-sandbox", "name": "Acme, for trying out"},
)
RESTORE = shapes.body(
    "Restore",
    {**_NEW_NAMES, "sandbox": shapes.boolean("A copy to try things out: it sends no mail.")},
    example={"slug": "acme-of-may", "name": "Acme as of May"},
)
REPLACEMENT = shapes.body(
    "Replacement",
    {
        "archive": shapes.uuid("The operation that exported the archive."),
        "of": shapes.text(
            "Where the archive is another tenant's: that one's address, to say that it is meant.",
            max_length=63,
        ),
    },
    required=["archive"],
    example={"archive": "018f2f5e-0000-7000-8000-000000000000"},
)
ERASURE = shapes.body(
    "ErasureWish",
    {"confirm": shapes.text("The tenant's address again, typed.", max_length=40)},
    required=["confirm"],
    example={"confirm": "acme"},
)
SUSPENSION = shapes.body(
    "Suspension",
    {"reason": shapes.text("Shown to the people of the tenant.", max_length=500)},
    example={"reason": "Unpaid invoices"},
)
