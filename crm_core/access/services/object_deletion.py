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
