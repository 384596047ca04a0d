"""Addresses of the guide."""

from django.urls import path

from api.v1.start import views

urlpatterns = [
    path("guide/", views.Guide.as_view()),
    path("guide/pipeline/", views.ChoosePipeline.as_view()),
    path("guide/samples/", views.Samples.as_view()),
    path("guide/samples/remove/", views.SamplesRemove.as_view()),
]
