"""A checked formula as one SQL expression over a row.

What can go wrong in SQL gives NULL instead: division by zero, days out of the calendar, amounts
of different currencies. Comparisons and conditions are true or false, never unknown.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from crm_core.records.catalogue.kinds import MOST_DECIMALS
from crm_core.records.formulas.builders import BUILDERS, literal
from crm_core.records.formulas.checking import Apply, Literal, Read, Typed
from crm_core.records.formulas.expressions import Value, fill
from crm_core.records.formulas.syntax import FormulaError
from crm_core.records.fragments import Fragment

#: Reads a field: its comparable SQL, and its currency if it is money.
Reader = Callable[[Read], Value]

LONGEST_SQL = 60_000
LONGEST_TEXT = 4000
MOST_NUMBER = 10**15
#: Of what was divided, whose digits have no end.
DIVIDED_DECIMALS = 6


def compile_formula(tree: Typed, read: Reader) -> Value:
    """The result as a list shows it: bounded, empty text as NULL.

    A number has every digit, unless something was divided on the way: then it is rounded.
    """
    found = _Compiler(read).value(tree)
    if len(found.sql.sql) + len(found.currency.sql) > LONGEST_SQL:
        raise FormulaError(
            _("This formula is too large: put parts of it into fields of their own.")
        )
    digits = DIVIDED_DECIMALS if _divides(tree) else MOST_DECIMALS
    return Value(found.type, _bounded(found, digits), found.currency)


def _divides(tree: Typed) -> bool:
    if not isinstance(tree, Apply):
        return False
    return tree.name == "/" or any(_divides(one) for one in tree.args)


def _bounded(found: Value, digits: int) -> Fragment:
    if found.type == "number":
        return fill(
            f"(SELECT CASE WHEN abs(v.n) < {MOST_NUMBER} THEN trim_scale(round(v.n, {digits}))"
            " END FROM (SELECT {sql} AS n) v)",
            sql=found.sql,
        )
    if found.type == "money":
        return fill(
            f"(SELECT CASE WHEN abs(v.n) <= {MOST_NUMBER} THEN round(v.n)::bigint END"
            " FROM (SELECT {sql} AS n) v)",
            sql=found.sql,
        )
    if found.type == "text":
        return fill(f"nullif(left({{sql}}, {LONGEST_TEXT}), '')", sql=found.sql)
    return found.sql


class _Compiler:
    def __init__(self, read: Reader) -> None:
        self.read = read

    def value(self, node: Typed) -> Value:
        if isinstance(node, Literal):
            return literal(node)
        if isinstance(node, Read):
            return self._field(node)
        args = [self.value(one) for one in node.args]
        if node.name == "is_blank":
            return self._is_blank(node.args[0], args[0])
        found = BUILDERS[node.name](node, args)
        if len(found.sql.sql) > LONGEST_SQL:
            raise FormulaError(
                _("This formula is too large: put parts of it into fields of their own.")
            )
        return found

    def _field(self, node: Read) -> Value:
        found = self.read(node)
        if found.type == "number":
            return Value("number", fill("({sql})::numeric", sql=found.sql))
        if found.type == "text":
            return Value("text", fill(f"nullif(left({{sql}}, {LONGEST_TEXT}), '')", sql=found.sql))
        if found.type == "boolean":
            return Value("boolean", fill("coalesce({sql}, false)", sql=found.sql))
        return found

    def _is_blank(self, node: Typed, value: Value) -> Value:
        """Of a field the stored value is asked, as a truth value is never blank elsewhere."""
        held = self.read(node) if isinstance(node, Read) else value
        template = "({sql} IS NULL)"
        if held.type == "text":
            template = "(coalesce({sql}, '') = '')"
        elif held.type == "list":
            template = "(coalesce({sql}, '[]') = '[]'::jsonb)"
        return Value("boolean", fill(template, sql=held.sql))
