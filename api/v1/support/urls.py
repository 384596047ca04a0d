from django.urls import path

from api.v1.support import views

urlpatterns = [
    path("support/", views.SupportOverview.as_view()),
    path("support/enter/", views.SupportEnter.as_view()),
    path("support/leave/", views.SupportLeave.as_view()),
    path("support/consent/", views.Consent.as_view()),
    path("support/sessions/<uuid:session_id>/end/", views.SupportEnd.as_view()),
]
