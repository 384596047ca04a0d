"""Addresses of every tenant's host."""

from django.urls import include, path, re_path

from api.v1 import urls as v1
from api.web import app, calendar, reference, unsubscribing

handler400 = "api.errors.bad_request"
handler403 = "api.errors.permission_denied"
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"

#: What the web app's page never answers.
_NOT_THE_APP = (
    r"^(?!api(?:/|$)|_allauth/|static/|media/|feeds/|unsubscribe/|webhooks/|healthz$|readyz$|metrics$"
    r"|sw\.js$|app\.webmanifest$)"
)

urlpatterns = [
    path("api/v1/", include(v1)),
    path("api/docs/", reference.reference),
    path("_allauth/browser/v1/auth/session", app.session),
    path("_allauth/", include("freehold.identity.urls")),
    path("feeds/calendar/<str:token>.ics", calendar.feed),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribing),
    path("sw.js", app.service_worker),
    path("app.webmanifest", app.manifest),
    re_path(_NOT_THE_APP, app.index),
]
