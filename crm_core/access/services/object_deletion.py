"""An object is deleted for ever: nothing of access names it any longer."""

from crm_core.access.models import Layout, Role


def forget_object(name: str) -> None:
    """Its layouts, and what roles say of it: a role that names nothing could not be saved again."""
    Layout.objects.filter(object=name).delete()
    for role in Role.objects.select_for_update():
        if name in role.grants or name in role.fields:
            role.grants.pop(name, None)
            role.fields.pop(name, None)
            role.version += 1
            role.save(update_fields=["grants", "fields", "version"])


def forget_field(object_name: str, path: str) -> None:
    """What roles and layouts say of it."""
    for role in Role.objects.select_for_update():
        if role.fields.get(object_name, {}).pop(path, None) is not None:
            role.version += 1
            role.save(update_fields=["fields", "version"])
    for layout in Layout.objects.filter(object=object_name, known__contains=[path]):
        layout.known.remove(path)
        layout.sections = [
            {**one, "fields": [name for name in one["fields"] if name != path]}
            for one in layout.sections
        ]
        layout.save(update_fields=["known", "sections"])
