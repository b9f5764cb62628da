"""Closes the endpoints of features that were added while a project had no users."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.access.permissions import PUBLIC, says_nobody
from fastscaffold.errors import Message
from fastscaffold.generators.anew import Later, generate_anew, router_of
from fastscaffold.generators.routes import read_production, served, unread
from fastscaffold.generators.wording import listed
from fastscaffold.model.permissions import AUTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fastscaffold.generators.draft import Draft
    from fastscaffold.generators.workspace import Workspace
    from fastscaffold.requests import RouteRow

CODE = "feature.public"
_GENERATED = (
    "--protect-features closes them, unless their spec says public; docs/auth.md shows the line "
    "that closes one by hand."
)
_EDITED = (
    "The file is not as it was generated: --protect-features shows the lines that would close what "
    "was, and docs/auth.md the one that closes an endpoint by hand."
)
_WRITTEN = "docs/auth.md shows the line that closes an endpoint."
_TEST = "tests/security/test_permissions.py"


@dataclass(frozen=True, slots=True)
class _Public:
    """What everybody may call.

    Attributes:
        endpoints: those of each file.
        undeclared: handlers, with their file, of endpoints that do not declare who may call them.
        unreadable: the files that could not be read.
    """

    endpoints: dict[str, list[RouteRow]]
    undeclared: frozenset[tuple[str, str]]
    unreadable: list[Message]

    def duty(self, path: str) -> str:
        """What a test asks of the endpoints of a file that declare nothing; empty for none."""
        rows = self.endpoints.get(path, [])
        silent = [row for row in rows if (row.file, row.handler) in self.undeclared]
        if not silent:
            return ""
        return (
            f' {_TEST} fails until each of these has openapi_extra={{"x-permission": …}}, as '
            f"docs/auth.md says: {_endpoints(silent)}."
        )


def still_public(draft: Draft) -> list[Message]:
    """Name the endpoints that everybody may call, file by file.

    Those that capabilities and the project itself brought along are so on purpose.

    Raises:
        ProjectError: the project cannot be read.
    """
    workspace = draft.workspace
    public = _public(workspace)
    routers = _routers(workspace)
    told = [
        _message(path, rows, _hint(path, routers, workspace) + public.duty(path))
        for path, rows in public.endpoints.items()
    ]
    return [*told, *public.unreadable]


def protect_features(draft: Draft) -> None:
    """Let the endpoints of all features be as they would be had the project had users before.

    What somebody has changed stays, and the draft says which lines would close it. Endpoints that
    nobody generated stay, and are named.

    Raises:
        ProjectError: the project cannot be read.
    """
    workspace = draft.workspace
    public = _public(workspace)
    found = public.endpoints
    routers = _routers(workspace)
    open_features = [
        name
        for path, name in routers.items()
        if path in found or not _is_edited(path, name, workspace)
    ]
    told = len(draft.warnings)
    generate_anew(open_features, _users(found), draft)
    shown = [_with_duty(message, public) for message in draft.warnings[told:]]
    draft.warnings[told:] = shown
    paths = {message.path for message in shown}
    for path, rows in found.items():
        by_hand = [row for row in rows if not _is_generated(row, routers, workspace)]
        if by_hand and path not in paths:
            draft.warnings.append(_message(path, by_hand, _WRITTEN + public.duty(path)))
    draft.warnings += public.unreadable


def _with_duty(message: Message, public: _Public) -> Message:
    """A warning with what a test asks of its file beside its lines, which are the hint."""
    return replace(message, message=f"{message.message}{public.duty(message.path or '')}")


def _public(workspace: Workspace) -> _Public:
    facts = read_production(workspace)
    manifest = workspace.manifest
    brought = dict(manifest.pristine("base", "project"))
    for name in manifest.capabilities():
        brought |= manifest.pristine("capabilities", name)
    found: dict[str, list[RouteRow]] = {}
    for row in served(facts):
        if row.permission == PUBLIC and not _defines(brought.get(row.file, ""), row):
            found.setdefault(row.file, []).append(row)
    undeclared = frozenset(
        (route.module.path, route.function.qualname) for route in facts.routes if says_nobody(route)
    )
    return _Public(dict(sorted(found.items())), undeclared, unread(facts))


def _routers(workspace: Workspace) -> dict[str, str]:
    """The router of each feature that was generated, with its name."""
    return {router_of(name, workspace): name for name in workspace.manifest.features()}


def _is_generated(row: RouteRow, routers: Mapping[str, str], workspace: Workspace) -> bool:
    if row.file not in routers:
        return False
    generated = workspace.manifest.pristine("features", routers[row.file])
    return _defines(generated.get(row.file, ""), row)


def _defines(text: str, row: RouteRow) -> bool:
    return f"def {row.handler.rpartition('.')[2]}(" in text


def _is_edited(path: str, feature: str, workspace: Workspace) -> bool:
    generated = workspace.manifest.pristine("features", feature)
    return workspace.tree.read_text(path) != generated.get(path)


def _message(path: str, rows: Sequence[RouteRow], hint: str) -> Message:
    return Message(CODE, f"Everybody may still call {_endpoints(rows)}.", path, hint=hint)


def _hint(path: str, routers: Mapping[str, str], workspace: Workspace) -> str:
    if path not in routers:
        return _WRITTEN
    return _EDITED if _is_edited(path, routers[path], workspace) else _GENERATED


def _endpoints(rows: Iterable[RouteRow]) -> str:
    """Such as ``GET and POST /orders, and GET /orders/{id}``."""
    methods: dict[str, list[str]] = {}
    for row in rows:
        methods.setdefault(row.path, []).append(row.method)
    return listed([f"{listed(names)} {path}" for path, names in methods.items()], ", and ")


def _users(found: Mapping[str, Sequence[RouteRow]]) -> Later:
    return Later(
        capability=AUTH,
        code=CODE,
        module=".features.auth.dependencies",
        router=lambda name, workspace: (
            f"for everybody are {_endpoints(found[router_of(name, workspace)])}"
        ),
        others="it goes with endpoints for everybody",
        behind="it sends no login to endpoints that ask for one now, so its tests fail with 401",
        labels=("without users", "with users"),
    )
