"""Services of capabilities: where they stand in the files of containers and of CI."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.capabilities.capability import Service
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.edits import Edit

# Capabilities whose files name services.
CONTAINERS = "docker"
CI = "ci"
_COMPOSE_FILE = "compose.yaml"
_WORKFLOW = ".github/workflows/ci.yml"


def service_edits(
    capability: str, services: tuple[Service, ...], catalogue: Catalogue
) -> Iterator[tuple[str, Edit]]:
    """Pairs of path and edit that services make in the files of ``docker`` or of ``ci``."""
    for service in services:
        if capability == CONTAINERS:
            yield from _in_containers(service, catalogue)
        elif capability == CI:
            yield from _in_workflow(service, catalogue)


def _in_containers(service: Service, catalogue: Catalogue) -> Iterator[tuple[str, Edit]]:
    from fastscaffold.edits import AddYamlEntry  # noqa: PLC0415 # brings a parser along

    test = ", ".join(f'"{word}"' for word in ("CMD", *service.health))
    lines = (
        f"image: {service.image}",
        "healthcheck:",
        f"  test: [{test}]",
        "  interval: 2s",
        "  timeout: 3s",
        "  retries: 15",
    )
    services = catalogue.service_order()
    variables = catalogue.variable_order()
    yield _COMPOSE_FILE, AddYamlEntry(("services",), service.name, lines, services)
    for name, value in service.environment.items():
        yield _COMPOSE_FILE, AddYamlEntry(("x-environment",), name, value, variables)
    path = ("services", "api", "depends_on")
    healthy = ("condition: service_healthy",)
    yield _COMPOSE_FILE, AddYamlEntry(path, service.name, healthy, services)


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
