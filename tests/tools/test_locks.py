"""The locks serve any index or mirror, and hold what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DEPENDENCIES = PROJECT["project"]["dependencies"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = {
    "requirements.txt": [*DEPENDENCIES, *EXTRAS["storage"]],
    "requirements-local.txt": [*DEPENDENCIES, *EXTRAS["embedded"]],
    "requirements-dev.txt": [*DEPENDENCIES, *(each for extra in EXTRAS.values() for each in extra)],
    "requirements-node.txt": PROJECT["dependency-groups"]["node"],
}
REMEDY = "Run `make lock`."


def locked(name: str) -> dict[str, str]:
    """Version by package."""
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_the_project_asks_for(name: str) -> None:
    versions = locked(name)
    for line in LOCKS[name]:
        wanted = Requirement(line)
        found = versions.get(canonical(wanted.name))
        assert found, f"{name} lacks {wanted.name}. {REMEDY}"
        assert wanted.specifier.contains(found), f"{name} has {wanted.name} {found}. {REMEDY}"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_checks_every_package_by_its_hash(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text())
    assert all("--hash=sha256:" in block for block in blocks), REMEDY


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_neither_a_registry_nor_a_folder(name: str) -> None:
    assert not re.search(r"https?://|file:|--index-url|--find-links|\s/\w+/", _text(name)), REMEDY


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-local.txt"])
def test_every_lock_has_the_versions_that_the_tests_run_with(name: str) -> None:
    tested = locked("requirements-dev.txt")
    assert {package: tested.get(package) for package in locked(name)} == locked(name), REMEDY


def _text(name: str) -> str:
    return (ROOT / name).read_text()
