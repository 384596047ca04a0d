"""What the applications put into a new tenant: they register here, provisioning calls them.

Every registered function runs in one transaction with the others of its step and is called again
if that was rolled back, so it may take an empty tenant for granted.
"""

from collections.abc import Callable
from typing import TypedDict, TypeVar
from uuid import UUID


class SignIn(TypedDict):
    """Somebody who may sign in, and where: what a person needs after a start."""

    name: str
    url: str
    email: str
    password: str


T = TypeVar("T")
Seeder = Callable[[], object]
#: Gets the id of the first user, who shall be able to do everything.
AdministratorSeeder = Callable[[UUID], object]
#: Makes the demonstration's tenants where they are missing; gets a function that shows progress.
DemoSeeder = Callable[[Callable[[str], None]], list[SignIn]]

_defaults: list[Seeder] = []
_administrators: list[AdministratorSeeder] = []
_samples: list[Seeder] = []
_demos: list[DemoSeeder] = []
_restored: list[Seeder] = []


def register(seed: Seeder) -> Seeder:
    """Defaults that every tenant starts with: roles, a pipeline."""
    return _added(_defaults, seed)


def register_administrator(seed: AdministratorSeeder) -> AdministratorSeeder:
    """What makes the first user an administrator."""
    return _added(_administrators, seed)


def register_sample_data(seed: Seeder) -> Seeder:
    """Records to look around in, for `tenant create --sample-data`."""
    return _added(_samples, seed)


def register_demo(seed: DemoSeeder) -> DemoSeeder:
    """Whole tenants for `setup_installation --demo`."""
    return _added(_demos, seed)


def register_restored(seed: Seeder) -> Seeder:
    """What a tenant that came out of an archive still lacks: it has the template's indexes only."""
    return _added(_restored, seed)


def complete_restored() -> None:
    for seed in _restored:
        seed()


def seed_defaults() -> None:
    for seed in _defaults:
        seed()


def seed_administrator(user_id: UUID) -> None:
    for seed in _administrators:
        seed(user_id)


def seed_sample_data() -> None:
    for seed in _samples:
        seed()


def seed_demos(show: Callable[[str], None]) -> list[SignIn]:
    return [sign_in for seed in _demos for sign_in in seed(show)]


def _added(registered: list[T], seed: T) -> T:
    if seed not in registered:
        registered.append(seed)
    return seed
