"""Services, processes and volumes of capabilities: in the files of containers, cluster and CI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.capabilities.loader import DATA_VOLUME
from fastscaffold.generators.capability_edits import own_module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.capabilities.capability import Capability, Process, Service, Volume
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.edits import Edit

# Capabilities whose files name services.
CONTAINERS = "docker"
CLUSTER = "kubernetes"
CI = "ci"
GITLAB = "gitlab-ci"
_COMPOSE_FILE = "compose.yaml"
_KUSTOMIZATION = "deploy/kubernetes/kustomization.yaml"
_PIPELINE = ".gitlab-ci.yml"
_WORKFLOW = ".github/workflows/ci.yml"
# The image has this directory, and lets the application write to it.
_DATA = "/data"
# Spelled out: an alias would break the file of a project that has no such anchor.
_LOGGING = ('logging: {driver: local, options: {max-size: 10m, max-file: "5"}}',)
_NO_NEW_PRIVILEGES = ('security_opt: ["no-new-privileges:true"]',)


def service_edits(
    capability: str, provider: Capability, catalogue: Catalogue, package: str
) -> Iterator[tuple[str, Edit]]:
    """Pairs of path and edit that a capability makes in the files of containers, cluster and CI.

    Args:
        capability: whose files are edited.
        provider: has the services, processes, volumes and manifests.
        catalogue: knows their order.
        package: of the project.
    """
    if capability == CONTAINERS:
        for process in provider.processes:
            yield _process(process, catalogue, package)
        for volume in provider.volumes:
            yield from _volume(volume, catalogue)
    if capability == CLUSTER:
        for manifest in provider.manifests:
            yield _manifest(manifest, catalogue)
    for service in provider.services:
        if capability == CONTAINERS:
            yield from _in_containers(service, catalogue)
        elif capability == CI:
            yield from _in_workflow(service, catalogue)
        elif capability == GITLAB:
            yield from _in_pipeline(service, catalogue)


def _in_containers(service: Service, catalogue: Catalogue) -> Iterator[tuple[str, Edit]]:
    from fastscaffold.edits import AddYamlEntry  # noqa: PLC0415 # brings a parser along

    own_command = (f"command: {_words(service.command)}",) if service.command else ()
    volumes = () if service.data is None else ("volumes:", f"  - {service.name}:{service.data}")
    # Images that start as root need some of what it may do in order to become somebody else.
    unprivileged = (
        ()
        if service.user is None
        else (f"user: {service.user}", "cap_drop: [ALL]", "read_only: true", "tmpfs: [/tmp]")
    )
    lines = (
        f"image: {service.image}",
        *own_command,
        *unprivileged,
        *_NO_NEW_PRIVILEGES,
        *_LOGGING,
        "restart: unless-stopped",
        *volumes,
        "healthcheck:",
        f"  test: {_words(('CMD', *service.health))}",
        "  interval: 2s",
        "  timeout: 3s",
        "  retries: 15",
    )
    services = catalogue.service_order()
    variables = catalogue.variable_order()
    yield _COMPOSE_FILE, AddYamlEntry(("services",), service.name, lines, services)
    if service.data is not None:
        yield _volume_named(service.name, catalogue)
    for name, value in service.environment.items():
        yield _COMPOSE_FILE, AddYamlEntry(("x-environment",), name, value, variables)
    path = ("services", "api", "depends_on")
    healthy = ("condition: service_healthy",)
    yield _COMPOSE_FILE, AddYamlEntry(path, service.name, healthy, services)


def _process(process: Process, catalogue: Catalogue, package: str) -> tuple[str, Edit]:
    from fastscaffold.edits import AddYamlEntry  # noqa: PLC0415

    command = tuple(own_module(word, package) for word in process.command)
    lines = (
        "<<: *container",
        f"command: {_words(command)}",
        # The image asks over HTTP whether it is healthy, and this serves none.
        "healthcheck:",
        "  disable: true",
        "restart: unless-stopped",
        "stop_grace_period: 75s",
        "deploy:",
        "  resources:",
        "    limits:",
        "      memory: 512M",
        "      pids: 200",
        "depends_on:",
        "  migrations:",
        "    condition: service_completed_successfully",
    )
    return _COMPOSE_FILE, AddYamlEntry(
        ("services",), process.name, lines, catalogue.service_order()
    )


def _volume(volume: Volume, catalogue: Catalogue) -> Iterator[tuple[str, Edit]]:
    from fastscaffold.edits import AddYamlEntry  # noqa: PLC0415

    place = f"{_DATA}/{volume.folder}"
    variables = catalogue.variable_order()
    yield _COMPOSE_FILE, AddYamlEntry(("x-environment",), volume.variable, place, variables)
    # One for all volumes: whoever comes second finds these there. Processes that run beside the
    # application have it, too.
    mount = (f"- {DATA_VOLUME}:{_DATA}",)
    yield _COMPOSE_FILE, AddYamlEntry(("x-container",), "volumes", mount)
    yield _volume_named(DATA_VOLUME, catalogue)


def _manifest(name: str, catalogue: Catalogue) -> tuple[str, Edit]:
    from fastscaffold.edits import AddYamlEntry  # noqa: PLC0415

    return _KUSTOMIZATION, AddYamlEntry(("resources",), name, None, catalogue.manifest_order())


def _volume_named(name: str, catalogue: Catalogue) -> tuple[str, Edit]:
    from fastscaffold.edits import AddYamlEntry  # noqa: PLC0415

    return _COMPOSE_FILE, AddYamlEntry(("volumes",), name, "{}", catalogue.volume_order())


def _words(command: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{word}"' for word in command)
    return f"[{quoted}]"


def _in_workflow(service: Service, catalogue: Catalogue) -> Iterator[tuple[str, Edit]]:
    from fastscaffold.edits import AddYamlEntry  # noqa: PLC0415

    lines = (
        f"image: {service.image}",
        "ports:",
        f"  - {service.port}:{service.port}",
        "options: >-",
        f'  --health-cmd "{" ".join(service.health)}"',
        "  --health-interval 5s",
        "  --health-timeout 5s",
        "  --health-retries 10",
    )
    path = ("jobs", "tests")
    services = catalogue.service_order()
    variables = catalogue.variable_order()
    yield _WORKFLOW, AddYamlEntry((*path, "services"), service.name, lines, services)
    for name, value in service.test_environment.items():
        yield _WORKFLOW, AddYamlEntry((*path, "env"), name, value, variables)


def _in_pipeline(service: Service, catalogue: Catalogue) -> Iterator[tuple[str, Edit]]:
    from fastscaffold.edits import AddYamlEntry  # noqa: PLC0415

    lines = (f"name: {service.image}", f"alias: {service.name}")
    yield (
        _PIPELINE,
        AddYamlEntry(
            ("tests", "services"), service.name, lines, catalogue.service_order(), by="alias"
        ),
    )
    for name, value in service.test_environment.items():
        # A service has a host of its own there.
        located = value.replace("//localhost:", f"//{service.name}:")
        path = ("tests", "variables")
        yield _PIPELINE, AddYamlEntry(path, name, located, catalogue.variable_order())
