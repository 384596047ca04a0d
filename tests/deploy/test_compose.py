"""The compose file: valid by the compose specification, closed towards the outside, one clock."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.deploy.helm import PROJECT

COMPOSE = PROJECT / "compose.yaml"
EXAMPLE = PROJECT / "deploy" / "compose.env.example"
ROLES = {
    "migrate": [
        "migrate",
        "--admin-email",
        "${FREEHOLD_ADMIN_EMAIL:?Set FREEHOLD_ADMIN_EMAIL in .env}",
    ],
    "web": ["web"],
    "worker": ["worker", "interactive,default"],
    "worker-bulk": ["worker", "bulk"],
    "worker-schemas": ["worker", "schemas", "--concurrency", "1"],
    "beat": ["beat"],
}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    found: dict[str, Any] = content["services"]
    return found


def test_it_fits_the_compose_specification() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*check, str(COMPOSE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_role_of_the_image_runs_once(services: dict[str, Any]) -> None:
    ours = {name: one["command"] for name, one in services.items() if "build" in one}
    assert ours == ROLES
    assert not [name for name, one in services.items() if "deploy" in one]


def test_nothing_starts_before_the_migration_has_succeeded(services: dict[str, Any]) -> None:
    for name in set(ROLES) - {"migrate"}:
        condition = services[name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully", name


def test_only_who_makes_schemas_can_sign_in_as_the_owner(services: dict[str, Any]) -> None:
    known = {name: services[name]["environment"] for name in ROLES}
    owners = {name for name, one in known.items() if "DATABASE_OWNER_URL" in one}
    assert owners == {"migrate", "worker-schemas"}
    for name, one in known.items():
        assert one["DATABASE_URL"].startswith("postgresql://freehold_app:"), name
        assert one["POSTGRES_PASSWORD"] == "", name


def test_only_the_web_container_is_reachable_and_from_this_host_alone(
    services: dict[str, Any],
) -> None:
    published = {name: one["ports"] for name, one in services.items() if "ports" in one}
    assert published == {"web": ["${FREEHOLD_LISTEN:-127.0.0.1:8000}:8000"]}
    assert services["database"]["networks"] == services["broker"]["networks"] == ["inside"]


def test_our_containers_have_no_rights_and_a_read_only_root(services: dict[str, Any]) -> None:
    for name in ROLES:
        assert services[name]["read_only"] is True, name
        assert services[name]["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in services[name]["security_opt"], name


def test_the_example_names_every_variable_that_must_be_set() -> None:
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE.read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    assert required | {"FREEHOLD_HOST", "FREEHOLD_SECRET_KEY"} == offered


def test_the_example_sets_only_what_something_reads() -> None:
    offered = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    settings = (PROJECT / "docs/operators/settings.md").read_text(encoding="utf-8")
    known = set(re.findall(r"`([A-Z_0-9]+)`", settings))
    known |= set(re.findall(r"\$\{([A-Z_]+):", COMPOSE.read_text()))
    assert offered <= known


def test_what_the_deployments_set_is_read_by_something() -> None:
    settings = (PROJECT / "docs/operators/settings.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| `([A-Z_0-9]+)`", settings, re.MULTILINE))
    known |= set(re.findall(r"\$\{([A-Z_]+):", COMPOSE.read_text()))
    files = [COMPOSE, PROJECT / "Dockerfile", *(PROJECT / "deploy").rglob("*.sh")]
    files += [*(PROJECT / "helm").rglob("*.yaml"), *(PROJECT / "helm").rglob("*.tpl")]
    files += [*(PROJECT / "tests/deploy/values").rglob("*.yaml")]
    name = re.compile(r"\bFREEHOLD_[A-Z_0-9]+[A-Z0-9]\b(?!_)")
    assert {one for file in files for one in name.findall(file.read_text())} <= known
