"""Tenants as operators see them."""

from api.openapi import shapes

TENANT = shapes.record(
    "Tenant",
    {
        "id": shapes.uuid(),
        "slug": shapes.text("Its name in addresses."),
        "name": shapes.text(),
        "state": shapes.text("provisioning, trial, active, past_due, suspended, closing"),
        "state_reason": shapes.text(),
        "plan": shapes.text(),
        "currency": shapes.text(),
        "locale": shapes.text(),
        "time_zone": shapes.text(),
        "region": shapes.text(),
        "domains": shapes.array(shapes.text()),
        "schema_state": shapes.text("ready, migrating or failed"),
        "schema_version": shapes.text(),
        "is_operators": shapes.boolean(),
        "created_at": shapes.moment(),
    },
    required=["id", "slug", "name", "state"],
)
TENANTS = shapes.listing("TenantList", TENANT, paged=True)
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
