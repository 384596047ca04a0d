"""An object is deleted for ever: its views and everybody's columns of it go."""

from crm_core.lists.models import ListSetting, SavedView


def forget_object(name: str) -> None:
    ListSetting.objects.filter(object=name).delete()
    SavedView.objects.filter(object=name).delete()
