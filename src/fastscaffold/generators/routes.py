"""What a project serves, as its source says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Facts, Role
from fastscaffold.audit.facts.access.permissions import permission
from fastscaffold.audit.facts.places import at_call
from fastscaffold.audit.facts.routing.inclusions import everywhere, undecided
from fastscaffold.audit.facts.routing.refusing_middleware import refusing
from fastscaffold.audit.sources import collect
from fastscaffold.errors import Message, ProjectError
from fastscaffold.generators.import_names import application_name
from fastscaffold.requests import RouteRow, Routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Route, Router
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.generators.workspace import Workspace

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def routes(workspace: Workspace) -> Routes:
    """The routes of a project, by path and method.

    Raises:
        ProjectError: the directory cannot be read, or nothing in it makes an application.
    """
    facts = read_production(workspace)
    issues = tuple(unread(facts))
    if not facts.apps and not facts.routes:
        raise ProjectError(_no_application(workspace), *issues)
    return Routes(
        tuple(served(facts)),
        issues,
        (*_unknown(facts), *_refused_before(facts), *_left_out(facts)),
        tuple(_unreached(facts)),
    )


def served(facts: Facts) -> list[RouteRow]:
    """The routes of a project, by path and method; of several applications, one after another."""
    rows = sorted({row for route in facts.routes for row in _rows(facts, route)}, key=_order)
    # Of one application, what the source does not decide stands among the others.
    if len({row.application for row in rows} - {""}) > 1:
        rows.sort(key=lambda row: row.application)
    return rows


def read_production(workspace: Workspace) -> Facts:
    """The facts of what a project serves, with what is planned for it.

    Of its tests, migrations and scripts nothing is read.

    Raises:
        ProjectError: the directory cannot be read.
    """
    actions = workspace.tree.actions()
    planned = {each.path: each.after for each in actions if each.writes and each.after is not None}
    try:
        sources = collect(workspace.root, planned)
    except OSError as error:
        reason = error.strerror or "It cannot be read"
        message = Message("project.unreadable", f"{reason}.", str(workspace.root))
        raise ProjectError(message) from error
    sources.python = [file for file in sources.python if file.role is Role.PRODUCTION]
    sources.texts.clear()
    return Facts(sources)


def _rows(facts: Facts, route: Route) -> Iterator[RouteRow]:
    for each in everywhere(facts, route):
        who = permission(facts, each)
        application = "" if each.application is None else application_name(each.application, facts)
        for method in each.methods:
            yield RouteRow(
                method,
                each.path or "/",
                who.text,
                who.guards,
                each.function.qualname,
                each.module.path,
                each.function.node.lineno,
                application,
            )


def _order(row: RouteRow) -> tuple[str, int, str, str, int]:
    rank = _METHODS.index(row.method) if row.method in _METHODS else len(_METHODS)
    return row.path, rank, row.method, row.file, row.line


def _no_application(workspace: Workspace) -> Message:
    return Message(
        "routes.no-application",
        "No application was found. Looked for: a FastAPI(), and routes of it or of an APIRouter() "
        "that it includes, in all Python files but those of tests, migrations and scripts.",
        str(workspace.root),
        hint="Change into a FastAPI project, or name it with --project.",
    )


def unread(facts: Facts) -> list[Message]:
    """Name the files that could not be read, or parsed."""
    return [
        Message(
            "routes.unreadable",
            f"What it serves is not known: {each.reason}.",
            each.path,
            facts.unparsable[each.path].line if each.path in facts.unparsable else None,
        )
        for each in facts.unreadable
    ]


def _left_out(facts: Facts) -> Iterator[Message]:
    for each in facts.skipped:
        if each.path.endswith(".py"):
            yield Message(
                "routes.left-out",
                f"The file is left out, with its routes: {each.reason}.",
                each.path,
            )


def _unknown(facts: Facts) -> list[Message]:
    """What the source does not decide: routers that are included, and parts of paths."""
    included = {
        at_call(call): "What is included here is decided when the application runs: its routes, or "
        "their prefix, may be missing."
        for call in facts.served.unknown
    }
    parts = {
        at_call(call): "This part of paths is decided when the application runs: they are listed "
        "without it."
        for route in facts.routes
        for call in undecided(facts, route)
    }
    return _told("routes.undecided", included | parts)


def _refused_before(facts: Facts) -> list[Message]:
    """Name the middleware that may refuse requests: permissions are told without it."""
    places = {
        at_call(each.call): f"{each.name} may refuse some of these: what middleware asks for is"
        " not looked at."
        for each in refusing(facts)
    }
    return _told("routes.middleware", places)


def _unreached(facts: Facts) -> list[Message]:
    counts: dict[Router, int] = {}
    for route in facts.served.routes:
        if not route.is_reached and route.router is not None:
            counts[route.router] = counts.get(route.router, 0) + 1
    return _told(
        "routes.not-included",
        {
            at_call(
                router.call
            ): f"No application includes this router, which has {_count(number)}."
            for router, number in counts.items()
        },
    )


def _told(code: str, places: dict[Place, str]) -> list[Message]:
    return [Message(code, text, place.path, place.line) for place, text in sorted(places.items())]


def _count(number: int) -> str:
    return "1 route" if number == 1 else f"{number} routes"
