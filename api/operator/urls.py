"""Addresses of the operators' API, on the platform's own host alone."""

from django.urls import path

from api.operator import views

urlpatterns = [
    path("operator/tenants/", views.TenantCollection.as_view()),
    path("operator/tenant-choices/", views.TenantChoices.as_view()),
    path("operator/tenant-addresses/", views.TenantAddress.as_view()),
    path("operator/tenants/<slug:slug>/", views.TenantDetail.as_view()),
    path("operator/tenants/<slug:slug>/suspend/", views.TenantSuspend.as_view()),
    path("operator/tenants/<slug:slug>/resume/", views.TenantResume.as_view()),
]
