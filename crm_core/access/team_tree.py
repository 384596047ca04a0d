"""The tenant's tree of teams in memory: whom a member or a manager reaches."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from crm_core.access.models import Team
from freehold.epoch import TenantMemo


@dataclass(frozen=True, slots=True)
class TeamNode:
    """One team; `group_id` is where its members and its shares hang."""

    id: UUID
    group_id: int
    name: str
    parent_id: UUID | None
    manager_id: UUID | None


class TeamTree:
    """All teams of a tenant. A loop, should one ever be stored, ends where it began."""

    def __init__(self, nodes: Iterable[TeamNode]) -> None:
        self.nodes = {node.id: node for node in nodes}
        self._below: dict[UUID, list[TeamNode]] = {}
        for node in self.nodes.values():
            if node.parent_id is not None:
                self._below.setdefault(node.parent_id, []).append(node)

    def of(self, user_id: UUID, group_ids: Collection[int]) -> list[TeamNode]:
        """The teams that someone belongs to or manages."""
        return [
            node
            for node in self.nodes.values()
            if node.group_id in group_ids or node.manager_id == user_id
        ]

    def with_below(self, teams: Iterable[TeamNode]) -> list[TeamNode]:
        """The teams and everything under them, each once."""
        found: dict[UUID, TeamNode] = {}
        waiting = list(teams)
        while waiting:
            node = waiting.pop()
            if node.id not in found:
                found[node.id] = node
                waiting.extend(self._below.get(node.id, ()))
        return list(found.values())

    def above(self, team_id: UUID) -> list[TeamNode]:
        """The team and what stands over it, up to the root."""
        path: list[TeamNode] = []
        node = self.nodes.get(team_id)
        while node is not None and node not in path:
            path.append(node)
            node = self.nodes.get(node.parent_id) if node.parent_id else None
        return path


_trees: TenantMemo[TeamTree] = TenantMemo(size=256)


def team_tree() -> TeamTree:
    """The active tenant's teams, read once per epoch and process."""
    return _trees.get("tree", read_tree)


def read_tree() -> TeamTree:
    """The teams as the database has them now: for writes, which must not decide on a memory."""
    rows = Team.objects.values_list("id", "group_id", "group__name", "parent_id", "manager_id")
    return TeamTree(TeamNode(*row) for row in rows.order_by("group__name"))
