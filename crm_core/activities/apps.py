from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Calls, e-mails, meetings, notes and tasks; the timeline."""

    name = "crm_core.activities"
    label = "activities"

    def ready(self) -> None:
        from crm_core.activities import consumers  # noqa: F401 - registers itself
        from crm_core.activities.objects import activities
        from crm_core.activities.services.in_touch import refresh_after
        from crm_core.records.catalogue import register_object
        from crm_core.records.services.field_indexes import register_following

        register_following(refresh_after)
        register_object("activities", activities)
