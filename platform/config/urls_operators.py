"""Addresses of the platform's own host: a tenant's, and the operators' API."""

from django.urls import include, path

from api.operator import urls as operator
from config.urls_tenant import handler400, handler403, handler404, handler500
from config.urls_tenant import urlpatterns as tenant_urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("api/v1/", include(operator)), *tenant_urlpatterns]
