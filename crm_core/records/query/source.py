"""Where fields are found: a path such as `account.custom.tier` to a column and the joins it needs.

Every join carries the reader's access condition, so a record that they may not see is empty to
filters, sorts and projections alike; a field that they may not read does not exist.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import Catalogue, Field, ObjectType, Resource
from crm_core.records.fragments import TRUE, Fragment, literal
from crm_core.records.policy import Policy, Seeking
from crm_core.records.sights import note_field
from freehold.errors import FieldError, Malformed


@dataclass(frozen=True)
class Located:
    """A field of the row that `alias` stands for."""

    alias: str
    field: Field
    object_type: ObjectType | None
    path: str

    @property
    def sql(self) -> str:
        """The comparable value: money by its minor units, JSON values cast to their type."""
        field = self.field
        if field.computed is not None:
            return f'"{self.alias}".value'
        if not field.custom:
            return f'"{self.alias}".{field.column}'
        held = f'"{self.alias}".custom'
        if field.type == "money":
            return f"(({held} -> {literal(field.key)} ->> 'amount')::bigint)"
        if field.type in ("multipicklist", "emails", "phones", "addresses"):
            return f"({held} -> {literal(field.key)})"
        text = f"({held} ->> {literal(field.key)})"
        return f"({text}::{field.kind.cast})" if field.kind.cast else text

    @property
    def currency_sql(self) -> str:
        if self.field.computed is not None:
            return f'"{self.alias}".currency'
        if self.field.custom:
            return f"(\"{self.alias}\".custom -> {literal(self.field.key)} ->> 'currency')"
        return f'"{self.alias}".{self.field.name}_currency'

    @property
    def nullable(self) -> bool:
        if self.field.custom or self.object_type is None or self.alias != "r":
            return True
        return bool(self.object_type.model._meta.get_field(self.field.column).null)


@dataclass(frozen=True)
class Joined:
    """The row behind a reference: of an object, or of a resource (users, stages)."""

    alias: str
    target: ObjectType | Resource
    title_readable: bool

    @property
    def title_sql(self) -> str:
        if not self.title_readable:
            return "NULL"
        if isinstance(self.target, Resource):
            return self.target.title_sql.format(alias=f'"{self.alias}"')
        return f'"{self.alias}".{self.target.title}'


def rows_of_object(object_type: ObjectType, alias: str) -> Fragment:
    """Custom objects share a table: true for the rows of this one."""
    if not object_type.custom:
        return TRUE
    return Fragment(f'"{alias}".object = {literal(object_type.name)}')


def unknown_field(path: str) -> Malformed:
    """The same for a field that does not exist and one that the reader may not know of."""
    message = _("There is no field “%(path)s”.") % {"path": path[:80]}
    return Malformed(message, errors=[FieldError(path[:80], "unknown_field", message)])


class Source:
    """The table of an object with the joins that filters, sorts and projections asked for.

    `root` is the table's alias; `rows` stands for the table where other rows of its shape are
    asked about, such as records that are not stored yet. `seeking` says which rows will be asked
    for, as policies know it.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        policy: Policy,
        object_type: ObjectType,
        *,
        root: str = "r",
        rows: Fragment | None = None,
        seeking: Seeking = "page",
    ) -> None:
        self.catalogue = catalogue
        self.seeking = seeking
        self.policy = policy
        self.object_type = object_type
        self.root = root
        self._rows = rows or Fragment(object_type.table)
        self._joins: dict[str, Joined] = {}
        self._computed: dict[str, str] = {}
        self._verdicts: dict[str, str] = {}
        self._parts: list[Fragment] = []

    def from_clause(self) -> Fragment:
        parts = [Fragment(f'{self._rows.sql} "{self.root}"', self._rows.params), *self._parts]
        params = tuple(value for part in parts for value in part.params)
        return Fragment(" ".join(part.sql for part in parts), params)

    def base_condition(
        self, *, trash: bool = False, verb: str = "read", seeking: Seeking | None = None
    ) -> Fragment:
        """Rows of this object that the reader may see: the live ones, or those in the Trash."""
        live = Fragment(f'"{self.root}".deleted_at IS {"NOT NULL" if trash else "NULL"}')
        own = rows_of_object(self.object_type, self.root)
        reached = self.policy.condition(
            self.object_type, verb, self.root, seeking=seeking or self.seeking
        )
        return live & own & reached

    def disjoint_conditions(self, *, trash: bool = False) -> list[Fragment]:
        """`base_condition` in parts that no row is in twice, for counting."""
        live = Fragment(f'"{self.root}".deleted_at IS {"NOT NULL" if trash else "NULL"}')
        own = rows_of_object(self.object_type, self.root)
        parts = self.policy.disjoint(self.object_type, "read", self.root)
        return [live & own & part for part in parts]

    def locate(self, path: str) -> Located:
        """The field at `path`; 400 when there is none that the reader may know of."""
        if path.count(".") > 6:
            raise unknown_field(path)
        return self.locate_from(self.root, self.object_type, "", path)

    def locate_from(self, alias: str, object_type: ObjectType, before: str, rest: str) -> Located:
        """The same from a row that was joined under `alias`, which the path `before` leads to."""
        path = f"{before}.{rest}" if before else rest
        while True:
            field = readable_field(self.policy, object_type, rest)
            if field is not None and field.computed is None:
                note_field(object_type.name, field)
                return Located(alias, field, object_type, path)
            here = path[: len(path) - len(rest)].rstrip(".")
            if field is not None:
                found = self._compute(alias, field, object_type, here, path)
                return Located(found, field, object_type, path)
            head, reference, rest = self._step(object_type, rest, path)
            joined = self.join(Located(alias, reference, object_type, head), path[: -len(rest) - 1])
            if isinstance(joined.target, Resource):
                return self._in_resource(joined, rest, path)
            alias, object_type = joined.alias, joined.target

    def _compute(
        self, alias: str, field: Field, object_type: ObjectType, before: str, path: str
    ) -> str:
        """The alias whose `value` and `currency` a formula or a roll-up comes to."""
        from crm_core.records.query.computing import computed_columns

        held = self._computed.get(path)
        if held is None:
            value, currency = computed_columns(self, alias, field, object_type, before)
            held = f"{self.own_prefix}f{len(self._computed) + 1}"
            self._computed[path] = held
            self._parts.append(
                Fragment(
                    f"CROSS JOIN LATERAL (SELECT {value.sql} AS value, {currency.sql} AS currency)"
                    f' "{held}"',
                    (*value.params, *currency.params),
                )
            )
        return held

    def verdict(self, name: str, condition: Fragment) -> str:
        """The column that says whether a condition holds for the row; joined once by its name."""
        held = self._verdicts.get(name)
        if held is None:
            held = f"{self.own_prefix}v{len(self._verdicts) + 1}"
            self._verdicts[name] = held
            told = f'CROSS JOIN LATERAL (SELECT ({condition.sql}) AS holds) "{held}"'
            self._parts.append(Fragment(told, condition.params))
        return f'"{held}".holds'

    @property
    def own_prefix(self) -> str:
        """Begins the aliases of this source, so that one inside another hides none of its."""
        return "" if self.root == "r" else f"{self.root}_"

    @property
    def size(self) -> int:
        """How many joins it has; also what makes the next alias of its own."""
        return len(self._parts)

    def _step(self, object_type: ObjectType, rest: str, path: str) -> tuple[str, Field, str]:
        """Split `account.name` at the reference that it follows."""
        parts = rest.split(".")
        cut = 2 if parts[0] == "custom" else 1
        head, tail = ".".join(parts[:cut]), ".".join(parts[cut:])
        field = readable_field(self.policy, object_type, head)
        if field is None or field.reference is None or not tail:
            raise unknown_field(path)
        return head, field, tail

    def _in_resource(self, joined: Joined, rest: str, path: str) -> Located:
        if rest not in ("id", "name"):
            raise unknown_field(path)
        field = Field(rest, rest, "id" if rest == "id" else "text", read_only=True)
        return Located(joined.alias, field, None, path)

    def join(self, reference: Located, path: str) -> Joined:
        """The row that a reference field points to, joined once however often it is asked for."""
        held = self._joins.get(path)
        if held is not None:
            return held
        name = reference.field.reference or ""
        target = self.catalogue.resources.get(name) or self.catalogue.objects.get(name)
        if target is None:
            raise unknown_field(path)
        alias = f"{self.own_prefix}j{len(self._joins) + 1}"
        on = Fragment(f'"{alias}".id = {reference.sql}')
        readable = True
        if isinstance(target, ObjectType):
            seen = self.policy.condition(target, "read", alias, seeking=self.seeking)
            on = on & rows_of_object(target, alias) & seen
            readable = self.policy.field_access(target.name, target.title) != "hidden"
        joined = Joined(alias, target, readable)
        self._joins[path] = joined
        self._parts.append(Fragment(f'LEFT JOIN {target.table} "{alias}" ON {on.sql}', on.params))
        return joined


def readable_field(policy: Policy, object_type: ObjectType, path: str) -> Field | None:
    field = object_type.fields.get(path)
    if field is None or policy.field_access(object_type.name, path) == "hidden":
        return None
    return field
