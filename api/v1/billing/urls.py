"""Addresses of the workspace's plan."""

from django.urls import path

from api.v1.billing import views

urlpatterns = [path("billing/", views.Billing.as_view())]
