"""Puts an include where it belongs among others, in an order of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.edits.include_router import IncludeRouters, RouterRef
    from fastscaffold.edits.python.blocks import Statement
    from fastscaffold.edits.python.facts import Facts, Include
    from fastscaffold.edits.python.targets import Target


def in_order(target: Target, router: RouterRef, edit: IncludeRouters, facts: Facts) -> Target:
    """Move the place of a router up, to where it belongs among those that are included already.

    Args:
        target: is the place that it has otherwise.
        router: is to be included.
        edit: names those that it comes after or before.
        facts: tell what the module includes.

    Returns:
        The place as it was where none that is named is included beside it.
    """
    if edit.before:
        return _above_last(edit.before, target, facts)
    own = f"{router.module}.{router.name}"
    order = edit.order
    earlier = _included(order[: order.index(own)] if own in order else (), target, facts)
    if earlier:
        return replace(target, beside=earlier[max(earlier)])
    return target


def resolved_names(router: str) -> Iterator[str]:
    """All that a router may be resolved to: absolutely, relatively, re-exported by its package."""
    module, _, name = router.rpartition(".")
    for place in (module, module.rpartition(".")[0]):
        if place:
            yield f"{place}.{name}"
            yield f".{place.partition('.')[2]}.{name}".replace("..", ".")


def _above_last(routers: Sequence[str], target: Target, facts: Facts) -> Target:
    """Give the place above those of some routers that are included last.

    Nothing else is passed: what a person wrote there may be for all that comes after it, and
    routers of theirs may have paths that one of ours would take.
    """
    passed = _included(routers, target, facts)
    index = target.beside.index
    while index in passed:
        index -= 1
    if index == target.beside.index:
        return target
    if index in _includes(target, facts):
        return replace(target, beside=target.beside.block.statements[index])
    return replace(target, beside=passed[index + 1], above=True)


def _included(routers: Sequence[str], target: Target, facts: Facts) -> dict[int, Statement]:
    """The statements beside a place that include some routers, by their index."""
    names = {name for router in routers for name in resolved_names(router)}
    return {
        index: include.statement
        for index, include in _includes(target, facts).items()
        if any(
            facts.bindings.resolve(name, include.statement)[0] in names for name in include.routers
        )
    }


def _includes(target: Target, facts: Facts) -> dict[int, Include]:
    """What stands beside a place and includes something, by the index of its statement."""
    return {
        include.statement.index: include
        for include in facts.includes
        if include.receiver == target.receiver
        and include.expression is not None
        and len(include.statement.small) == 1
        and include.statement.block is target.beside.block
        and include.statement.index <= target.beside.index
    }
