"""Addresses of the home screen."""

from django.urls import path

from api.v1.insight import views

urlpatterns = [
    path("dashboard/", views.Dashboard.as_view()),
    path("dashboard/layout/", views.DashboardLayout.as_view()),
]
