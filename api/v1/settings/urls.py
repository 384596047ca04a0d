"""Addresses of what a workspace is set up with."""

from django.urls import path

from api.v1.settings import (
    api_keys,
    custom_objects,
    fields,
    jobs,
    layouts,
    people,
    pipelines,
    roles,
)

urlpatterns = [
    path("users/", people.UserCollection.as_view()),
    path("users/<uuid:user_id>/", people.UserDetail.as_view()),
    path("teams/", people.TeamCollection.as_view()),
    path("teams/<uuid:team_id>/", people.TeamDetail.as_view()),
    path("roles/", roles.RoleCollection.as_view()),
    path("roles/<uuid:role_id>/", roles.RoleDetail.as_view()),
    path("pipelines/", pipelines.PipelineCollection.as_view()),
    path("pipelines/<uuid:pipeline_id>/", pipelines.PipelineDetail.as_view()),
    path("stages/", pipelines.StageCollection.as_view()),
    path("stages/<uuid:stage_id>/", pipelines.StageDetail.as_view()),
    path("fields/", fields.FieldCollection.as_view()),
    path("fields/<uuid:field_id>/", fields.FieldDetail.as_view()),
    path("fields/check/", fields.FieldCheck.as_view()),
    path("fields/functions/", fields.FormulaFunctions.as_view()),
    path("fields/<uuid:field_id>/change-type/", fields.FieldTypeChange.as_view()),
    path("custom-objects/", custom_objects.ObjectCollection.as_view()),
    path("custom-objects/<uuid:object_id>/", custom_objects.ObjectDetail.as_view()),
    path("layouts/", layouts.LayoutCollection.as_view()),
    path("layouts/<uuid:layout_id>/", layouts.LayoutDetail.as_view()),
    path("api-keys/", api_keys.ApiKeyCollection.as_view()),
    path("api-keys/<uuid:key_id>/", api_keys.ApiKeyDetail.as_view()),
    path("jobs/", jobs.JobCollection.as_view()),
    path("jobs/<uuid:job_id>/", jobs.JobDetail.as_view()),
    path("jobs/<uuid:job_id>/cancel/", jobs.JobCancel.as_view()),
]
