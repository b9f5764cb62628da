"""Images that are larger, or may do more, than the application needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.deployment.images import (
    application_images,
    compose_healthchecks,
    final_instructions,
)
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.deployment.dockerfiles import Dockerfile, Instruction

_SWITCHES = re.compile(r"\b(?:gosu|su-exec|setpriv|runuser|chpst|setuidgid)\b")
_UNPRIVILEGED = re.compile(r"(?i)nonroot|cgr\.dev/|chainguard|bitnami/")
_FUNCTIONS = re.compile(r"(?i)lambda|functions/python|functions-framework")


def check(facts: Facts) -> Iterator[Hit]:
    """Once for each image: all that it lacks."""
    for image in application_images(facts):
        instructions = final_instructions(image)
        bases = [each.value for each in instructions if each.name == "FROM"]
        if any(_FUNCTIONS.search(base) for base in bases):
            continue
        lacks = list(_lacks(facts, image, instructions))
        reloads = [
            each
            for each in image.shipped[-1]
            if each.name in {"CMD", "ENTRYPOINT"}
            and re.search(r"--reload\b|\bfastapi\W+dev\b", each.value)
        ]
        if reloads:
            lacks.append("a command that does not reload")
        if lacks:
            line = reloads[0].line if reloads else image.shipped[-1][0].line
            yield Hit(Place(image.path, line), f"The image lacks {_listed(lacks)}.")


def _lacks(facts: Facts, image: Dockerfile, instructions: list[Instruction]) -> Iterator[str]:
    if len(image.stages) < 2:  # noqa: PLR2004
        yield "a stage of its own for what only building needs"
    users = [each.value.split(":")[0] for each in instructions if each.name == "USER"]
    base = next((each.value for each in reversed(instructions) if each.name == "FROM"), "")
    drops = not users and (_UNPRIVILEGED.search(base) or _switches(facts, instructions))
    if not drops and (not users or users[-1].strip() in {"root", "0"}):
        yield "a user other than root"
    checks = [each for each in instructions if each.name == "HEALTHCHECK"]
    lacking = not checks or checks[-1].value.upper() == "NONE"
    if lacking and not compose_healthchecks(facts, image):
        yield "a health check"


def _switches(facts: Facts, instructions: list[Instruction]) -> bool:
    """Whether it starts as root, and its entry point goes on as somebody else."""
    if any(_SWITCHES.search(each.value) for each in instructions):
        return True
    scripts = {
        word.rpartition("/")[2]
        for each in instructions
        if each.name in {"CMD", "ENTRYPOINT"}
        for word in re.findall(r"[\w./-]+\.sh", each.value)
    }
    paths = facts.configuration.paths(*scripts) if scripts else []
    return any(_SWITCHES.search(facts.text(path)) for path in paths)


def _listed(things: list[str]) -> str:
    if len(things) == 1:
        return things[0]
    return f"{', '.join(things[:-1])} and {things[-1]}"


RULE = Rule(
    id="OPS002",
    name="image-is-lean-and-unprivileged",
    severity=Severity.P1,
    topic="operations",
    seed="Multi-stage, non-root Dockerfile, HEALTHCHECK",
    what="An image of the application that is built in one stage, runs as root, has no health check"
    " or reloads its source. A health check of its service in a compose file is one, too. Images"
    " for development, tests and frontends are left alone, and entry points that change the user"
    " themselves.",
    why="Compilers and caches are more to attack and to pull, root in a container is a step away"
    " from root outside of it, and a container that hangs is not restarted.",
    bad={
        "Dockerfile": """FROM python:3.12
COPY . .
RUN pip install .
CMD ["uvicorn", "app.main:app", "--reload"]
"""
    },
    good={
        "Dockerfile": """FROM python:3.12 AS builder
COPY . .
RUN pip install --prefix /venv .

FROM python:3.12-slim
COPY --from=builder /venv /usr/local
USER 10001
HEALTHCHECK CMD ["python", "-m", "app.probe"]
CMD ["uvicorn", "app.main:app"]
"""
    },
    fix="Build in a first stage, copy the result into a slim second one, and give it `USER` and"
    " `HEALTHCHECK`.",
    check=check,
)
