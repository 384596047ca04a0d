"""Addresses that only some objects have."""

from django.urls import path

from api.v1.sales import leads, opportunities

urlpatterns = [
    path("leads/<uuid:record_id>/convert/", leads.Convert.as_view()),
    path("opportunities/board/", opportunities.Board.as_view()),
    path("opportunities/<uuid:record_id>/move/", opportunities.Move.as_view()),
    path("opportunities/<uuid:record_id>/stage-history/", opportunities.StageHistory.as_view()),
]
