"""Ways around the door into a tenant, found in the source. Each message says what to do instead."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("platform", "tenants", "crm_core", "billing", "api")
#: The door itself, and what it is made of.
DOOR = {
    "tenants/context.py",
    "tenants/ownership.py",
    "tenants/connections.py",
    "platform/freehold/context.py",
    "platform/freehold/epoch.py",
}
#: Work on connections of their own that never enters a tenant, and processes without Django.
THREADS_ALLOWED = {
    "tenants/rollout/run.py",
    "tenants/pooling.py",
    "tenants/hosts.py",
    "platform/freehold/epoch.py",
    "platform/freehold/live/hub.py",
    "platform/freehold/observability/traffic.py",
}
EMBEDDED = "platform/freehold/embedded/"

#: Cached for the whole process, because they are the same for every tenant.
FACTS_OF_THE_WORLD = {"_minor_units", "_countries", "_unusual_minor_units", "_attributes_of"}

SWITCHES = {"set_tenant", "set_schema", "set_schema_to_public"}
MANAGERS = {"schema_context", "tenant_context"}
THREADS = {"ThreadPoolExecutor", "ProcessPoolExecutor", "Thread", "run_in_executor"}
CONTEXT_SETTERS = {"activate", "restore"}


@cache
def sources() -> list[tuple[str, list[ast.AST]]]:
    """Every module of the product but its migrations, with all that stands in it."""
    paths = [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]
    named = [(path.relative_to(ROOT).as_posix(), path) for path in paths]
    return [
        (name, list(ast.walk(ast.parse(path.read_text()))))
        for name, path in named
        if "/migrations/" not in name
    ]


def found(wanted: set[str], allowed: set[str]) -> list[str]:
    """`file:line name` of every use of a wanted name outside the allowed files."""
    return [
        f"{name}:{node.lineno} {_name(node)}"
        for name, nodes in sources()
        if name not in allowed
        for node in nodes
        if isinstance(node, ast.Attribute | ast.Name) and _name(node) in wanted
    ]


def _names_in(tree: ast.AST) -> set[str]:
    return {_name(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)}


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def test_nobody_switches_schemas_but_the_door() -> None:
    uses = found(SWITCHES | MANAGERS, DOOR)
    assert not uses, f"Enter tenants through tenants.context.in_tenant: {uses}"


def test_nobody_enters_a_tenant_s_row() -> None:
    """`with tenant:` of the library came out in another thread's tenant."""
    uses = [
        f"{name}:{node.lineno}"
        for name, nodes in sources()
        for node in nodes
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.context_expr, ast.Name) and item.context_expr.id.endswith("tenant")
    ]
    assert not uses, f"Write `with in_tenant(tenant):` instead: {uses}"


def test_nobody_sets_the_active_tenant_but_the_door() -> None:
    uses = [
        f"{name}:{node.lineno}"
        for name, nodes in sources()
        if name not in DOOR
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "freehold.context"
        for alias in node.names
        if alias.name in CONTEXT_SETTERS
    ]
    assert not uses, f"Only tenants.context may activate a tenant: {uses}"


def test_tenant_code_starts_no_threads() -> None:
    """A thread has a connection of its own, which is in no tenant."""
    uses = [use for use in found(THREADS, THREADS_ALLOWED) if not use.startswith(EMBEDDED)]
    assert not uses, f"Start a job (freehold.jobs.services.start_job) instead: {uses}"


def test_views_are_synchronous() -> None:
    """In `async def` the connection's schema is public, whatever the host."""
    uses = [
        f"{name}:{node.lineno} {node.name}"
        for name, nodes in sources()
        for node in nodes
        if isinstance(node, ast.AsyncFunctionDef)
    ]
    assert not uses, f"Write it synchronously; threads serve requests: {uses}"


def test_nothing_process_global_remembers_tenant_data() -> None:
    """`lru_cache` on tenant code would give one tenant's answer to another."""
    tenant_code = ("crm_core/", "platform/freehold/identity/", "platform/freehold/audit/")
    uses = [
        f"{name}:{node.lineno} {node.name}"
        for name, nodes in sources()
        if name.startswith(tenant_code)
        for node in nodes
        if isinstance(node, ast.FunctionDef) and node.name not in FACTS_OF_THE_WORLD
        for decorator in node.decorator_list
        if {"lru_cache", "cache"} & _names_in(decorator)
    ]
    assert not uses, f"Use freehold.epoch.TenantMemo, which is kept per tenant: {uses}"


@pytest.mark.parametrize("folder", ["crm_core", "platform/freehold/identity"])
def test_on_commit_takes_the_tenant_along(folder: str) -> None:
    """A bare `transaction.on_commit` runs in whichever tenant is active at the commit."""
    uses = [
        f"{name}:{node.lineno}"
        for name, nodes in sources()
        if name.startswith(folder)
        for node in nodes
        if isinstance(node, ast.Attribute)
        and node.attr == "on_commit"
        and isinstance(node.value, ast.Name)
        and node.value.id == "transaction"
    ]
    assert not uses, f"Use freehold.context.on_commit, or freehold.tenancy.on_commit: {uses}"
