"""The edits that a capability makes of files that are there."""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from typing import TYPE_CHECKING

from fastscaffold.generators.registration import FIRST_ROUTER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fastscaffold.capabilities.capability import Capability
    from fastscaffold.capabilities.loader import Catalogue
    from fastscaffold.edits import Edit
    from fastscaffold.project.manifest import ProjectRecord

# What the base template adds itself: all else goes between the two.
_INNERMOST = ("UnhandledErrorMiddleware",)
_OUTERMOST = ("RequestContextMiddleware",)
_MAIN_SECRET = re.compile(r"^SECRET_KEY=(.{32,})$", re.MULTILINE)


def capability_edits(
    capability: Capability,
    catalogue: Catalogue,
    project: ProjectRecord,
    secret_for: Callable[[str], str] = lambda _: "",
) -> Iterator[tuple[str, Edit]]:
    """Pairs of path and edit that a capability makes in a project.

    Args:
        capability: is added.
        catalogue: knows where its parts stand among those of all others.
        project: is changed.
        secret_for: gives the value of a variable that is to be secret.
    """
    # Loaded here: only a command that adds something pays for the parsers.
    from fastscaffold.edits import (  # noqa: PLC0415
        AddDependency,
        AddEnvVar,
        AddMiddleware,
        AddResource,
        AddSetting,
        IncludeRouters,
        RouterRef,
    )

    def module(name: str) -> str:
        return own_module(name, project.package)

    source = f"src/{project.package}"
    for requirement in capability.dependencies:
        yield "pyproject.toml", AddDependency(requirement)
    for requirement in capability.dev_dependencies:
        yield "pyproject.toml", AddDependency(requirement, group="dev")
    if capability.settings is not None:
        imports = tuple((module(item.module), item.name) for item in capability.settings.imports)
        yield (
            f"{source}/config.py",
            AddSetting(
                group=capability.name.replace("-", " "),
                lines=capability.settings.lines,
                imports=imports,
            ),
        )
    for variable in capability.environment:
        yield ".env.example", AddEnvVar(variable.name, variable.value, variable.comment)
        value = secret_for(variable.name) if variable.secret else variable.value
        yield ".env", AddEnvVar(variable.name, value, variable.comment)
    for entry in capability.middleware:
        yield (
            f"{source}/middleware.py",
            AddMiddleware(
                module=module(entry.module),
                class_name=entry.name,
                arguments=tuple(entry.arguments.items()),
                order=(*_INNERMOST, *catalogue.middleware_order(), *_OUTERMOST),
            ),
        )
    for resource in capability.resources:
        yield (
            f"{source}/resources.py",
            AddResource(
                module=module(resource.module),
                function=resource.function,
                order=catalogue.resource_order(),
            ),
        )
    if capability.routers:
        routers = (
            RouterRef(module(item.module), item.name, item.alias, item.prefix)
            for item in capability.routers
        )
        order = (f"app.{FIRST_ROUTER}", *catalogue.router_order())
        yield project.main, IncludeRouters(tuple(routers), order=tuple(map(module, order)))


def derived_secret(environment: str, name: str) -> str:
    """A secret for a project's ``.env``, derived from the one that it began with.

    Args:
        environment: the content of ``.env``; without ``SECRET_KEY`` the secret is random.
        name: of the variable.
    """
    found = _MAIN_SECRET.search(environment)
    key = found[1].encode() if found else secrets.token_bytes(64)
    digest = hmac.digest(key, name.encode(), "sha384")
    return base64.urlsafe_b64encode(digest).decode()


def own_module(module: str, package: str) -> str:
    """Put a project's package in the place of ``app`` at the start of a module's name."""
    first, dot, rest = module.partition(".")
    return f"{package}{dot}{rest}" if first == "app" else module
