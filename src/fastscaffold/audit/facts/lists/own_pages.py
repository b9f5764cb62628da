"""Pages of a library whose numbers the project has taken in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.page_limits import Size, sizes_of_model
from fastscaffold.audit.modules import Class
from fastscaffold.audit.nodes import unsubscripted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Route

LIBRARY = "fastapi_pagination."
# Where a page says which class its parameters are read into.
_PARAMETERS = "__params_type__"


def own_sizes(facts: Facts, route: Route) -> list[Size]:
    """The sizes of a page of the library that take the place of the bounded ones that it has."""
    annotation = route.call.argument("response_model") or route.function.node.returns
    scope = route.call.function or route.call.module
    return [
        size
        for each, holder in facts.index.typed(annotation, scope)
        for model in _pages(facts, facts.index.symbol(unsubscripted(each), holder))
        for given in model.assigned.get(_PARAMETERS, [])
        if (parameters := facts.index.class_of(given, model)) is not None
        for size in sizes_of_model(facts, parameters)
    ]


def _pages(facts: Facts, symbol: str | None) -> Iterator[Class]:
    """The classes of the project that a page is made by, where the library's is their base."""
    ancestors = facts.index.ancestors(symbol)
    if any(each.startswith(LIBRARY) for each in ancestors):
        found = (facts.index.definition(each) for each in ancestors)
        # The first one that names its parameters counts.
        named = (each for each in found if isinstance(each, Class) and _PARAMETERS in each.assigned)
        yield from list(named)[:1]
