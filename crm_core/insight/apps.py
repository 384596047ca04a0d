from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Numbers about the workspace's records: measures, and the home screen that shows them."""

    name = "crm_core.insight"
    label = "insight"
