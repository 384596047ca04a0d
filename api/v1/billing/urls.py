"""Addresses of the workspace's plan."""

from django.urls import path

from api.v1.billing import views

urlpatterns = [
    path("billing/", views.Billing.as_view()),
    path("billing/invoices/", views.Invoices.as_view()),
    path("billing/checkout/", views.Checkout.as_view()),
    path("billing/portal/", views.Portal.as_view()),
    path("billing/preview/", views.Preview.as_view()),
    path("billing/change/", views.Change.as_view()),
]
