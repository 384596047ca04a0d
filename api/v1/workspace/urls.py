"""Addresses of what concerns the whole workspace."""

from django.urls import path

from api.v1.openapi.views import OpenApiDocument
from api.v1.workspace import audit, entering, history, photos, sessions, views

urlpatterns = [
    path("", views.Index.as_view()),
    path("openapi.json", OpenApiDocument.as_view()),
    path("sign-up/enter/", entering.SignUpEnter.as_view()),
    path("me/", views.Me.as_view()),
    path("me/photo/", photos.OwnPhoto.as_view()),
    path("users/photos/", photos.PhotoCollection.as_view()),
    path("users/<uuid:user_id>/photo/", photos.PhotoContent.as_view()),
    path("me/sessions/", sessions.SessionCollection.as_view()),
    path("me/sessions/<int:session_id>/", sessions.SessionDetail.as_view()),
    path(
        "announcements/<uuid:announcement_id>/dismiss/",
        views.AnnouncementDismissal.as_view(),
    ),
    path("objects/", views.Objects.as_view()),
    path("objects/<slug:object_name>/", views.ObjectDetail.as_view()),
    path("search/", views.Search.as_view()),
    path("history/", history.History.as_view()),
    path("history/<uuid:step_id>/", history.HistoryDetail.as_view()),
    path("undo/<uuid:token>/", history.Undo.as_view()),
    path("audit/", audit.Audit.as_view()),
    path("audit/export.csv", audit.AuditExport.as_view()),
    path("audit/state/", audit.AuditState.as_view()),
    path("audit/verify/", audit.AuditVerify.as_view()),
]
