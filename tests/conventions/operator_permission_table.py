"""Who gets what from the operators' API, at the platform's host."""

from tests.conventions.permission_table import Row

#: At the platform's host: anonymous, a user without role, a member, a reading key, an operator,
#: and acme's administrator with their own key.
OPERATORS: dict[str, dict[str, Row]] = {
    "operator/tenants/": {
        "GET": (401, 403, 403, 403, 200, 401),
        "POST": (401, 403, 403, 403, 409, 401),
    },
    **{
        f"operator/{name}/": {"GET": (401, 403, 403, 403, 200, 401)}
        for name in ("overview", "health", "queues", "statements", "dead-letters")
    },
    "operator/dead-letters/<uuid:letter_id>/settle/": {"POST": (401, 403, 403, 403, 404, 401)},
    "operator/dead-letters/<uuid:letter_id>/resend/": {"POST": (401, 403, 403, 403, 404, 401)},
    "operator/tenants/<slug:slug>/support/": {
        "GET": (401, 403, 403, 403, 200, 401),
        "POST": (401, 403, 403, 403, 422, 401),
    },
    "operator/tenants/<slug:slug>/support/<uuid:session_id>/end/": {
        "POST": (401, 403, 403, 403, 404, 401)
    },
    "operator/tenants/<slug:slug>/watch/": {"GET": (401, 403, 403, 403, 200, 401)},
    "operator/tenants/<slug:slug>/jobs/<uuid:job_id>/retry/": {
        "POST": (401, 403, 403, 403, 404, 401)
    },
    "operator/tenant-choices/": {"GET": (401, 403, 403, 403, 200, 401)},
    "operator/tenant-addresses/": {"GET": (401, 403, 403, 403, 200, 401)},
    "operator/tenants/<slug:slug>/": {"GET": (401, 403, 403, 403, 200, 401)},
    "operator/tenants/<slug:slug>/billing/": {
        "GET": (401, 403, 403, 403, 200, 401),
        "PATCH": (401, 403, 403, 403, 200, 401),
    },
    "operator/tenants/<slug:slug>/billing/reconcile/": {"POST": (401, 403, 403, 403, 409, 401)},
    "operator/tenants/<slug:slug>/billing/events/<str:event>/replay/": {
        "POST": (401, 403, 403, 403, 404, 401)
    },
    "operator/tenants/<slug:slug>/suspend/": {"POST": (401, 403, 403, 403, 200, 401)},
    "operator/tenants/<slug:slug>/lock/": {"POST": (401, 403, 403, 403, 200, 401)},
    "operator/tenants/<slug:slug>/resume/": {"POST": (401, 403, 403, 403, 200, 401)},
    # For anybody, but with a key of another host; nothing is filled in here.
    "sign-up/": {
        "GET": (200, 200, 200, 200, 200, 401),
        "POST": (422, 422, 422, 422, 422, 401),
    },
    "sign-up/address/": {"GET": (200, 200, 200, 200, 200, 401)},
    "sign-up/confirm/": {"POST": (422, 422, 422, 422, 422, 401)},
    "sign-up/status/": {"POST": (422, 422, 422, 422, 422, 401)},
    "operator/tenants/<slug:slug>/close/": {"POST": (401, 403, 403, 403, 200, 401)},
    "operator/tenants/<slug:slug>/reopen/": {"POST": (401, 403, 403, 403, 409, 401)},
    "operator/tenants/<slug:slug>/erase/": {"POST": (401, 403, 403, 403, 422, 401)},
    "operator/tenants/<slug:slug>/export/": {"POST": (401, 403, 403, 403, 202, 401)},
    "operator/tenants/<slug:slug>/clone/": {"POST": (401, 403, 403, 403, 422, 401)},
    "operator/tenants/<slug:slug>/move/": {"POST": (401, 403, 403, 403, 422, 401)},
    "operator/tenants/<slug:slug>/replace/": {"POST": (401, 403, 403, 403, 422, 401)},
    "operator/tenants/<slug:slug>/replace/confirm/": {"POST": (401, 403, 403, 403, 409, 401)},
    "operator/tenants/<slug:slug>/replace/undo/": {"POST": (401, 403, 403, 403, 409, 401)},
    "operator/operations/": {"GET": (401, 403, 403, 403, 200, 401)},
    "operator/operations/<uuid:operation_id>/": {"GET": (401, 403, 403, 403, 404, 401)},
    "operator/operations/<uuid:operation_id>/archive/": {"GET": (401, 403, 403, 403, 404, 401)},
    "operator/operations/<uuid:operation_id>/restore/": {"POST": (401, 403, 403, 403, 404, 401)},
    "operator/rollouts/": {
        "GET": (401, 403, 403, 403, 200, 401),
        "POST": (401, 403, 403, 403, 202, 401),
    },
    "operator/rollouts/<uuid:operation_id>/pause/": {"POST": (401, 403, 403, 403, 409, 401)},
    "operator/rollouts/<uuid:operation_id>/resume/": {"POST": (401, 403, 403, 403, 409, 401)},
    "operator/rollouts/<uuid:operation_id>/stop/": {"POST": (401, 403, 403, 403, 409, 401)},
    "operator/announcements/": {
        "GET": (401, 403, 403, 403, 200, 401),
        "POST": (401, 403, 403, 403, 422, 401),
    },
    "operator/announcements/<uuid:announcement_id>/": {
        "GET": (401, 403, 403, 403, 404, 401),
        "PATCH": (401, 403, 403, 403, 404, 401),
        "DELETE": (401, 403, 403, 403, 404, 401),
    },
    "operator/feature-flags/": {"GET": (401, 403, 403, 403, 200, 401)},
    "operator/feature-flags/<slug:name>/": {
        "GET": (401, 403, 403, 403, 200, 401),
        "PATCH": (401, 403, 403, 403, 200, 401),
        "DELETE": (401, 403, 403, 403, 204, 401),
    },
    "operator/erasures/": {"GET": (401, 403, 403, 403, 200, 401)},
    "operator/erasures/<uuid:erasure_id>/": {"GET": (401, 403, 403, 403, 404, 401)},
}
