"""Fixtures of the deployment tests; none of them needs a database."""

from pathlib import Path
from typing import Any

import pytest

from tests.deploy.helm import VALUES, Helm, HelmUnavailable, extract


@pytest.fixture(scope="session")
def helm(tmp_path_factory: pytest.TempPathFactory) -> Helm:
    try:
        return extract(tmp_path_factory.mktemp("helm"))
    except HelmUnavailable as reason:
        pytest.skip(f"helm cannot run here: {reason}")


@pytest.fixture(scope="session")
def manifests(helm: Helm) -> list[dict[str, Any]]:
    """The chart as it comes."""
    return helm.render()


@pytest.fixture(params=sorted(VALUES.glob("*.yaml")), ids=lambda path: path.stem)
def values_file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path
