"""Programs that describe what an application is deployed to, and migrations wherever they lie."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.modules import Module

_LIBRARIES = re.compile(r"(?:aws_cdk|cdk8s|cdktf\w*|constructs|pulumi\w*|troposphere)(?:\.|$)")
_SERVES = re.compile(r"(?:fastapi|starlette)(?:\.|$)")
_REDIRECTS = re.compile(
    r"\bREDIRECT_TO_HTTPS\b|\bViewerProtocolPolicy\.HTTPS_ONLY\b|\bredirect_http\s*=\s*True\b"
    r"|viewer_?protocol_?policy[\"']?\s*[=:]\s*[\"'](?:redirect-to-https|https-only)\b"
    r"|\bListenerAction\.redirect\(",
    re.IGNORECASE,
)


def set_aside(modules: Iterable[Module]) -> None:
    """Take programs of infrastructure and of Alembic for what they are, whatever their folder."""
    for module in modules:
        if module.is_production and _is_of_alembic(module):
            module.role = Role.MIGRATION
        elif module.is_production and is_infrastructure(module):
            module.role = Role.SCRIPT


def _is_of_alembic(module: Module) -> bool:
    """Whether Alembic runs a module, by the names that it gives to them."""
    targets = set(module.imports.values())
    is_environment = PurePosixPath(module.path).name == "env.py" and "alembic.context" in targets
    return is_environment or ("alembic.op" in targets and "down_revision" in _named(module))


def _named(module: Module) -> set[str]:
    return {*module.assigned, *module.annotated}


def is_infrastructure(module: Module) -> bool:
    """Whether a module builds infrastructure, and serves nothing itself."""
    targets = list(module.imports.values())
    return any(map(_LIBRARIES.match, targets)) and not any(map(_SERVES.match, targets))


def redirecting(modules: Iterable[Module]) -> Iterator[Place]:
    """Where such a program has plain HTTP redirected to HTTPS, or refused."""
    for module in modules:
        if module.role is not Role.SCRIPT or not is_infrastructure(module):
            continue
        for number, line in enumerate(module.lines, 1):
            if _REDIRECTS.search(line) and not line.lstrip().startswith("#"):
                yield Place(module.path, number, line.strip()[:120])
