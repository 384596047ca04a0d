"""Addresses of the platform's own host: a tenant's, the operators' API and sign-up."""

from django.urls import include, path

from api.operator import urls as operator
from api.signup import urls as signup
from api.web.stripe_webhook import stripe_webhook
from config.urls_tenant import handler400, handler403, handler404, handler500
from config.urls_tenant import urlpatterns as tenant_urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("api/v1/", include(operator)),
    path("api/v1/", include(signup)),
    path("webhooks/stripe/", stripe_webhook),
    *tenant_urlpatterns,
]
