"""What is out of use and may come back: the catalogue does not know it, rules may still name it."""

from typing import Any

from crm_core.records.models import FieldDefinition, ObjectDefinition


def is_retired_object(name: Any) -> bool:
    return ObjectDefinition.objects.filter(name=str(name), retired_at__isnull=False).exists()


def is_retired_field(object_name: str, path: Any) -> bool:
    """`path` as rules name it, `custom.height`, which the catalogue has no more.

    It is retired itself, or what it refers to is.
    """
    prefix, _, name = str(path).partition(".")
    found = FieldDefinition.objects.filter(object=object_name, name=name)
    return prefix == "custom" and found.exists()
