"""Addresses of what concerns the whole workspace."""

from django.urls import path

from api.v1.openapi.views import OpenApiDocument
from api.v1.workspace import views

urlpatterns = [
    path("", views.Index.as_view()),
    path("openapi.json", OpenApiDocument.as_view()),
    path("me/", views.Me.as_view()),
    path("objects/", views.Objects.as_view()),
    path("objects/<slug:object_name>/", views.ObjectDetail.as_view()),
    path("search/", views.Search.as_view()),
    path("undo/<uuid:token>/", views.Undo.as_view()),
    path("audit/", views.Audit.as_view()),
]
