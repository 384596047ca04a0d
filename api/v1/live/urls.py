"""Addresses of live changes."""

from django.urls import path

from api.v1.live import views

urlpatterns = [
    path("changes/", views.Changes.as_view()),
    path("live/", views.Live.as_view()),
]
