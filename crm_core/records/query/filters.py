"""The filter language: JSON to one SQL condition.

    {"and": [{"field": "stage", "op": "eq", "value": "won"}, {"or": […]}, {"not": {…}}]}

Beside the object's fields it knows `followed`: whether the reader follows the record.
Two-valued: a comparison with an empty field is false, its negation true.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import Field
from crm_core.records.fragments import Fragment, conjunction, disjunction
from crm_core.records.policy import Policy
from crm_core.records.query.following import FOLLOWED, followed
from crm_core.records.query.phones import digits_of, is_number, pattern, read_number
from crm_core.records.query.refusing import refuse
from crm_core.records.query.relative import period
from crm_core.records.query.source import Located, Source
from freehold.text import fold, like_pattern

MOST_CONDITIONS = 200
DEEPEST = 12
_COMPARE = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


def compile_filter(source: Source, node: Any) -> Fragment:
    """The condition that `node` states; 400 with a sentence when it can't be understood."""
    return _Compiler(source).node(node, 1)


class _Compiler:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.seen = 0

    def node(self, node: Any, depth: int) -> Fragment:
        self.seen += 1
        if depth > DEEPEST or self.seen > MOST_CONDITIONS:
            raise refuse(
                "filter",
                _("A filter holds at most %(most_conditions)s conditions, %(deepest)s deep.")
                % {"most_conditions": MOST_CONDITIONS, "deepest": DEEPEST},
            )
        if not isinstance(node, Mapping):
            raise refuse("filter", _("A filter is an object with “and”, “or”, “not” or “field”."))
        if set(node) == {"and"} or set(node) == {"or"}:
            return self._group(*next(iter(node.items())), depth)
        if set(node) == {"not"}:
            return self.node(node["not"], depth + 1).negated()
        if "field" in node and set(node) <= {"field", "op", "value"}:
            return self._leaf(node)
        raise refuse(
            "filter", _("Each part of a filter has “and”, “or”, “not”, or “field” with “op”.")
        )

    def _group(self, word: str, members: Any, depth: int) -> Fragment:
        if not isinstance(members, list):
            raise refuse("filter", _("“%(word)s” takes a list of filters.") % {"word": word})
        parts = [self.node(member, depth + 1) for member in members]
        return conjunction(parts) if word == "and" else disjunction(parts)

    def _leaf(self, node: Mapping[str, Any]) -> Fragment:
        path, op = node["field"], node.get("op", "eq")
        if not isinstance(path, str) or not isinstance(op, str):
            raise refuse("filter", _("“field” and “op” are text."))
        if path == FOLLOWED:
            return followed(self.source, op, node.get("value"))
        located = self.source.locate(path)
        if op not in located.field.operators:
            known = ", ".join(located.field.operators) or "none"
            raise refuse(
                path,
                _("“%(path)s” can't be filtered by “%(op)s”; it knows: %(known)s.")
                % {"path": path, "op": op[:40], "known": known},
            )
        return self._condition(located, op, node.get("value"))

    def _condition(self, at: Located, op: str, value: Any) -> Fragment:
        if op == "empty":
            return _empty(at, value)
        if op == "relative":
            return _relative(at, value)
        if at.field.type == "reference":
            return self._reference(at, op, value)
        handler: Callable[[Located, str, Any], Fragment] = _HANDLERS.get(at.field.type, _scalar)
        return handler(at, op, value)

    def _reference(self, at: Located, op: str, value: Any) -> Fragment:
        """By id, by `me` or `my_team`, or by the name of what is meant."""
        many = op in ("in", "nin", "was")
        values = _listed(at, value) if many else [value]
        if op == "was":
            past = at.field.past.format(alias=f'"{at.alias}"')
            return Fragment(past, ([_parsed(at, one) for one in values],))
        ids: list[UUID] = []
        names: list[str] = []
        for one in values:
            if one == "my_team" and at.field.reference == "users":
                ids.extend(sorted(my_team(self.source.policy)))
                continue
            found = self._id_of(at, one)
            if isinstance(found, UUID):
                ids.append(found)
            else:
                names.append(found)
        parts = [_one_of(at.sql, ids)] if ids else []
        if names:
            joined = self.source.join(at, at.path)
            folded = [fold(name) for name in names]
            parts.append(Fragment(f"extensions.fold({joined.title_sql}) = ANY(%s)", (folded,)))
        found_any = disjunction(parts)
        return found_any.negated() if op in ("ne", "nin") else found_any

    def _id_of(self, at: Located, value: Any) -> UUID | str:
        if value is None:
            raise refuse(at.path, _("Give “%(path)s” a value, or use “empty”.") % {"path": at.path})
        if value == "me" and at.field.reference == "users":
            return self.source.policy.user_id or UUID(int=0)
        try:
            found: UUID = UUID(value) if isinstance(value, str) else at.field.parse(value)
            return found
        except ValueError as error:
            if isinstance(value, str) and at.field.reference and "\x00" not in value:
                return value
            raise refuse(at.path, str(error)) from error


def _one_of(sql: str, ids: list[UUID]) -> Fragment:
    """Of a single id, an index that goes on with an order gives the rows in that order."""
    if len(ids) == 1:
        return Fragment(f"{sql} = %s", (ids[0],))
    return Fragment(f"{sql} = ANY(%s)", (ids,))


def my_team(policy: Policy) -> frozenset[UUID]:
    """Oneself, the people of one's teams, and those of the teams below."""
    return policy.below_user_ids | {policy.user_id or UUID(int=0)}


def _listed(at: Located, value: Any) -> list[Any]:
    if not isinstance(value, list) or not value or len(value) > 1000:
        raise refuse(
            at.path, _("“%(path)s” needs a list of 1 to 1,000 values here.") % {"path": at.path}
        )
    return value


def _parsed(at: Located, value: Any) -> Any:
    if value is None:
        raise refuse(at.path, _("Give “%(path)s” a value, or use “empty”.") % {"path": at.path})
    try:
        found = at.field.parse(value)
    except ValueError as error:
        raise refuse(at.path, str(error)) from error
    return at.field.kind.store(found) if _is_text_in_json(at.field) else found


def _is_text_in_json(field: Field) -> bool:
    """Dates and times of custom fields are compared as the ISO text that they are stored as."""
    return field.custom and field.computed is None and field.type in ("date", "datetime")


def _negate(op: str, positive: Fragment) -> Fragment:
    return positive.negated() if op in ("ne", "nin") else positive


def equal_to(at: Located, values: list[Any]) -> Fragment:
    """Equal to one of the parsed values, by what the index of a custom field holds."""
    one, many = (values[0], False) if len(values) == 1 else (values, True)
    sign = "= ANY(%s)" if many else "= %s"
    found = Fragment(f"{at.sql} {sign}", (one,))
    if not at.field.custom or at.field.computed is not None or not at.field.kind.folded:
        return found
    folded = [fold(str(value)) for value in values]
    near = Fragment(
        f'extensions.fold({at.sql}) COLLATE "C" {sign}', (folded if many else folded[0],)
    )
    return near & found


def _scalar(at: Located, op: str, value: Any) -> Fragment:
    if op in ("eq", "ne"):
        return _negate(op, equal_to(at, [_parsed(at, value)]))
    if op in ("in", "nin"):
        return _negate(op, equal_to(at, [_parsed(at, one) for one in _listed(at, value)]))
    if op == "between":
        low, high = _pair(at, value)
        return Fragment(f"{at.sql} BETWEEN %s AND %s", (_parsed(at, low), _parsed(at, high)))
    return Fragment(f"{at.sql} {_COMPARE[op]} %s", (_parsed(at, value),))


def _pair(at: Located, value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise refuse(
            at.path,
            _("“between” needs two values for “%(path)s”, lowest first.") % {"path": at.path},
        )
    return value[0], value[1]


def _text(at: Located, op: str, value: Any) -> Fragment:
    if op in ("eq", "ne", "in", "nin"):
        return _scalar(at, op, value)
    if not isinstance(value, str) or not value or "\x00" in value or len(value) > 1000:
        raise refuse(
            at.path,
            _("“%(op)s” needs text of 1 to 1,000 characters for “%(path)s”.")
            % {"op": op, "path": at.path},
        )
    if op == "contains":
        return Fragment(f"position(%s IN {at.sql}) > 0", (value,))
    pattern = like_pattern(value, before="" if op == "startswith" else "%")
    return Fragment(f"extensions.fold({at.sql}) LIKE %s", (pattern,))


def _email(at: Located, op: str, value: Any) -> Fragment:
    """Capitals tell no two addresses apart. The folded text is what their index holds."""
    if op not in ("eq", "ne", "in", "nin"):
        return _text(at, op, value)
    listed = _listed(at, value) if op in ("in", "nin") else [value]
    wanted = [_parsed(at, one) for one in listed]
    folded = [fold(one) for one in wanted]
    sign, sought = ("= %s", folded[0]) if len(folded) == 1 else ("= ANY(%s)", folded)
    near = Fragment(f'extensions.fold({at.sql}) COLLATE "C" {sign}', (sought,))
    lowered = "ARRAY(SELECT lower(one) FROM unnest(%s::text[]) one)"
    same = Fragment(f"lower({at.sql}) = ANY({lowered})", (wanted,))
    return _negate(op, near & same)


def _phone(at: Located, op: str, value: Any) -> Fragment:
    """By its digits where a number is looked for, else as text."""
    positive = {"ne": "eq", "nin": "in"}.get(op, op)
    found = is_number(at, positive, value)
    return _negate(op, found) if found else _text(at, op, value)


def _entries(at: Located, op: str, value: Any) -> Fragment:
    if not isinstance(value, str) or not value or "\x00" in value:
        raise refuse(
            at.path, _("“%(op)s” needs text for “%(path)s”.") % {"op": op, "path": at.path}
        )
    same = Fragment("extensions.fold(part.value) LIKE %s", (like_pattern(value),))
    number = read_number(value) if at.field.type == "phones" else None
    if number:
        told = Fragment(f"{digits_of('part.value')} ~ %s", (pattern([number], op),))
        same = disjunction([same, told])
    return Fragment(
        f"EXISTS (SELECT 1 FROM jsonb_array_elements({at.sql}) entry,"
        f" jsonb_each_text(entry) part WHERE {same.sql})",
        same.params,
    )


def _money(at: Located, op: str, value: Any) -> Fragment:
    """Minor units; with {"amount", "currency"} the currency must be the same, too."""
    if op in ("in", "nin"):
        parts = [_money(at, "eq", one) for one in _listed(at, value)]
        return _negate(op, disjunction(parts))
    if op == "between":
        low, high = _pair(at, value)
        return _money(at, "gte", low) & _money(at, "lte", high)
    amount = _parsed(at, value)
    sign = "=" if op in ("eq", "ne") else _COMPARE[op]
    found = Fragment(f"{at.sql} {sign} %s", (amount["amount"],))
    if isinstance(value, Mapping) and value.get("currency"):
        found = found & Fragment(f"{at.currency_sql} = %s", (amount["currency"],))
    return _negate(op, found)


def _several(at: Located, op: str, value: Any) -> Fragment:
    """A multi-pick list: has the value, has any of the values, has none of them."""
    wanted = _parsed(at, [value] if op == "contains" else _listed(at, value))
    return _negate(op, Fragment(f"{at.sql} ?| %s::text[]", (wanted,)))


def _empty(at: Located, value: Any) -> Fragment:
    if value not in (True, False, None):
        raise refuse(at.path, _("“empty” takes true or false."))
    found = Fragment(f"{at.sql} IS NULL")
    if at.field.kind.empty_text:
        found = Fragment(f"coalesce({at.sql}, '') = ''")
    elif at.field.type in ("multipicklist", "emails", "phones", "addresses"):
        found = Fragment(f"coalesce({at.sql}, '[]') = '[]'::jsonb")
    return found.negated() if value is False else found


def _relative(at: Located, value: Any) -> Fragment:
    if not isinstance(value, str):
        raise refuse(at.path, _("“relative” takes text such as “last_30_days”."))
    try:
        start, end = period(value, whole_days=at.field.type == "date")
    except ValueError as error:
        raise refuse(at.path, str(error)) from error
    if _is_text_in_json(at.field):
        start, end = at.field.kind.store(start), at.field.kind.store(end)
    return Fragment(f"{at.sql} >= %s AND {at.sql} < %s", (start, end))


_HANDLERS: dict[str, Callable[[Located, str, Any], Fragment]] = {
    **dict.fromkeys(("text", "longtext", "url"), _text),
    "phone": _phone,
    "email": _email,
    **dict.fromkeys(("emails", "phones", "addresses"), _entries),
    "money": _money,
    "multipicklist": _several,
}
