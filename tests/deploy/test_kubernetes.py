"""Overlays rendered and validated; who may reach whom, computed from the policies."""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.settings import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
OVERLAYS = ("pilot", "national")
VERSIONS = ("1.35", "1.36", "1.37")
# Of operators: their schemas are not at hand.
OF_OPERATORS = {"Cluster", "PodMonitor", "PrometheusRule"}
VALIDATOR = Path(sys.executable).with_name("kubernetes-validate")

Labels = dict[str, str]
Resource = dict[str, Any]

needs_kubectl = pytest.mark.skipif(
    shutil.which("kubectl") is None,
    reason="no kubectl here: overlays were not rendered, only the files of base/ were looked at",
)


@cache
def rendered(overlay: str) -> tuple[Resource, ...]:
    done = subprocess.run(
        ["kubectl", "kustomize", FOLDER / "overlays" / overlay],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return tuple(yaml.safe_load_all(done.stdout))


@cache
def base() -> tuple[Resource, ...]:
    names = yaml.safe_load((FOLDER / "base" / "kustomization.yaml").read_text())["resources"]
    return tuple(
        one for name in names for one in yaml.safe_load_all((FOLDER / "base" / name).read_text())
    )


def find(resources: tuple[Resource, ...], kind: str, name: str) -> Resource:
    return next(r for r in resources if (r["kind"], r["metadata"]["name"]) == (kind, name))


def pods() -> list[tuple[str, Resource]]:
    return [
        (one["metadata"]["name"], one["spec"]["template"])
        for one in base()
        if one["kind"] in {"Deployment", "Job"}
    ]


def as_documents(resources: list[Resource]) -> str:
    """JSON is YAML too."""
    return "\n---\n".join(json.dumps(one) for one in resources)


def validate(path: Path, version: str) -> tuple[int, str]:
    command = [VALIDATOR, "--strict", "--quiet", "-k", version, path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_of_kubernetes_itself_fits_its_schemas(tmp_path: Path, version: str) -> None:
    known = [one for one in base() if one["kind"] not in OF_OPERATORS]
    assert len(known) > 15
    (tmp_path / "all.yaml").write_text(as_documents(known))
    code, said = validate(tmp_path / "all.yaml", version)
    assert (code, said.strip()) == (0, "")


@needs_kubectl
@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("version", VERSIONS)
def test_a_rendered_overlay_fits_the_schemas(tmp_path: Path, overlay: str, version: str) -> None:
    known = [one for one in rendered(overlay) if one["kind"] not in OF_OPERATORS]
    (tmp_path / "all.yaml").write_text(as_documents(known))
    code, said = validate(tmp_path / "all.yaml", version)
    assert (code, said.strip()) == (0, "")


def test_the_validator_would_notice(tmp_path: Path) -> None:
    wrong = dict(find(base(), "Deployment", "api"))
    wrong["spec"] = {**wrong["spec"], "replicaz": 3}
    (tmp_path / "wrong.yaml").write_text(as_documents([wrong]))
    assert validate(tmp_path / "wrong.yaml", VERSIONS[-1])[0] != 0


@needs_kubectl
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_lies_in_a_namespace_that_enforces_the_restricted_standard(overlay: str) -> None:
    (namespace,) = (one for one in rendered(overlay) if one["kind"] == "Namespace")
    label = "pod-security.kubernetes.io/enforce"
    assert namespace["metadata"]["labels"][label] == "restricted"
    others = {one["metadata"].get("namespace") for one in rendered(overlay)} - {None}
    assert others == {namespace["metadata"]["name"]}


@needs_kubectl
def test_the_nation_has_a_synchronous_standby_and_more_processes() -> None:
    pilot, national = rendered("pilot"), rendered("national")
    database = find(national, "Cluster", "database")["spec"]
    assert database["instances"] == 3
    assert database["postgresql"]["synchronous"]["dataDurability"] == "required"
    scalers = [find(one, "HorizontalPodAutoscaler", "api")["spec"] for one in (pilot, national)]
    assert scalers[0]["maxReplicas"] <= scalers[1]["minReplicas"]
    for name in ("api", "worker"):
        spread = find(national, "Deployment", name)["spec"]["template"]["spec"]
        keys = {one["topologyKey"] for one in spread["topologySpreadConstraints"]}
        assert keys == {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}


@pytest.mark.parametrize(("name", "template"), pods(), ids=[name for name, _ in pods()])
def test_a_pod_meets_the_restricted_standard(name: str, template: Resource) -> None:
    spec = template["spec"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in spec["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]) == {"requests", "limits"}
    assert all("hostPath" not in volume for volume in spec["volumes"])


def test_only_the_migration_has_the_owners_password() -> None:
    holders = {
        name
        for name, template in pods()
        for source in template["spec"]["containers"][0].get("envFrom", [])
        if source.get("secretRef", {}).get("name") == "simiti-owner"
    }
    assert holders == {"migrate"}


def test_alive_asks_no_database_and_ready_does() -> None:
    (container,) = find(base(), "Deployment", "api")["spec"]["template"]["spec"]["containers"]
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"
    assert container["startupProbe"]["httpGet"]["path"] == "/health/live"
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"


def test_there_is_one_scheduler_and_never_two() -> None:
    spec = find(base(), "Deployment", "scheduler")["spec"]
    assert (spec["replicas"], spec["strategy"]["type"]) == (1, "Recreate")


def test_each_program_is_one_of_the_image() -> None:
    programs = (ROOT / "deploy/container/run").read_text()
    for name, template in pods():
        (container,) = template["spec"]["containers"]
        if container["image"] == "simiti":
            assert container["args"] == [name]
            assert f"\n{name})" in programs


def test_the_alert_rules_are_those_of_monitoring() -> None:
    rules = yaml.safe_load((ROOT / "deploy/monitoring/rules.yml").read_text())
    assert find(base(), "PrometheusRule", "simiti")["spec"] == rules


# Who may reach whom -----------------------------------------------------------------------------


def selects(selector: Resource, labels: Labels) -> bool:
    wanted: Labels = selector.get("matchLabels", {})
    expressions: list[Resource] = selector.get("matchExpressions", [])
    assert all(one["operator"] == "In" for one in expressions)
    return wanted.items() <= labels.items() and all(
        labels.get(one["key"]) in one["values"] for one in expressions
    )


def passes(direction: str, of: Labels, other: Labels, port: int) -> bool:
    """Whether a policy of `of` lets this through, as Kubernetes adds policies up."""
    side = "from" if direction == "Ingress" else "to"
    policies = [
        one["spec"]
        for one in base()
        if one["kind"] == "NetworkPolicy"
        and direction in one["spec"]["policyTypes"]
        and selects(one["spec"]["podSelector"], of)
    ]
    assert policies, "what no policy selects may do everything"
    return any(
        port in {one["port"] for one in rule["ports"]}
        and any(
            "podSelector" in peer
            and "namespaceSelector" not in peer
            and selects(peer["podSelector"], other)
            for peer in rule.get(side, [])
        )
        for policy in policies
        for rule in policy.get(direction.lower(), [])
    )


LABELS: dict[str, Labels] = {
    **{name: template["metadata"]["labels"] for name, template in pods()},
    "database": {"cnpg.io/cluster": "database"},
    "stranger": {"app": "stranger"},
}
PROGRAMS = {"api", "worker", "scheduler", "migrate"}
ALLOWED = (
    {(program, "database", 5432) for program in PROGRAMS}
    | {(program, "broker", 6379) for program in PROGRAMS}
    | {("database", "database", 5432), ("database", "database", 8000)}
)


def test_inside_only_these_reach_each_other() -> None:
    reached = {
        (source, target, port)
        for source in LABELS
        for target in LABELS
        for port in (5432, 6379, 8000, 9101)
        if passes("Egress", LABELS[source], LABELS[target], port)
        and passes("Ingress", LABELS[target], LABELS[source], port)
    }
    assert reached == ALLOWED
