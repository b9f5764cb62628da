"""How a feature's router is registered in main.py."""

from __future__ import annotations

import re
from difflib import ndiff
from typing import TYPE_CHECKING

from fastscaffold.errors import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.edits import IncludeRouters
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.project.manifest import Manifest

API_PREFIX = "/api/v1"
_ROUTER = re.compile(r"^(\w+) = APIRouter\(", re.MULTILINE)
# What a project begins with. Routers are asked in turn whether a request is theirs, so those that
# are asked for most come first: features, then the probes, then what parts of a project bring.
FIRST_ROUTER = "core.health.router"


def router_edit(
    features: Sequence[str], package: str, before: Sequence[str] = ()
) -> IncludeRouters:
    """The edit that registers the routers of some features.

    Args:
        features: their names.
        package: of the project.
        before: dotted names of routers that they come before; see ``other_routers``.
    """
    # Loaded here: only a command that edits main.py pays for the parser.
    from fastscaffold.edits import IncludeRouters, RouterRef  # noqa: PLC0415

    return IncludeRouters(
        tuple(
            RouterRef(
                module=f"{package}.features.{name}.router",
                name="router",
                alias=f"{name}_router",
                prefix=API_PREFIX,
            )
            for name in features
        ),
        before=tuple(before),
    )


def other_routers(manifest: Manifest) -> Iterator[str]:
    """Dotted names of the routers that a project has besides those of features."""
    package = manifest.project().package
    yield f"{package}.{FIRST_ROUTER}"
    for name in manifest.capabilities():
        for path, content in manifest.pristine("capabilities", name).items():
            module = path.removeprefix("src/").removesuffix(".py").replace("/", ".")
            for made in _ROUTER.finditer(content):
                yield f"{module}.{made[1]}"


def unregistered(workspace: Workspace, features: Sequence[str]) -> Iterator[Message]:
    """Say which features the application does not include, with the lines that it lacks."""
    # Loaded here: only a command that edits main.py pays for the parser.
    from fastscaffold.edits import Changed, Refused, child  # noqa: PLC0415

    project = workspace.manifest.project()
    source = workspace.tree.read(project.main)
    if source is None:
        yield Message(
            "registration.no-main", "The file that holds the application is missing.", project.main
        )
        return
    match child.apply(router_edit(features, project.package), source):
        case Changed():
            pass
        case Refused(reason=reason, line=line):
            yield Message("registration.unreadable", reason, project.main, line)
            return
        case _:
            return
    for name in features:
        match child.apply(router_edit((name,), project.package), source):
            case Changed(content=content):
                yield Message(
                    "registration.missing",
                    f"The router of {name} is not included in the application.",
                    project.main,
                    hint="Put these lines back:\n" + _added(source, content),
                )
            case _:
                pass


def _added(before: bytes, after: bytes) -> str:
    old, new = (text.decode(errors="replace").splitlines() for text in (before, after))
    return "\n".join(line[2:] for line in ndiff(old, new) if line.startswith("+ "))
