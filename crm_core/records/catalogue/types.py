"""What an object and a field are to lists, forms, filters, imports, exports and the API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from crm_core.records.catalogue.kinds import KINDS, Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

    from crm_core.records.catalogue.computed import Computed
    from crm_core.records.catalogue.limits import Limits
    from crm_core.records.models import Record
    from crm_core.records.rules import Rules

#: The object whose records are about those of others (`Catalogue.subjects`).
ACTIVITIES = "activities"
#: Fields that the server alone sets; a client may send them back, they are then ignored.
SYSTEM_FIELDS = frozenset(
    {"id", "created_at", "created_by", "updated_at", "updated_by", "version", "deleted_at"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: "Text"
    color: str = ""
    #: Nobody sets it by hand: it comes with something else, as a lead's conversion.
    reserved: bool = False

    def as_json(self) -> dict[str, str]:
        shown = {"value": self.value, "label": str(self.label)}
        return {**shown, "color": self.color} if self.color else shown


@dataclass(frozen=True)
class Field:
    """One field of an object. `name` is its path in the API: `amount`, or `custom.tier`."""

    name: str
    label: "Text"
    type: str
    required: bool = False
    read_only: bool = False
    unique: bool = False
    searchable: bool = False
    filterable: bool = True
    sortable: bool | None = None
    choices: tuple[Choice, ...] | None = None
    reference: str | None = None
    default: Any = None
    max_length: int | None = None
    #: How people are shown and asked for a text that follows rules of its own: `recurrence`.
    format: str = ""
    section: str = "general"
    position: int = 0
    help: "Text" = ""
    custom: bool = False
    #: In the record's JSON only when asked for by name (`fields=`): large or internal.
    on_demand: bool = False
    #: Fields of the same record that its value tells: whoever may not read them may not read it.
    made_of: tuple[str, ...] = ()
    #: Showing it to somebody is written into the audit trail.
    sensitive: bool = False
    #: A formula or a roll-up: it has no stored value, and `type` is the type of its result.
    computed: "Computed | None" = None
    #: What a tenant asks of the values besides their type.
    limits: "Limits | None" = None
    #: What it once held, for the operator `was`: SQL with `{alias}` and one parameter, true for the
    #: row that held one of those ids.
    past: str = ""
    #: A condition in the filter language under which the field must be filled in.
    required_if: Any = None
    #: The id of a custom field's definition, which its indexes are named by.
    definition: UUID | None = None

    @cached_property
    def kind(self) -> Kind:
        return KINDS[self.type]

    @property
    def key(self) -> str:
        """The name without `custom.`: the key in the JSON column of custom values."""
        return self.name.removeprefix("custom.")

    @property
    def column(self) -> str:
        return f"{self.name}_id" if self.type == "reference" else self.name

    @property
    def is_sortable(self) -> bool:
        return self.kind.sortable if self.sortable is None else self.sortable

    @property
    def operators(self) -> tuple[str, ...]:
        known = self.kind.operators if self.filterable else ()
        return (*known, "was") if known and self.past else known

    def parse(self, value: Any) -> Any:
        """The stored form of a value in API form; ValueError says in a sentence what is wrong."""
        return self.kind.parse(value, self)


@dataclass(frozen=True)
class Section:
    name: str
    label: "Text"


@dataclass(frozen=True)
class Naming:
    """The fields by which records with nearly the same name are found: first and last name of a
    person, or the one name of anything else.

    `place` is where two people with one last name are probably one: a reference, or a company's
    name.
    """

    fields: tuple[str, ...]
    person: bool = False
    place: str | None = None


@dataclass(frozen=True)
class ObjectType:
    """One object of a tenant. `parent` is the (reference field, object) of a part's whole."""

    name: str
    label: "Text"
    label_plural: "Text"
    model: "type[Record]"
    fields: Mapping[str, Field]
    title: str = "name"
    icon: str = "circle"
    parent: tuple[str, str] | None = None
    sections: tuple[Section, ...] = ()
    features: tuple[str, ...] = ("timeline", "search")
    default_columns: tuple[str, ...] = ()
    default_sort: str = "-created_at"
    navigation: bool = True
    custom: bool = False
    help: str = ""
    #: Field of the search result's second line.
    detail: str | None = None
    rules: "type[Rules] | None" = None
    #: The column that is true for rows which only their owner may see.
    private_column: str | None = None
    #: The date field from which on a row's sums stand fast: they count at the rate of that day.
    settled: str | None = None
    #: Sets of fields: two records that have the same in all of one set are probably the same.
    alike: tuple[tuple[str, ...], ...] = ()
    naming: Naming | None = None
    #: Of rows with the same in all of these a merge keeps one: the first by `stronger`, which is
    #: SQL with `{alias}`.
    once: tuple[str, ...] = ()
    stronger: str = "{alias}.id"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def reviewed(self) -> tuple[tuple[str, ...], ...]:
        """The sets of `alike` that an index holds in order, so that a review goes through them."""
        return () if self.custom else self.alike

    @property
    def can_be_merged(self) -> bool:
        """Parts go with their whole, and what only its owner may see is nobody's to merge."""
        return self.parent is None and self.private_column is None

    @property
    def private_condition(self) -> str | None:
        """SQL with `{alias}` that is true for rows which only their owner may see."""
        return f"{{alias}}.{self.private_column}" if self.private_column else None

    @cached_property
    def searchable_fields(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields.values() if one.searchable)

    @cached_property
    def custom_fields(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields.values() if one.custom)


@dataclass(frozen=True)
class Resource:
    """A target of references that is a setting, not an object: users, teams, pipelines, stages."""

    name: str
    table: str
    title_sql: str = "{alias}.name"
    #: Where it stands among its like, as a number; without it they stand by name.
    order_sql: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """Everything the tenant's users may meet by name."""

    objects: Mapping[str, ObjectType]
    resources: Mapping[str, Resource] = field(default_factory=dict)
    #: (object, field) → why a formula or roll-up can't be computed any more; it is left out.
    broken: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> dict[str, Field]:
        """By object, the field by which an activity is about its records.

        The first that leads there, those of the product before a tenant's own.
        """
        activities = self.objects.get(ACTIVITIES)
        found: dict[str, Field] = {}
        for one in activities.fields.values() if activities else ():
            if one.reference and one.reference in self.objects and one.computed is None:
                found.setdefault(one.reference, one)
        found.pop(ACTIVITIES, None)
        return found

    def object(self, name: str) -> ObjectType:
        from freehold.errors import NotFound

        found = self.objects.get(name)
        if found is None:
            raise NotFound(_("There is no object called “%(name)s”.") % {"name": name[:60]})
        return found

    def words_for(self, name: str) -> str:
        """What people call the object's records; its name where it is no more."""
        found = self.objects.get(name)
        return str(found.label_plural) if found else name
