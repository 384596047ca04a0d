from django.apps import AppConfig


class ListsConfig(AppConfig):
    """How people look at lists: saved views, and each person's own columns."""

    name = "crm_core.lists"
    label = "lists"
