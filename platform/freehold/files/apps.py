from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files that people add to records: kept and served safely, swept when nobody needs them."""

    name = "freehold.files"
    label = "files"
