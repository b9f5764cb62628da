"""Puts an include after those that come before it in an order of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.edits.include_router import RouterRef
    from fastscaffold.edits.python.facts import Facts, Include
    from fastscaffold.edits.python.targets import Target


def after_earlier(target: Target, router: RouterRef, order: Sequence[str], facts: Facts) -> Target:
    """Move the place of a router up, to right below the last one that comes before it.

    Returns:
        The place as it was where the order does not name the router, or none before it is there.
    """
    own = f"{router.module}.{router.name}"
    if own not in order:
        return target
    earlier = {name for item in order[: order.index(own)] for name in resolved_names(item)}
    found = [
        include.statement
        for include in facts.includes
        if _is_beside(include, target)
        and any(
            facts.bindings.resolve(name, include.statement)[0] in earlier
            for name in include.routers
        )
    ]
    if not found:
        return target
    return replace(target, below=max(found, key=lambda statement: statement.index))


def resolved_names(router: str) -> Iterator[str]:
    """All that a router may be resolved to: absolutely, relatively, re-exported by its package."""
    module, _, name = router.rpartition(".")
    for place in (module, module.rpartition(".")[0]):
        if place:
            yield f"{place}.{name}"
            yield f".{place.partition('.')[2]}.{name}".replace("..", ".")


def _is_beside(include: Include, target: Target) -> bool:
    statement = include.statement
    return (
        include.receiver == target.receiver
        and include.expression is not None
        and len(statement.small) == 1
        and statement.block is target.below.block
        and statement.index <= target.below.index
    )
