"""Addresses of the operators' API, on the platform's own host alone."""

from django.urls import path

from api.operator import lifecycle, views

urlpatterns = [
    path("operator/tenants/", views.TenantCollection.as_view()),
    path("operator/tenant-choices/", views.TenantChoices.as_view()),
    path("operator/tenant-addresses/", views.TenantAddress.as_view()),
    path("operator/tenants/<slug:slug>/", views.TenantDetail.as_view()),
    path("operator/tenants/<slug:slug>/suspend/", lifecycle.TenantSuspend.as_view()),
    path("operator/tenants/<slug:slug>/lock/", lifecycle.TenantLock.as_view()),
    path("operator/tenants/<slug:slug>/resume/", lifecycle.TenantResume.as_view()),
    path("operator/tenants/<slug:slug>/close/", lifecycle.TenantClose.as_view()),
    path("operator/tenants/<slug:slug>/reopen/", lifecycle.TenantReopen.as_view()),
    path("operator/erasures/", lifecycle.ErasureCollection.as_view()),
    path("operator/erasures/<uuid:erasure_id>/", lifecycle.ErasureDetail.as_view()),
]
