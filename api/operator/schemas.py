"""Tenants as operators see them."""

from api.openapi import shapes

_TENANT = {
    "id": shapes.uuid(),
    "slug": shapes.text("Its name in addresses."),
    "name": shapes.text(),
    "state": shapes.text("provisioning, trial, active, past_due, suspended or closing"),
    "state_reason": shapes.text(),
    "plan": shapes.text(),
    "domain": shapes.text("Where it is reached."),
    "is_operators": shapes.boolean(),
    "schema_version": shapes.text(),
    "schema_state": shapes.text("ready, migrating or failed"),
    "up_to_date": shapes.boolean(),
    "created_at": shapes.moment(),
}
_REQUIRED = ["id", "slug", "name", "state", "plan", "domain"]
_DETAILS = {
    "domains": shapes.array(shapes.text()),
    "currency": shapes.text(),
    "locale": shapes.text(),
    "time_zone": shapes.text(),
    "region": shapes.text(),
    "limits": {"type": "object"},
    "tables": shapes.integer(),
    "bytes": shapes.integer(),
    "rows_estimated": shapes.integer(),
}
TENANTS = shapes.listing("TenantList", shapes.record("TenantSummary", _TENANT, required=_REQUIRED))
TENANT = shapes.record("Tenant", {**_TENANT, **_DETAILS}, required=_REQUIRED)
MADE = shapes.record(
    "NewlyMadeTenant",
    {
        **_TENANT,
        **_DETAILS,
        "admin_email": shapes.text(),
        "admin_password": shapes.text("Shown this once."),
    },
    required=[*_REQUIRED, "admin_email", "admin_password"],
)
NEW_TENANT = shapes.body(
    "NewTenant",
    {
        "slug": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9-]{1,39}$",
            "description": "Its name in addresses: small letters, digits and hyphens.",
        },
        "name": shapes.text(max_length=200, min_length=1),
        "admin_email": shapes.text("Who sets it up first.", max_length=254, min_length=3),
        "admin_name": shapes.text(max_length=200),
        "plan": shapes.text(max_length=40),
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217."},
        "locale": shapes.text(max_length=16),
        "time_zone": shapes.text(max_length=64),
        "sample_data": shapes.boolean("Fill it with data to look at."),
    },
    required=["slug", "name", "admin_email"],
    example={"slug": "acme", "name": "Acme GmbH", "admin_email": "ada@acme.test"},
)
SUSPENSION = shapes.body(
    "Suspension",
    {"reason": shapes.text("Shown to the people of the tenant.", max_length=500)},
    example={"reason": "Unpaid invoices"},
)
