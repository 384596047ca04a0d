"""The Helm chart: linted, rendered with several values, checked against Kubernetes' schemas."""

import re
import textwrap
from pathlib import Path
from typing import Any

import kubernetes_validate  # type: ignore[import-untyped]  # untyped library
import pytest

from tests.deploy.helm import CHART, PROJECT, Helm, containers, only, workloads

Manifests = list[dict[str, Any]]
KUBERNETES = ("1.35", "1.37")
QUEUES = {"interactive", "default", "bulk", "schemas"}


def test_helm_lint_finds_nothing(helm: Helm, values_file: Path) -> None:
    done = helm.run("lint", "--strict", str(CHART), "--values", str(values_file))
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_manifest_fits_the_schemas_of_kubernetes(helm: Helm, values_file: Path) -> None:
    for manifest in helm.render("--values", str(values_file)):
        for version in KUBERNETES:
            kubernetes_validate.validate(manifest, version, strict=True)


def test_a_schema_violation_would_be_found(manifests: Manifests) -> None:
    broken = {**only(manifests, "Service", "crm-freehold"), "spec": {"ports": [{"prt": 80}]}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, KUBERNETES[0], strict=True)


def test_the_values_of_the_operator_guide_are_accepted(helm: Helm, tmp_path: Path) -> None:
    guide = (PROJECT / "docs/operators/install-helm.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    values = tmp_path / "values.yaml"
    values.write_text(textwrap.dedent(block))
    (web,) = [
        container
        for name, container in containers(helm.render("--values", str(values)))
        if name == "crm-freehold-web"
    ]
    assert web["image"] == "registry.example/freehold:0.1.0"


def test_every_queue_has_a_worker(helm: Helm, values_file: Path) -> None:
    served = set()
    for _, container in containers(helm.render("--values", str(values_file))):
        if container["args"][0] == "worker":
            served |= set(container["args"][1].split(","))
    assert served == QUEUES


def test_every_pod_meets_the_restricted_pod_security_standard(
    helm: Helm, values_file: Path
) -> None:
    rendered = helm.render("--values", str(values_file))
    for workload in workloads(rendered):
        pod = workload["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
    for name, container in containers(rendered):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }, name
        assert container["resources"].get("requests"), name


def test_secrets_come_from_the_operators_secret_alone(helm: Helm, values_file: Path) -> None:
    rendered = helm.render("--values", str(values_file))
    assert not [one for one in rendered if one["kind"] == "Secret"]
    for name, container in containers(rendered):
        by_name = {entry["name"]: entry for entry in container["env"]}
        for secret in ("FREEHOLD_SECRET_KEY", "DATABASE_URL", "REDIS_URL"):
            assert "secretKeyRef" in by_name[secret]["valueFrom"], (name, secret)


def test_only_who_makes_schemas_can_sign_in_as_the_owner(helm: Helm, manifests: Manifests) -> None:
    def owners(*options: str) -> set[str]:
        rendered = helm.render(*options) if options else manifests
        return {
            name
            for name, container in containers(rendered)
            if "DATABASE_OWNER_URL" in {entry["name"] for entry in container["env"]}
        }

    assert owners() == {"crm-freehold-migrate", "crm-freehold-worker-schemas"}
    assert owners("--set", "secret.ownerKeys=null") == set()


def test_the_ingress_leads_the_platform_host_and_every_tenant(manifests: Manifests) -> None:
    ingress = only(manifests, "Ingress", "crm-freehold")
    hosts = ["crm.example.com", "*.crm.example.com"]
    assert [rule["host"] for rule in ingress["spec"]["rules"]] == hosts
    assert ingress["spec"]["tls"] == [{"secretName": "freehold-tls", "hosts": hosts}]


def test_the_web_probes_ask_under_the_applications_own_host(manifests: Manifests) -> None:
    (web,) = only(manifests, "Deployment", "crm-freehold-web")["spec"]["template"]["spec"][
        "containers"
    ]
    paths = {}
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        paths[probe] = web[probe]["httpGet"]["path"]
        headers = {one["name"]: one["value"] for one in web[probe]["httpGet"]["httpHeaders"]}
        assert headers == {"Host": "crm.example.com", "X-Forwarded-Proto": "https"}
    assert paths == {
        "startupProbe": "/healthz",
        "livenessProbe": "/healthz",
        "readinessProbe": "/readyz",
    }


def test_a_stopping_web_pod_serves_on_before_it_hears_sigterm(manifests: Manifests) -> None:
    pod = only(manifests, "Deployment", "crm-freehold-web")["spec"]["template"]["spec"]
    drain = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert 0 < drain < pod["terminationGracePeriodSeconds"]


def test_there_is_one_clock_and_never_two(manifests: Manifests) -> None:
    beat = only(manifests, "Deployment", "crm-freehold-beat")["spec"]
    assert (beat["replicas"], beat["strategy"]) == (1, {"type": "Recreate"})


def test_the_migration_needs_nothing_that_the_release_brings_later(manifests: Manifests) -> None:
    job = only(manifests, "Job", "crm-freehold-migrate")
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    pod = job["spec"]["template"]["spec"]
    assert pod["serviceAccountName"] == "default"
    assert [sorted(volume) for volume in pod["volumes"]] == [["emptyDir", "name"]]
    assert "envFrom" not in pod["containers"][0]
    assert pod["containers"][0]["args"][0] == "migrate"


def test_the_migration_has_the_settings_of_the_other_roles(manifests: Manifests) -> None:
    settings = only(manifests, "ConfigMap", "crm-freehold")["data"]
    job = only(manifests, "Job", "crm-freehold-migrate")["spec"]["template"]["spec"]
    plain = {one["name"]: one["value"] for one in job["containers"][0]["env"] if "value" in one}
    assert plain == settings


def test_changed_settings_restart_the_pods(helm: Helm, manifests: Manifests) -> None:
    changed = helm.render("--set", "config.FREEHOLD_SMTP_HOST=mail.example.com")
    for name in ("web", "beat", "worker-default"):
        checksums = {
            only(each, "Deployment", f"crm-freehold-{name}")["spec"]["template"]["metadata"][
                "annotations"
            ]["checksum/config"]
            for each in (manifests, changed)
        }
        assert len(checksums) == 2, name


def test_an_autoscaled_workload_does_not_fix_its_replicas(manifests: Manifests) -> None:
    scaled = {
        one["spec"]["scaleTargetRef"]["name"]
        for one in manifests
        if one["kind"] == "HorizontalPodAutoscaler"
    }
    assert "crm-freehold-web" in scaled
    for workload in workloads(manifests):
        if workload["metadata"]["name"] in scaled:
            assert "replicas" not in workload["spec"]


def test_the_network_policy_keeps_pods_from_machine_credentials(manifests: Manifests) -> None:
    policy = only(manifests, "NetworkPolicy", "crm-freehold")
    outside = policy["spec"]["egress"][-1]["to"]
    assert {"cidr": "0.0.0.0/0", "except": ["169.254.0.0/16"]} in [
        one["ipBlock"] for one in outside
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("host=https://crm.example.com", "/host"),
        ("host=*.example.com", "/host"),
        ("image.tag=latest", "/image/tag"),
        ("image.digest=abc", "/image/digest"),
        ("web.replica=3", "'replica' not allowed"),
        ("web.replicas=0", "/web/replicas"),
        ("web.resources.limits.memory=lots", "/web/resources/limits/memory"),
        ("secret.name=", "/secret/name"),
        ("config.DATABASE_URL=postgresql://x", "DATABASE_URL"),
        ("config.FREEHOLD_SMTP_PASSWORD=x", "FREEHOLD_SMTP_PASSWORD"),
        ("workers.bulk.queues={mail}", "/workers/bulk/queues/0"),
        ("workers.bulk=null", 'No worker serves the queue "bulk"'),
        ("web.drainSeconds=60", "must be longer than web.drainSeconds"),
        ("web.autoscaling.minReplicas=11", "web.autoscaling.minReplicas must not exceed"),
        ("ingress.tls.secretName=", "ingress.tls.secretName must name"),
        ("files.persistence.enabled=false", "set config.FREEHOLD_S3_BUCKET"),
    ],
)
def test_it_refuses_wrong_values_and_says_which(helm: Helm, wrong: str, said: str) -> None:
    assert said in helm.refusal("--set", wrong)
