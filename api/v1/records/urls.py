"""The addresses of records: each built-in object by its name, custom ones by a pattern."""

from django.urls import URLPattern, URLResolver, include, path

from api.v1.records import exporting, feeds, files, interests, merging, presence, sharing, views

#: The objects that every workspace has.
BUILT_IN = (
    "accounts",
    "contacts",
    "leads",
    "opportunities",
    "activities",
    "cases",
    "products",
    "line-items",
    "contact-roles",
    "account-contacts",
)
ROUTES: list[URLPattern | URLResolver] = [
    path("", views.RecordCollection.as_view()),
    path("bulk/", views.RecordBulk.as_view()),
    path("groups/", views.RecordGroups.as_view()),
    path("alike/", views.RecordsAlike.as_view()),
    path("merge/", merging.RecordMerge.as_view()),
    path("duplicates/", merging.RecordDuplicates.as_view()),
    path("export/", exporting.RecordExport.as_view()),
    path("<uuid:record_id>/", views.RecordDetail.as_view()),
    path("<uuid:record_id>/restore/", views.RecordRestore.as_view()),
    path("<uuid:record_id>/purge/", views.RecordPurge.as_view()),
    path("<uuid:record_id>/timeline/", feeds.RecordTimeline.as_view()),
    path("<uuid:record_id>/audit/", feeds.RecordAudit.as_view()),
    path("<uuid:record_id>/files/", files.RecordFiles.as_view()),
    path("<uuid:record_id>/interest/", interests.RecordInterest.as_view()),
    path("<uuid:record_id>/people/", interests.RecordPeople.as_view()),
    path("<uuid:record_id>/access/", sharing.RecordAccess.as_view()),
    path("<uuid:record_id>/viewers/", sharing.RecordViewers.as_view()),
    path("<uuid:record_id>/shares/", sharing.RecordShares.as_view()),
    path("<uuid:record_id>/presence/", presence.RecordPresence.as_view()),
]
#: Deals stand in the stages of their pipelines: their board is `api.v1.sales`'s.
BOARD = path("board/", views.RecordBoard.as_view())
around: list[URLPattern | URLResolver] = [
    path("favourites/", interests.Favourites.as_view()),
    path("files/<uuid:file_id>/", files.FileDetail.as_view()),
    path("files/<uuid:file_id>/content/", files.FileContent.as_view()),
]
built_in: list[URLPattern | URLResolver] = [
    path(
        f"{name}/",
        include(ROUTES if name == "opportunities" else [*ROUTES, BOARD]),
        {"object_name": name},
    )
    for name in BUILT_IN
]
custom: list[URLPattern | URLResolver] = [path("<slug:object_name>/", include([*ROUTES, BOARD]))]
