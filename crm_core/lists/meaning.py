"""What a view's parts mean to one reader: what they may use of it, and what is wrong with it.

A condition on a field that the reader may not see can be neither applied (it would tell which
records have the value) nor shown (it would tell the value that is looked for). So of the conditions
joined by “and” at the top those that the reader may use are kept, each as a whole, and the view
says that a part is withheld. A field that was retired since looks just the same.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.policy import Policy
from crm_core.records.query.filters import compile_filter
from crm_core.records.query.grouping import grouping_of
from crm_core.records.query.ordering import keys_of
from crm_core.records.query.source import Source, readable_field
from freehold.errors import FieldError, Invalid, Malformed


class Reading:
    """A reader of one object's views."""

    def __init__(self, policy: Policy, object_type: ObjectType) -> None:
        self.policy = policy
        self.object_type = object_type

    @property
    def source(self) -> Source:
        return Source(catalogue.current(), self.policy, self.object_type)

    def filter(self, node: Any) -> tuple[Any, bool]:
        """The filter as far as it may be used, and whether a part of it is withheld."""
        if node is None or self._works(node):
            return node, False
        parts = node.get("and") if isinstance(node, Mapping) else None
        kept = [one for one in parts or [] if self._works(one)]
        return ({"and": kept} if kept else None), True

    def _works(self, node: Any) -> bool:
        try:
            compile_filter(self.source, node)
        except Malformed:
            return False
        return True

    def sort(self, keys: Sequence[str]) -> tuple[list[str], bool]:
        kept = [one for one in keys if self._sorts(one)]
        return kept, len(kept) != len(keys)

    def _sorts(self, key: str) -> bool:
        try:
            keys_of(self.source, [key])
        except Malformed:
            return False
        return True

    def columns(self, columns: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
        return [dict(one) for one in columns or [] if self.shows(one["field"])]

    def shows(self, field: str) -> bool:
        return readable_field(self.policy, self.object_type, field) is not None

    def group_by(self, text: str) -> tuple[str | None, bool]:
        if not text:
            return None, False
        try:
            grouping_of(self.source, text)
        except Malformed:
            return None, True
        return text, False

    def check(self, values: Mapping[str, Any]) -> None:
        """Refuse what the writer could not use themselves; each error says where it belongs."""
        errors: list[FieldError] = []
        source = self.source
        if values.get("filter") is not None:
            _try(errors, "filter", lambda: compile_filter(source, values["filter"]))
        if values.get("sort"):
            _try(errors, "sort", lambda: keys_of(source, values["sort"]))
        if values.get("group_by"):
            _try(errors, "group_by", lambda: grouping_of(source, values["group_by"]))
        for one in values.get("columns") or []:
            if not self.shows(one["field"]):
                message = _("There is no field “%(field)s”.") % {"field": one["field"][:80]}
                errors.append(FieldError("columns", "unknown_field", message))
        if errors:
            raise Invalid(errors[0].message, errors=errors)


def _try(errors: list[FieldError], place: str, read: Any) -> None:
    try:
        read()
    except Malformed as problem:
        errors.append(FieldError(place, "invalid", problem.detail))
