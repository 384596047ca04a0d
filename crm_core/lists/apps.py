from django.apps import AppConfig


class ListsConfig(AppConfig):
    """How people look at lists: saved views, and each person's own columns."""

    name = "crm_core.lists"
    label = "lists"

    def ready(self) -> None:
        from crm_core.access.belonging import Belonging, register_belonging
        from crm_core.lists.services import handing_on
        from crm_core.lists.services.object_deletion import forget_object
        from crm_core.records.services.deleting_objects import register_forgetting

        views = Belonging(
            handing_on.shared_views_of, handing_on.hand_on_views, handing_on.give_back_views
        )
        register_belonging("shared_views", views)
        register_forgetting(forget_object)
