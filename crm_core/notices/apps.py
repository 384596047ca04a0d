from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What somebody should know of: assigned, mentioned, reminded, done in the background."""

    name = "crm_core.notices"
    label = "notices"

    def ready(self) -> None:
        from crm_core.notices import consumers  # noqa: F401 - registers itself
        from crm_core.notices.services.reading import forget_object
        from crm_core.records.services.deleting_objects import register_forgetting

        register_forgetting(forget_object)
