from django.apps import AppConfig


class ApiConfig(AppConfig):
    """HTTP: authentication, errors, paging and the resources of version 1."""

    name = "api"
    label = "api"
