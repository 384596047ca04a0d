"""The fields that a path such as `account.custom.tier` goes over, by the catalogue alone."""

from crm_core.records.catalogue.types import Catalogue, Field, ObjectType

#: (object, field): what a reader must be allowed to read.
Reads = tuple[tuple[str, str], ...]


def walk(known: Catalogue, object_type: ObjectType, path: str) -> tuple[Field, Reads] | None:
    """The field at the end, and all that are read on the way; None when there is no such path."""
    own = object_type.fields.get(path)
    if own is not None:
        return own, ((object_type.name, own.name),)
    parts = path.split(".")
    cut = 2 if parts[0] == "custom" else 1
    head = object_type.fields.get(".".join(parts[:cut]))
    rest = ".".join(parts[cut:])
    if head is None or head.reference is None or head.computed is not None or not rest:
        return None
    crossed = (object_type.name, head.name)
    if head.reference in known.resources:
        named = rest == "name"
        return (Field("name", "Name", "text"), (crossed,)) if named else None
    target = known.objects.get(head.reference)
    further = walk(known, target, rest) if target is not None else None
    return (further[0], (crossed, *further[1])) if further is not None else None


def references_on(known: Catalogue, object_type: ObjectType, path: str) -> int:
    """How many references a path follows that `walk` has found."""
    found = walk(known, object_type, path)
    if found is None:
        return 0
    field, reads = found
    return len(reads) if field.name == "name" and reads[-1][1] != "name" else len(reads) - 1
