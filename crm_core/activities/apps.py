from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Calls, e-mails, meetings, notes and tasks; the timeline."""

    name = "crm_core.activities"
    label = "activities"
