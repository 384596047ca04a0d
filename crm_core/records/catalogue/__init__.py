"""The catalogue: which objects and fields exist for the active tenant."""

from crm_core.records.catalogue.building import (
    current,
    in_touch,
    register_object,
    register_resource,
)
from crm_core.records.catalogue.types import (
    SYSTEM_FIELDS,
    Catalogue,
    Choice,
    Field,
    Naming,
    ObjectType,
    Resource,
    Section,
)

__all__ = [
    "SYSTEM_FIELDS",
    "Catalogue",
    "Choice",
    "Field",
    "Naming",
    "ObjectType",
    "Resource",
    "Section",
    "current",
    "in_touch",
    "register_object",
    "register_resource",
]
