"""What leads from a router up to an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from fastscaffold.audit.facts.routing.routers import Inclusion, Router

    # Each router on the way, with what includes it.
    Way: TypeAlias = list[tuple[Router, Inclusion | None]]

MAX_NESTING = 12


def way_up(router: Router | None) -> tuple[Way, bool]:
    """The first way that an application is at the end of, else the first, and whether one is.

    A router may be included by another that nothing includes, before it is by what is served.
    """
    return _way_up(router, (), set())


def served_by(router: Router | None) -> Router | None:
    """The application at the end of that way; None where the source does not decide."""
    way, _ = way_up(router)
    if not way:
        return None
    last, inclusion = way[-1]
    return last if last.is_app and inclusion is None else None


def _way_up(
    router: Router | None, below: tuple[Router, ...], dead: set[Router]
) -> tuple[Way, bool]:
    if router is None or router in below or len(below) == MAX_NESTING:
        return [], True  # what the source does not decide
    if not router.parents or router in dead:
        return [(router, None)], router.is_app
    first: Way | None = None
    for inclusion in router.parents:
        above, served = _way_up(inclusion.parent, (*below, router), dead)
        way: Way = [(router, inclusion), *above]
        if served:
            return way, True
        first = first or way
    dead.add(router)
    return first or [], False
