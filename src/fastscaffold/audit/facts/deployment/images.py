"""Images that the application is shipped in, and whether anything asks them for their health."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING, Protocol

from fastscaffold.audit.facts.deployment.dockerfiles import stage_name
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.settings.documents import as_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.deployment.dockerfiles import Dockerfile, Instruction
    from fastscaffold.audit.facts.project.configuration import Configuration
    from fastscaffold.audit.sources import Sources

_ELSEWHERE = re.compile(
    r"(?i)(^|/)\.?devcontainer|(^|/)\.github/actions/|(^|/)(tests?|e2e|docs|examples?)/"
    r"|playwright|cypress|(^|/)(test|dev|local|docs|nginx|frontend|postgres|db|redis)[._-]"
    r"|(docker|container)file(tests?|dev|develop|development|local|docs|e2e)$"
    r"|[._-](test|tests|dev|develop|development|local|docs|nginx|frontend|postgres|db|redis|e2e)$"
)
# What is run there is not what is shipped.
_ASIDE = re.compile(r"(?i)^\.devcontainer/|(^|/)(tests?|e2e|examples?)([_-][^/]*)?/")
_PYTHON = re.compile(
    r"(?i)\b(python\d?(\.\d+)?|pip3?|uv|uvx|poetry|pdm|pipenv|rye|pixi|uvicorn|gunicorn|hypercorn"
    r"|fastapi|granian|conda|mamba|venv|site-packages)\b"
)
_INFRASTRUCTURE = re.compile(
    r"(?i)(postgres|postgis|timescale|mysql|mariadb|mongo|redis|valkey|rabbitmq|kafka|zookeeper"
    r"|elastic|opensearch|minio|mailpit|mailhog|mailcatcher|adminer|pgadmin|nginx|caddy|traefik"
    r"|prometheus|grafana|loki|jaeger|otel|memcached|localstack|keycloak|vault|qdrant|chroma"
    r"|clickhouse|cassandra|neo4j|pgbouncer|node|flower|celery|selenium)"
)
# The image of a whole repository.
_OWN = frozenset({"Containerfile", "Dockerfile", "docker/Dockerfile"})
_OTHERS = re.compile(
    r"(?i)\b(bun|deno|dotnet|elixir|golang|gradle|httpd|jdk|jre|maven|openjdk|php|ruby|rust|swift)\b"
)


class Project(Protocol):
    """What tells which images are its own: the facts of a project, or the files alone."""

    sources: Sources
    configuration: Configuration


def application_images(facts: Project) -> list[Dockerfile]:
    """Dockerfiles of the application; those for development only where there are no others."""
    python = [
        image
        for image in facts.configuration.dockerfiles
        if image.stages
        and any(_PYTHON.search(each.value) for each in _final_chain(image))
        and _takes_this(facts, image)
    ]
    shipped = [image for image in python if not _ELSEWHERE.search(image.path)]
    if not python:
        # A program that is packed already needs no Python; the root's own image is built for it.
        return [
            image
            for image in facts.configuration.dockerfiles
            if image.path in _OWN and image.stages and not _is_of_others(image)
        ]
    return shipped or [
        image
        for image in python
        if re.search(r"(?i)[./_-](dev|local)", image.path) and "devcontainer" not in image.path
    ]


def _is_of_others(image: Dockerfile) -> bool:
    """Whether what is shipped begins with a server, a database or a runtime of other languages."""
    bases = [each.value for each in _final_chain(image) if each.name == "FROM"]
    return any(_INFRASTRUCTURE.search(each) or _OTHERS.search(each) for each in bases)


def _takes_this(facts: Project, image: Dockerfile) -> bool:
    """Whether an image that is built above the audited part takes this part in."""
    levels = image.path.count("../")
    if not levels:
        return True
    part = "/".join(facts.sources.root.resolve().parts[-levels:])
    return any(
        _holds(word.removeprefix("./").strip("/"), part)
        for stage in image.stages
        for each in stage
        if each.name in {"COPY", "ADD"} and "--from=" not in each.value
        for word in each.value.split()[:-1]
    )


def _holds(copied: str, part: str) -> bool:
    """Whether what is copied is a part of the repository, above it or in it."""
    if copied in {"", "."}:
        return True
    return f"{part}/".startswith(f"{copied}/") or copied.startswith(f"{part}/")


def final_instructions(image: Dockerfile) -> list[Instruction]:
    """What holds in the stage that is shipped, of the stages too that it starts from."""
    return list(_final_chain(image))


def _final_chain(image: Dockerfile) -> Iterator[Instruction]:
    names: dict[str, list[Instruction]] = {}
    chains: list[list[Instruction]] = []
    for stage in image.shipped:
        words = [word for word in stage[0].value.split() if not word.startswith("--")]
        base = names.get(words[0].lower(), []) if words else []
        chain = [*base, *stage]
        chains.append(chain)
        names[stage_name(stage)] = chain
    yield from chains[-1] if chains else []


def healthchecks(facts: Facts) -> list[Place]:
    """``HEALTHCHECK`` of the application's images, and health checks of its compose services."""
    found = [
        Place(image.path, each.line, "HEALTHCHECK")
        for image in application_images(facts)
        for each in final_instructions(image)
        if each.name == "HEALTHCHECK" and each.value.strip().upper() != "NONE"
    ]
    return [*found, *compose_healthchecks(facts)]


def compose_healthchecks(facts: Facts, image: Dockerfile | None = None) -> list[Place]:
    """Health checks of compose services that are built here, or no known infrastructure.

    With an image, only those of services that run it, or an image that may be it.
    """
    found: list[Place] = []
    for path, document in facts.configuration.composes.items():
        if is_aside(path):
            continue
        for name, given in as_table(document.get("services")).items():
            service = as_table(given)
            check = as_table(service.get("healthcheck"))
            if (
                runs_application(facts, path, service, image)
                and "test" in check
                and not check.get("disable")
            ):
                line = _line_in_service(facts.text(path), name, "healthcheck:")
                found.append(Place(path, line, f"health check of {name}"))
    return found


def is_aside(path: str) -> bool:
    """Whether a file stands where what runs is not what is shipped."""
    return _ASIDE.search(path) is not None


def runs_application(
    facts: Facts, path: str, service: Mapping[str, object], image: Dockerfile | None = None
) -> bool:
    """Whether a service runs an image of the application."""
    if service.get("build") is None:
        pulled = str(service.get("image", ""))
        return bool(pulled) and not _INFRASTRUCTURE.search(pulled)
    return is_built_here(facts, path, service, image)


def is_built_here(
    facts: Project, path: str, service: Mapping[str, object], image: Dockerfile | None = None
) -> bool:
    """Whether a service is built to an image of the application, or may be."""
    built = service.get("build")
    table = as_table(built)
    context = str(table.get("context", ".")) if table else str(built)
    if "$" in context or "://" in context:
        return True
    folder = _joined(str(PurePosixPath(path).parent), context)
    wanted = _joined(folder, str(table.get("dockerfile", "Dockerfile")))
    wanted = _from_root(facts, wanted)
    images = [image] if image is not None else application_images(facts)
    known = {each.path for each in facts.configuration.dockerfiles}
    if wanted in {each.path for each in images} or "$" in wanted:
        return True
    return wanted not in known and not wanted.startswith("../")


def _joined(folder: str, path: str) -> str:
    return normpath(PurePosixPath(folder, path).as_posix())


def _from_root(facts: Project, path: str) -> str:
    """The path that leads up and down again into the audited part, without the detour."""
    levels = path.count("../")
    if not levels:
        return path
    part = "/".join(facts.sources.root.resolve().parts[-levels:])
    return path[3 * levels :].removeprefix(f"{part}/") if f"../{part}/" in path else path


def _line_in_service(text: str, name: str, wanted: str) -> int:
    start = 0
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s+[\"']?{re.escape(name)}[\"']?:", line):
            start = start or number
        if start and wanted in line:
            return number
    return max(start, 1)
