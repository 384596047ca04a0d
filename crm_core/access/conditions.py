"""Whose records an actor reaches, as one SQL condition that bounds every list and record."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.db import models
from django.db.models.expressions import Expression, F

from crm_core.access.choices import Scope
from crm_core.access.shares import may_hold_shares, share_models
from crm_core.records import catalogue
from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import FALSE, TRUE, Fragment, conjunction, disjunction
from crm_core.records.policy import Seeking
from freehold.epoch import TenantMemo

if TYPE_CHECKING:
    from crm_core.access.policy import Policy


def condition(
    policy: "Policy",
    object_type: ObjectType,
    verb: str,
    alias: str,
    *,
    shares: bool = True,
    seeking: Seeking = "page",
) -> Fragment:
    """TRUE where the actor may do `verb` to the row that `alias` names.

    A share widens a scope; it never gives a verb that no role grants, and deleting is never shared.
    Without `shares` it says what the actor reaches by their roles alone.
    """
    if object_type.parent is not None:
        return _of_whole(policy, object_type, verb, alias, shares=shares, seeking=seeking)
    scope = policy.scope(object_type.name, verb)
    if scope is Scope.NONE:
        return FALSE
    reached = TRUE
    if scope is not Scope.ALL:
        reached = _owned(policy, scope, alias)
        shared = _shared(policy, object_type, verb, alias, seeking=seeking) if shares else None
        reached = disjunction([reached, shared]) if shared is not None else reached
    return conjunction([reached, not_private(policy, object_type, alias)])


def disjoint(policy: "Policy", object_type: ObjectType, verb: str, alias: str) -> list[Fragment]:
    """`condition` in parts that no row is in twice, to be counted one by one.

    What roles reach is counted from the index of owners alone; with the shared ones beside it in
    one condition every row would have to be fetched (measured: 7,700 pages instead of 60).
    """
    whole = condition(policy, object_type, verb, alias, seeking="all")
    scope = policy.scope(object_type.name, verb)
    if object_type.parent is not None or scope in (Scope.NONE, Scope.ALL):
        return [whole]
    shared = _shared(policy, object_type, verb, alias, seeking="all")
    if shared is None:
        return [whole]
    owned, seen = _owned(policy, scope, alias), not_private(policy, object_type, alias)
    return [conjunction([owned, seen]), conjunction([shared, owned.negated(), seen])]


def visible(
    policy: "Policy", object_type: ObjectType, verb: str = "read", *, shares: bool = True
) -> "Reached":
    """For the ORM: `object_type.model.objects.filter(visible(policy, object_type))`."""
    return Reached(policy, object_type, verb, shares=shares)


def rows_of(object_type: ObjectType) -> "models.QuerySet[Any]":
    """All rows of the object, whoever asks: to be narrowed by `visible`."""
    rows: models.QuerySet[Any] = object_type.model._default_manager.all()
    return rows.filter(object=object_type.name) if object_type.custom else rows


def parent_of(object_name: str) -> str | None:
    """The object whose rights a part follows: `opportunities` for `line-items`."""
    found = catalogue.current().objects.get(object_name)
    return found.parent[1] if found is not None and found.parent else None


def _owned(policy: "Policy", scope: Scope, alias: str) -> Fragment:
    if scope is Scope.OWN:
        return Fragment(f'"{alias}".owner_id = %s', (policy.user_id,))
    users = policy.team_user_ids if scope is Scope.TEAM else policy.below_user_ids
    return Fragment(f'"{alias}".owner_id = ANY(%s)', (sorted(users),))


def not_private(policy: "Policy", object_type: ObjectType, alias: str) -> Fragment:
    """TRUE where the row isn't somebody else's private one, whatever roles and shares say."""
    if object_type.private_condition is None or policy.is_trusted:
        return TRUE
    private = object_type.private_condition.format(alias=f'"{alias}"')
    return Fragment(
        f'(NOT coalesce(({private}), false) OR "{alias}".owner_id = %s)',
        (policy.private_user_id,),
    )


def _of_whole(
    policy: "Policy",
    object_type: ObjectType,
    verb: str,
    alias: str,
    *,
    shares: bool,
    seeking: Seeking,
) -> Fragment:
    """A part is reached where its whole is: changing the part changes the whole."""
    assert object_type.parent is not None
    field, name = object_type.parent
    whole = catalogue.current().object(name)
    over = f"{alias}_whole"
    done = "read" if verb == "read" else "update"
    reached = condition(policy, whole, done, over, shares=shares, seeking=seeking)
    if reached in (TRUE, FALSE):
        return reached
    found = f'SELECT "{over}".id FROM {whole.table} "{over}" WHERE ({reached.sql})'
    part = f'"{alias}".{field}_id'
    if seeking == "one":
        return Fragment(f'EXISTS ({found} AND "{over}".id = {part})', reached.params)
    return Fragment(f"{part} IN ({found})", reached.params)


def _shared(
    policy: "Policy", object_type: ObjectType, verb: str, alias: str, *, seeking: Seeking
) -> Fragment | None:
    """Among the shared ones. An array is fetched by its ids, which serves counting (measured)."""
    tables = share_models(object_type.model)
    if tables is None or verb not in ("read", "update") or policy.user_id is None:
        return None
    if not may_hold_shares(tables, policy.user_id, policy.group_ids):
        return None
    permissions = _permissions(object_type.model, verb)
    parts = [_shares(tables.user, "user_id = %s", policy.user_id, permissions)]
    if policy.group_ids:
        groups = list(policy.group_ids)
        parts.append(_shares(tables.team, "group_id = ANY(%s)", groups, permissions))
    if seeking == "one":
        return disjunction([_exists(part, alias) for part in parts])
    ids = " UNION ALL ".join(part.sql for part in parts)
    among = f"= ANY(ARRAY({ids}))" if seeking == "all" else f"IN ({ids})"
    return Fragment(
        f'"{alias}".id {among}', tuple(value for part in parts for value in part.params)
    )


def _exists(shares: Fragment, alias: str) -> Fragment:
    """By the row's own shares: few, and planned alike whoever holds how many (measured)."""
    of_row = f'share.content_object_id = "{alias}".id'
    return Fragment(f"EXISTS ({shares.sql} AND {of_row})", shares.params)


def share_permissions(model: type[models.Model], verb: str) -> list[str]:
    """The permissions by which a share lets `verb` through: who may write may read."""
    name = model._meta.model_name
    return [f"change_{name}"] if verb == "update" else [f"view_{name}", f"change_{name}"]


_permission_ids: TenantMemo[list[int]] = TenantMemo(size=4096)


def _permissions(model: type[models.Model], verb: str) -> list[int]:
    """The ids of `share_permissions` in this tenant: looked up inside, they cost two joins."""
    names = share_permissions(model, verb)

    def read() -> list[int]:
        found = Permission.objects.filter(codename__in=names).order_by("id")
        return list(found.values_list("id", flat=True))

    return _permission_ids.get((model._meta.label, verb), read)


def _shares(table: type[models.Model], holder: str, value: Any, permissions: list[int]) -> Fragment:
    return Fragment(
        f"SELECT share.content_object_id FROM {table._meta.db_table} share WHERE share.{holder}"
        " AND share.permission_id = ANY(%s)"
        " AND (share.expires_at IS NULL OR share.expires_at > now())",
        (value, permissions),
    )


class Reached(Expression):
    """`condition` as a boolean of the ORM; it follows the alias that the query gives the table."""

    conditional = True

    def __init__(
        self, policy: "Policy", object_type: ObjectType, verb: str, *, shares: bool = True
    ) -> None:
        super().__init__(output_field=models.BooleanField())
        self.shares = shares
        self.policy = policy
        self.object_type = object_type
        self.verb = verb
        self.record: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.record]

    def set_source_expressions(self, exprs: list[Any]) -> None:  # type: ignore[override]
        (self.record,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        # Django leaves the aliases of subqueries without quotes, so PostgreSQL folds them.
        written = compiler.quote_name_unless_alias(self.record.alias)
        alias = written.strip('"') if written.startswith('"') else written.lower()
        found = condition(self.policy, self.object_type, self.verb, alias, shares=self.shares)
        return f"({found.sql})", found.params
