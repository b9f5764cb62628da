"""What the manifests for Kubernetes say, and which of them a project has."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import kubernetes_validate
import pytest
import yaml
from support import projects
from support.projects import Nobody

from fastscaffold import pipeline, queries
from fastscaffold.errors import ConflictError
from fastscaffold.generators.workspace import catalogue
from fastscaffold.requests import Options

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.any_python

KUSTOMIZATION = "deploy/kubernetes/kustomization.yaml"
BESIDE = ("kubernetes", "tasks", "uploads")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A project with everything that runs in a cluster."""
    return projects.new(tmp_path_factory.mktemp("kubernetes"), "My_Shop", package="storefront")


@pytest.mark.parametrize(
    ("name", "capabilities"),
    [("shop", ("kubernetes",)), ("My_Shop-", ("kubernetes",)), ("shop", BESIDE)],
)
def test_kubernetes_would_take_the_manifests(tmp_path, name, capabilities):
    project = projects.new(tmp_path, name, profile="minimal", with_capabilities=capabilities)
    folder = project / "deploy" / "kubernetes"
    kustomization = load(project, "kustomization.yaml")
    named = {*kustomization["resources"], "kustomization.yaml"}

    assert named == {path.name for path in folder.iterdir()}
    assert kustomization["namespace"] == name.lower().replace("_", "-").strip("-")
    for resource in kustomization["resources"]:
        manifest = load(project, resource)
        kubernetes_validate.validate(manifest, "1.36", strict=True)
        for container in pod_of(manifest).get("containers", []):
            assert container["image"] in {image["name"] for image in kustomization["images"]}
            assert container["securityContext"]["readOnlyRootFilesystem"]


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kustomize_gives_every_pod_its_image_and_settings(project):
    command = ["kubectl", "kustomize", project / "deploy" / "kubernetes"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    manifests = list(yaml.safe_load_all(done.stdout))
    (settings,) = (item["metadata"]["name"] for item in manifests if item["kind"] == "ConfigMap")
    running = {item["metadata"]["name"]: pod_of(item) for item in manifests if pod_of(item)}

    assert set(running) == {"api", "migrate", "sweep", "worker"}
    for pod in running.values():
        (container,) = pod["containers"]
        assert container["image"] == "registry.example.com/my-shop:0.1.0"
        assert {"configMapRef": {"name": settings}} in container["envFrom"]


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_a_secret_is_made_and_changed_by_the_same_line(project, tmp_path):
    page = (project / "docs" / "kubernetes.md").read_text()
    made, _, taken = page.partition(" create secret ")[2].partition("```")[0].partition(" |\n")
    (tmp_path / "production.env").write_text("SECRET_KEY=a\n")

    command = ["kubectl", "create", "secret", *made.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    manifest = yaml.safe_load(done.stdout)
    assert (manifest["kind"], manifest["metadata"]["name"]) == ("Secret", "secrets")
    assert taken.split()[-3:] == ["apply", "--filename", "-"]
    assert "rollout restart deployment\n" in page


def load(project: Path, name: str) -> dict[str, Any]:
    return yaml.safe_load((project / "deploy" / "kubernetes" / name).read_text())


def pod_of(manifest: dict[str, Any]) -> dict[str, Any]:
    """What the pods of a manifest are; empty where it has none."""
    spec = manifest.get("spec", {})
    return spec.get("jobTemplate", {}).get("spec", spec).get("template", {}).get("spec", {})


@pytest.mark.parametrize(
    "order", [BESIDE, BESIDE[::-1], ("uploads", "kubernetes", "tasks")], ids="-".join
)
def test_what_runs_beside_the_requests_comes_whichever_is_added_last(tmp_path, order):
    at_once = projects.new(tmp_path / "a", profile="minimal", with_capabilities=BESIDE)
    one_by_one = projects.new(tmp_path / "b", profile="minimal")
    for name in order:
        add(one_by_one, name)

    assert projects.content(at_once) == projects.content(one_by_one)
    assert load(at_once, "kustomization.yaml")["resources"][-2:] == ["sweep.yaml", "worker.yaml"]
    diagnosis = queries.diagnose(one_by_one)
    assert (diagnosis.issues, diagnosis.notices) == ((), ())


def add(project: Path, *names: str) -> None:
    assert pipeline.add_capabilities(project, names, Options(), Nobody()).status == "ok"


@pytest.mark.parametrize("capabilities", [("docker", *BESIDE[1:]), ("kubernetes",)], ids="-".join)
def test_without_the_other_part_there_is_no_manifest(tmp_path, capabilities):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=capabilities)

    manifests = {path.name for path in project.glob("deploy/kubernetes/*.yaml")}

    assert not manifests & {"sweep.yaml", "worker.yaml"}


def test_resources_go_into_a_kustomization_that_was_edited(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("kubernetes",))
    path = project / KUSTOMIZATION
    edited = path.read_text().replace(
        "  - disruption.yaml\n", "  - mail.yaml # ours\n  # What others reach.\n  - gate.yaml\n"
    )
    path.write_text(edited)

    add(project, "uploads")
    add(project, "tasks")

    added = "  - gate.yaml\n  - sweep.yaml\n  - worker.yaml\n"
    assert path.read_text() == edited.replace("  - gate.yaml\n", added)
    notices = queries.diagnose(project).notices
    assert [note.path for note in notices] == [KUSTOMIZATION], "ours is not taken for the user's"


def test_a_manifest_that_was_taken_out_stays_out(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=BESIDE)
    path = project / KUSTOMIZATION
    without = path.read_text().replace("  - worker.yaml\n", "")
    path.write_text(without)
    (project / "deploy/kubernetes/worker.yaml").unlink()

    add(project, "cors")

    assert path.read_text() == without
    assert not (project / "deploy/kubernetes/worker.yaml").exists()


def test_a_resource_that_has_no_place_is_told_with_the_line_to_paste(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("kubernetes",))
    (project / KUSTOMIZATION).write_text("resources: [namespace.yaml]\n")

    result = pipeline.add_capabilities(project, ["tasks"], Options(), Nobody())

    (told,) = (each for each in result.warnings if each.path == KUSTOMIZATION)
    assert "resources:\n  - worker.yaml" in str(told.hint)
    assert (project / KUSTOMIZATION).read_text() == "resources: [namespace.yaml]\n"
    assert (project / "deploy/kubernetes/worker.yaml").exists()


def test_a_worker_of_the_users_own_is_not_written_over(tmp_path):
    project = projects.new(tmp_path, profile="minimal", with_capabilities=("kubernetes",))
    (project / "deploy/kubernetes/worker.yaml").write_text("kind: Deployment\n")
    before = projects.content(project)

    with pytest.raises(ConflictError) as refusal:
        pipeline.add_capabilities(project, ["tasks"], Options(), Nobody())

    assert [each.path for each in refusal.value.messages] == ["deploy/kubernetes/worker.yaml"]
    assert projects.content(project) == before


def test_manifests_are_files_that_come_with_kubernetes():
    for capability in catalogue().all():
        folder = catalogue().files_with(capability.name).get("kubernetes")
        files = () if folder is None else (folder / "deploy" / "kubernetes").iterdir()
        assert sorted(capability.manifests) == sorted(
            path.name.removesuffix(".jinja") for path in files
        )


def test_what_runs_beside_the_requests_is_as_the_rest(project):
    text = (project / "docs" / "kubernetes.md").read_text()
    manifests = map(yaml.safe_load, re.findall(r"```yaml\n(.+?)```", text, re.DOTALL))
    (purge,) = (each for each in manifests if each["kind"] == "CronJob")
    kubernetes_validate.validate(purge, "1.36", strict=True)
    worker, sweep = load(project, "worker.yaml"), load(project, "sweep.yaml")
    usual = pod_of(load(project, "migrate.yaml"))

    for pod in map(pod_of, (worker, sweep, purge)):
        (container,) = pod["containers"]
        path = container["command"][2].replace(".", "/")
        assert (project / "src" / f"{path}.py").is_file()
        own = {"name", "command", "env"}
        assert container.keys() - own == usual["containers"][0].keys() - own
        assert all(container[key] == usual["containers"][0][key] for key in container.keys() - own)
        assert pod["securityContext"] == usual["securityContext"]
        assert pod["volumes"] == usual["volumes"]
        assert pod["automountServiceAccountToken"] is False
    labels = worker["spec"]["template"]["metadata"]["labels"]
    assert worker["spec"]["selector"]["matchLabels"] == labels
    module = (project / "src/storefront/core/tasks.py").read_text()
    (task,) = re.findall(r"^    time_limit: float = (\d+)$", module, re.MULTILINE)
    assert pod_of(worker)["terminationGracePeriodSeconds"] > int(task)


def test_pods_of_a_rollout_leave_connections_to_others(project):
    kubernetes = project / "deploy" / "kubernetes"
    settings = yaml.safe_load((kubernetes / "kustomization.yaml").read_text())
    literals = dict(line.split("=", 1) for line in settings["configMapGenerator"][0]["literals"])
    autoscaler = yaml.safe_load((kubernetes / "autoscaler.yaml").read_text())
    rollout = yaml.safe_load((kubernetes / "deployment.yaml").read_text())["spec"]["strategy"]

    replicas, surge = autoscaler["spec"]["maxReplicas"], rollout["rollingUpdate"]["maxSurge"]
    size = int(literals["DATABASE_POOL_SIZE"])
    # Two that are about to end, workers of both versions, the migrations; three are for superusers.
    workers = 2 * load(project, "worker.yaml")["spec"]["replicas"]
    taken = (replicas + surge + 2 + workers) * (size + 1) + 1
    assert taken <= 97
    pods = f"({replicas} + {surge} + 2) pods × ({size} + 1)"
    formula = f"{pods} + {workers} workers × ({size} + 1)"
    text = (project / "docs" / "kubernetes.md").read_text()
    assert f"{formula} + 1 of the migrations = {taken} of 97" in text


def test_each_task_that_runs_at_once_has_a_connection(project):
    settings = load(project, "kustomization.yaml")["configMapGenerator"][0]["literals"]
    pool = int(dict(line.split("=", 1) for line in settings)["DATABASE_POOL_SIZE"])
    (container,) = pod_of(load(project, "worker.yaml"))["containers"]
    own = {each["name"]: each["value"] for each in container["env"]}
    example = dict(
        re.findall(r"^(\w+)=(.*)$", (project / ".env.example").read_text(), re.MULTILINE)
    )

    assert int(own["TASKS_CONCURRENCY"]) <= pool
    assert int(example["TASKS_CONCURRENCY"]) <= int(example["DATABASE_POOL_SIZE"])
