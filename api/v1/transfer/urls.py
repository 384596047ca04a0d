"""Addresses of imports."""

from django.urls import path

from api.v1.transfer import views

urlpatterns = [
    path("imports/", views.ImportCollection.as_view()),
    path("imports/preview/", views.Preview.as_view()),
    path("imports/<uuid:import_id>/", views.ImportDetail.as_view()),
    path("imports/<uuid:import_id>/cancel/", views.ImportCancel.as_view()),
    path("imports/<uuid:import_id>/undo/", views.ImportUndo.as_view()),
    path("imports/<uuid:import_id>/errors.csv", views.ImportErrors.as_view()),
    path("imports/<uuid:import_id>/report.csv", views.ImportReport.as_view()),
]
