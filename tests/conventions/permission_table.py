"""Who gets what from every route: each cell is written down, none is derived from the code.

The columns: anonymous, signed in without a role, a member (own records only), a key that may only
read (of the administrator), the administrator, another tenant's administrator at their own host.
Everything asked about belongs to the administrator.
"""

Row = tuple[int, int, int, int, int, int]

#: Routes of every object, under `api/v1/<object>/`.
RECORDS: dict[str, dict[str, Row]] = {
    "": {"GET": (401, 403, 200, 200, 200, 200), "POST": (401, 403, 201, 403, 201, 201)},
    "bulk/": {"POST": (401, 403, 403, 403, 200, 403)},
    "groups/": {"GET": (401, 403, 400, 400, 400, 400)},
    "board/": {"GET": (401, 403, 200, 200, 200, 200)},
    "alike/": {"GET": (401, 403, 200, 200, 200, 200)},
    "merge/": {"POST": (401, 404, 404, 403, 200, 404)},
    "duplicates/": {
        "GET": (401, 403, 200, 200, 200, 200),
        "POST": (401, 403, 404, 403, 204, 404),
    },
    "export/": {"GET": (401, 403, 403, 403, 200, 200)},
    "<uuid:record_id>/": {
        "GET": (401, 403, 404, 200, 200, 404),
        "PATCH": (401, 404, 404, 403, 200, 404),
        "DELETE": (401, 404, 404, 403, 200, 404),
    },
    "<uuid:record_id>/restore/": {"POST": (401, 403, 404, 403, 200, 404)},
    "<uuid:record_id>/purge/": {"POST": (401, 403, 403, 403, 204, 404)},
    "<uuid:record_id>/timeline/": {"GET": (401, 403, 404, 200, 200, 404)},
    "<uuid:record_id>/audit/": {"GET": (401, 403, 404, 200, 200, 404)},
    "<uuid:record_id>/files/": {
        "GET": (401, 403, 404, 200, 200, 404),
        "POST": (401, 404, 404, 403, 201, 404),
    },
    "<uuid:record_id>/interest/": {
        "GET": (401, 403, 404, 200, 200, 404),
        "PATCH": (401, 403, 404, 403, 200, 404),
    },
    "<uuid:record_id>/people/": {"GET": (401, 404, 404, 200, 200, 404)},
    "<uuid:record_id>/access/": {"GET": (401, 404, 404, 200, 200, 404)},
    "<uuid:record_id>/viewers/": {"GET": (401, 404, 404, 200, 200, 404)},
    "<uuid:record_id>/shares/": {
        "GET": (401, 404, 404, 200, 200, 404),
        "POST": (401, 404, 404, 403, 201, 404),
        "DELETE": (401, 404, 404, 403, 404, 404),
    },
    "<uuid:record_id>/presence/": {
        "PUT": (401, 403, 404, 200, 200, 404),
        "DELETE": (401, 204, 204, 204, 204, 204),
    },
}
#: An object without a pick list has no columns.
WITHOUT_BOARD: Row = (401, 403, 404, 404, 404, 404)
#: Where a part differs: it is made for a whole that the member can't see, and shared with it.
PARTS: dict[tuple[str, str], Row] = {
    ("merge/", "POST"): (401, 409, 409, 409, 409, 409),
    ("board/", "GET"): WITHOUT_BOARD,
    ("", "POST"): (401, 403, 422, 403, 201, 422),
    ("<uuid:record_id>/shares/", "POST"): (401, 422, 422, 422, 422, 422),
    ("<uuid:record_id>/shares/", "DELETE"): (401, 422, 422, 422, 422, 422),
}
#: An activity may be private: none of them is merged.
ACTIVITIES: dict[tuple[str, str], Row] = {
    ("merge/", "POST"): (401, 409, 409, 409, 409, 409),
}
#: Products are everybody's; a single one can't be shared.
UNSHARED: dict[tuple[str, str], Row] = {
    ("board/", "GET"): WITHOUT_BOARD,
    ("<uuid:record_id>/shares/", "POST"): (401, 422, 422, 422, 422, 422),
    ("<uuid:record_id>/shares/", "DELETE"): (401, 422, 422, 422, 422, 422),
}
#: A custom object that only acme has.
CUSTOM: dict[tuple[str, str], Row] = {}

SETTINGS: dict[str, dict[str, Row]] = {
    "": {"GET": (401, 200, 200, 200, 200, 200)},
    "openapi.json": {"GET": (200, 200, 200, 200, 200, 200)},
    "changes/": {"GET": (401, 200, 200, 200, 200, 200)},
    # Without a server that lets its socket go there is no stream: 204 says so.
    "live/": {"GET": (401, 204, 204, 204, 204, 204)},
    "announcements/<uuid:announcement_id>/dismiss/": {"POST": (401, 404, 404, 404, 404, 404)},
    "me/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "PATCH": (401, 200, 200, 403, 200, 200),
    },
    "activities/occurrences/": {"GET": (401, 403, 400, 400, 400, 400)},
    "me/calendar-feed/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "POST": (401, 200, 200, 403, 200, 200),
        "DELETE": (401, 204, 204, 403, 204, 204),
    },
    "me/notification-settings/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "PATCH": (401, 200, 200, 403, 200, 200),
    },
    "support/": {"GET": (401, 403, 403, 403, 200, 200)},
    "support/enter/": {"POST": (422, 422, 422, 422, 422, 422)},
    "sign-up/enter/": {"POST": (422, 422, 422, 422, 422, 422)},
    "support/leave/": {"POST": (401, 403, 403, 403, 403, 403)},
    "support/consent/": {
        "PUT": (401, 403, 403, 403, 422, 422),
        "DELETE": (401, 403, 403, 403, 200, 200),
    },
    "support/sessions/<uuid:session_id>/end/": {"POST": (401, 403, 403, 403, 404, 404)},
    "notifications/": {"GET": (401, 200, 200, 200, 200, 200)},
    "notifications/unread/": {"GET": (401, 200, 200, 200, 200, 200)},
    "notifications/read/": {"POST": (401, 200, 200, 403, 200, 200)},
    "me/photo/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "PUT": (401, 200, 200, 403, 200, 200),
        "DELETE": (401, 200, 200, 403, 200, 200),
    },
    "users/photos/": {"GET": (401, 200, 200, 200, 200, 200)},
    "users/<uuid:user_id>/photo/": {
        "GET": (401, 404, 404, 404, 404, 404),
        "DELETE": (401, 403, 403, 403, 404, 404),
    },
    "me/sessions/": {
        "GET": (401, 403, 403, 403, 403, 403),
        "DELETE": (401, 403, 403, 403, 403, 403),
    },
    "me/sessions/<int:session_id>/": {"DELETE": (401, 403, 403, 403, 403, 403)},
    "objects/": {"GET": (401, 200, 200, 200, 200, 200)},
    "objects/<slug:object_name>/": {"GET": (401, 403, 200, 200, 200, 200)},
    "search/": {"GET": (401, 200, 200, 200, 200, 200)},
    "dashboard/": {"GET": (401, 200, 200, 200, 200, 200)},
    "dashboard/layout/": {"PUT": (401, 204, 204, 403, 204, 204)},
    "guide/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "PATCH": (401, 403, 403, 403, 200, 200),
    },
    "guide/pipeline/": {"POST": (401, 403, 403, 403, 409, 200)},
    "guide/samples/": {"POST": (401, 403, 403, 403, 202, 202)},
    "guide/samples/remove/": {"POST": (401, 403, 403, 403, 200, 200)},
    "undo/<uuid:token>/": {"POST": (401, 404, 404, 403, 200, 404)},
    "favourites/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "PUT": (401, 200, 200, 403, 200, 200),
    },
    "files/<uuid:file_id>/": {
        "GET": (401, 404, 404, 200, 200, 404),
        "DELETE": (401, 404, 404, 403, 200, 404),
    },
    "files/<uuid:file_id>/content/": {"GET": (401, 404, 404, 200, 200, 404)},
    "history/": {"GET": (401, 200, 200, 200, 200, 200)},
    "history/<uuid:step_id>/": {"GET": (401, 404, 404, 200, 200, 404)},
    "billing/": {"GET": (401, 403, 403, 403, 200, 200)},
    "billing/invoices/": {"GET": (401, 403, 403, 403, 200, 200)},
    "billing/checkout/": {"POST": (401, 403, 403, 403, 422, 422)},
    "billing/portal/": {"POST": (401, 403, 403, 403, 409, 409)},
    "billing/preview/": {"POST": (401, 403, 403, 403, 422, 422)},
    "billing/change/": {"POST": (401, 403, 403, 403, 422, 422)},
    "audit/": {"GET": (401, 403, 403, 403, 200, 200)},
    "leads/<uuid:record_id>/convert/": {"POST": (401, 404, 404, 403, 200, 404)},
    "audit/export.csv": {"GET": (401, 403, 403, 403, 200, 200)},
    "audit/state/": {"GET": (401, 403, 403, 403, 200, 200)},
    "audit/verify/": {"POST": (401, 403, 403, 403, 202, 202)},
    "sensitive-fields/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 200, 200),
    },
    "opportunities/board/": {"GET": (401, 403, 200, 200, 200, 200)},
    "opportunities/<uuid:record_id>/move/": {"POST": (401, 404, 404, 403, 200, 404)},
    "opportunities/<uuid:record_id>/stage-history/": {"GET": (401, 403, 404, 200, 200, 404)},
    "users/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "users/<uuid:user_id>/": {
        "GET": (401, 200, 200, 200, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
    },
    "users/<uuid:user_id>/invite-again/": {"POST": (401, 403, 403, 403, 200, 404)},
    "users/<uuid:user_id>/second-factor/": {"DELETE": (401, 403, 403, 403, 409, 404)},
    "users/<uuid:user_id>/records/": {"GET": (401, 403, 403, 403, 200, 404)},
    "users/<uuid:user_id>/hand-over/": {"POST": (401, 403, 403, 403, 200, 404)},
    "users/<uuid:user_id>/access/": {"GET": (401, 403, 403, 403, 200, 404)},
    "teams/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "teams/<uuid:team_id>/": {
        "GET": (401, 200, 200, 200, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 403, 403, 403, 204, 404),
    },
    "roles/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "roles/preview/": {"POST": (401, 403, 403, 403, 200, 404)},
    "roles/<uuid:role_id>/clone/": {"POST": (401, 403, 403, 403, 201, 404)},
    "roles/<uuid:role_id>/": {
        "GET": (401, 403, 403, 403, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 403, 403, 403, 204, 404),
    },
    "company/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "PATCH": (401, 403, 403, 403, 200, 200),
    },
    "company/logo/": {
        "GET": (404, 404, 404, 404, 404, 404),
        "PUT": (401, 403, 403, 403, 200, 200),
        "DELETE": (401, 403, 403, 403, 200, 200),
    },
    "domains/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "domains/<uuid:claim_id>/": {"DELETE": (401, 403, 403, 403, 404, 404)},
    "domains/<uuid:claim_id>/check/": {"POST": (401, 403, 403, 403, 404, 404)},
    "domains/<uuid:claim_id>/use-for-links/": {"POST": (401, 403, 403, 403, 404, 404)},
    "exchange-rates/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "POST": (401, 403, 403, 403, 200, 200),
    },
    "exchange-rates/<uuid:rate_id>/": {"DELETE": (401, 403, 403, 403, 404, 404)},
    "pipelines/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "pipelines/templates/": {"GET": (401, 403, 403, 403, 200, 200)},
    "pipelines/<uuid:pipeline_id>/": {
        "GET": (401, 200, 200, 200, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 403, 403, 403, 204, 404),
    },
    "stages/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "POST": (401, 403, 403, 403, 201, 404),
    },
    "stages/<uuid:stage_id>/": {
        "GET": (401, 200, 200, 200, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 403, 403, 403, 204, 404),
    },
    "fields/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "fields/<uuid:field_id>/": {
        "GET": (401, 403, 403, 403, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 403, 403, 403, 200, 404),
    },
    "fields/check/": {"POST": (401, 403, 403, 403, 200, 200)},
    "fields/functions/": {"GET": (401, 403, 403, 403, 200, 200)},
    "fields/<uuid:field_id>/change-type/": {"POST": (401, 403, 403, 403, 200, 404)},
    "layouts/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "layouts/<uuid:layout_id>/": {
        "GET": (401, 403, 403, 403, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 403, 403, 403, 204, 404),
    },
    "custom-objects/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "custom-objects/<uuid:object_id>/": {
        "GET": (401, 403, 403, 403, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 403, 403, 403, 200, 404),
    },
    # The object is in use: who may is told to retire it first.
    "custom-objects/<uuid:object_id>/purge/": {"POST": (401, 403, 403, 403, 409, 404)},
    "api-keys/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "api-keys/<uuid:key_id>/": {
        "GET": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 404, 404, 404, 200, 404),
    },
    "webhooks/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 201, 201),
    },
    "webhooks/events/": {"GET": (401, 403, 403, 403, 200, 200)},
    "webhooks/<uuid:webhook_id>/": {
        "GET": (401, 403, 403, 403, 200, 404),
        "PATCH": (401, 403, 403, 403, 200, 404),
        "DELETE": (401, 403, 403, 403, 204, 404),
    },
    "webhooks/<uuid:webhook_id>/rotate/": {"POST": (401, 403, 403, 403, 200, 404)},
    "webhooks/<uuid:webhook_id>/test/": {"POST": (401, 403, 403, 403, 202, 404)},
    "webhooks/<uuid:webhook_id>/redeliver/": {"POST": (401, 403, 403, 403, 202, 404)},
    "webhooks/<uuid:webhook_id>/deliveries/": {"GET": (401, 403, 403, 403, 200, 404)},
    "webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/": {
        "GET": (401, 403, 403, 403, 200, 404)
    },
    "webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/redeliver/": {
        "POST": (401, 403, 403, 403, 409, 404)
    },
    "views/": {
        "GET": (401, 200, 200, 200, 200, 200),
        "POST": (401, 403, 201, 403, 201, 201),
    },
    "views/columns/": {"PUT": (401, 403, 204, 403, 204, 204)},
    "views/<uuid:view_id>/": {
        "GET": (401, 404, 404, 200, 200, 404),
        "PATCH": (401, 404, 404, 403, 200, 404),
        "DELETE": (401, 404, 404, 403, 204, 404),
    },
    "views/<uuid:view_id>/restore/": {"POST": (401, 404, 404, 403, 200, 404)},
    "jobs/": {"GET": (401, 200, 200, 200, 200, 200)},
    "jobs/<uuid:job_id>/": {"GET": (401, 404, 404, 200, 200, 404)},
    "jobs/<uuid:job_id>/cancel/": {"POST": (401, 404, 404, 403, 200, 404)},
    "jobs/<uuid:job_id>/retry/": {"POST": (401, 404, 404, 403, 409, 404)},
    "imports/": {
        "GET": (401, 403, 403, 403, 200, 200),
        "POST": (401, 403, 403, 403, 202, 202),
    },
    "imports/preview/": {"POST": (401, 403, 403, 403, 200, 200)},
    "imports/<uuid:import_id>/": {"GET": (401, 403, 403, 403, 200, 404)},
    "imports/<uuid:import_id>/cancel/": {"POST": (401, 403, 403, 403, 409, 404)},
    "imports/<uuid:import_id>/undo/": {"POST": (401, 403, 403, 403, 409, 404)},
    "imports/<uuid:import_id>/errors.csv": {"GET": (401, 403, 403, 403, 200, 404)},
    "imports/<uuid:import_id>/report.csv": {"GET": (401, 403, 403, 403, 200, 404)},
}
#: Routes that are no endpoints of the API, with the reason why they stand in no table.
EXEMPT: dict[str, str] = {
    "api/docs/": "the reference: what every workspace has, to everybody",
    "webhooks/stripe/": "what Stripe signed is believed, nothing else: tests/billing",
    "feeds/calendar/<str:token>.ics": "its secret is the key",
    "unsubscribe/<str:token>/": "its signature is the key: tests/api/test_unsubscribing.py",
    "sw.js": "the worker's script, public like every script",
    "app.webmanifest": "what the page says of the company before sign-in, for installing",
    "_allauth/browser/v1/auth/session": "says whether somebody is signed in, and signs out",
}
#: Prefix → reason.
EXEMPT_BELOW: dict[str, str] = {
    "_allauth/": "allauth's own endpoints: they ask for a session where they need one",
    "^(?!": "the web app's page: it holds no data",
}
#: All that answers somebody who is not signed in: (method, route).
REACHABLE: set[tuple[str, str]] = {
    ("GET", "api/v1/openapi.json"),
    ("GET", "api/docs/"),
    ("GET", "app.webmanifest"),
    ("GET", "sw.js"),
    ("GET", "_allauth/browser/v1/config"),
}
