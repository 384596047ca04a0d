"""Addresses of self-service sign-up, on the platform's own host alone."""

from django.urls import path

from api.signup import views

urlpatterns = [
    path("sign-up/", views.SignUpCollection.as_view()),
    path("sign-up/address/", views.SignUpAddress.as_view()),
    path("sign-up/confirm/", views.SignUpConfirm.as_view()),
    path("sign-up/status/", views.SignUpStatus.as_view()),
]
