"""Which schema version this code needs, told from the names of the migrations on disk alone."""

import hashlib
import pkgutil
from functools import cache
from importlib import import_module, util
from pathlib import Path

from django.apps import apps
from django.conf import settings


@cache
def expected_version() -> str:
    """The version of a tenant's schema that this code works on: `<count>-<digest>`.

    The count of migrations only grows, so versions sort by age as text.
    """
    return _version_of(settings.TENANT_APPS)


@cache
def expected_public_version() -> str:
    return _version_of(settings.SHARED_APPS)


def is_behind(schema_version: str) -> bool:
    """The tenant's schema lacks migrations that this code relies on."""
    return schema_version.partition("-")[0] < expected_version().partition("-")[0]


def is_ahead(schema_version: str) -> bool:
    """The schema has migrations that this code doesn't know."""
    return schema_version.partition("-")[0] > expected_version().partition("-")[0]


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """(application label, migration name) of every migration of a tenant's schema on disk."""
    files = migration_files(settings.TENANT_APPS)
    return frozenset((app, name) for app, name, _ in files)


def migration_files(app_names: list[str]) -> list[tuple[str, str, Path]]:
    """(application label, migration name, file) of every migration on disk, sorted."""
    wanted = set(app_names)
    found = []
    for app in apps.get_app_configs():
        if app.name in wanted and util.find_spec(f"{app.name}.migrations"):
            folder = Path(import_module(f"{app.name}.migrations").__path__[0])
            for module in pkgutil.iter_modules([str(folder)]):
                if not module.ispkg and module.name[0] not in "_~":
                    found.append((app.label, module.name, folder / f"{module.name}.py"))
    return sorted(found)


def _version_of(app_names: list[str]) -> str:
    names = [f"{app}.{name}" for app, name, _ in migration_files(app_names)]
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]
    return f"{len(names):05d}-{digest}"
