"""What the record spine asks about rights. `crm_core.access` registers itself to answer."""

from collections.abc import Callable
from typing import Literal, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from crm_core.records.catalogue.types import ObjectType
from crm_core.records.fragments import Fragment
from crm_core.records.layout import LaidOut
from crm_core.records.rights import RIGHT_LABELS
from freehold.errors import Forbidden
from freehold.identity.actor import Actor

FieldAccess = Literal["hidden", "read", "write"]
#: Which rows are looked for: some in an order, all, or one that is known by its id.
Seeking = Literal["page", "all", "one"]


class Policy(Protocol):
    """The rights of one actor: the same answers bound every list, record, search and write."""

    @property
    def user_id(self) -> UUID | None: ...

    @property
    def private_user_id(self) -> UUID | None:
        """Whose private records the actor sees."""
        ...

    @property
    def below_user_ids(self) -> frozenset[UUID]:
        """The people of one's teams and of the teams below them."""
        ...

    def can(self, object_name: str, verb: str) -> bool: ...

    def lacking_scope(self, object_name: str, verb: str) -> str:
        """The scope without which the API key forbids `verb`; empty where it does not."""
        ...

    @property
    def is_bound_key(self) -> bool:
        """The actor came by an API key that is bound to reading or to some objects."""
        ...

    def field_access(self, object_name: str, field: str) -> FieldAccess: ...

    def has_right(self, right: str) -> bool: ...

    def condition(
        self, object_type: ObjectType, verb: str, alias: str, *, seeking: Seeking = "page"
    ) -> Fragment:
        """True for the rows in reach, said so that those sought are found fast.

        Reading a page in order, PostgreSQL asks of each row whether it is among the shared ones;
        to count all, it should fetch the shared ones by their ids; of one row it should look for
        the shares of that row.
        """
        ...

    def disjoint(self, object_type: ObjectType, verb: str, alias: str) -> list[Fragment]:
        """The same as conditions that no row meets twice, each quick to count."""
        ...

    def layout(self, object_name: str) -> LaidOut | None: ...


_resolvers: list[Callable[[Actor], Policy]] = []


def register(resolver: Callable[[Actor], Policy]) -> None:
    _resolvers[:] = [resolver]


def policy_for(actor: Actor) -> Policy:
    return _resolvers[0](actor)


def require_right(actor: Actor, right: str) -> Policy:
    """The policy, or 403 that calls the missing right as roles do."""
    policy = policy_for(actor)
    if not policy.has_right(right):
        raise lacks_right(policy, right)
    return policy


def lacks_right(policy: Policy, right: str) -> Forbidden:
    """What to do about a missing right: a bound API key has none, whoever made it."""
    words = RIGHT_LABELS.get(right, right)
    if policy.is_bound_key:
        return Forbidden(
            _(
                "This API key is bound to reading or to some objects, so it lacks the right "
                "“%(right)s”. Use a key with the scope “all”."
            )
            % {"right": words}
        )
    return Forbidden(
        _("This needs the right “%(right)s”. Ask an administrator of your workspace.")
        % {"right": words}
    )


def refuse_bound_key(policy: Policy, object_name: str, verb: str) -> None:
    """Forbidden for a program whose key was not made for this: its maker's roles may be wider."""
    scope = policy.lacking_scope(object_name, verb)
    if scope:
        raise Forbidden(
            _("The scopes of this API key do not allow this. Use a key with the scope “%(scope)s”.")
            % {"scope": scope}
        )
