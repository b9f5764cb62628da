"""Lists of routes that a library makes of a model: all rows, where it is told no largest page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.nodes import is_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_ROUTERS = ("Databases", "Gino", "Memory", "Ormar", "SQLAlchemy", "Tortoise")


def unbounded_routers(facts: Facts) -> Iterator[Call]:
    """Routers of fastapi-crudrouter that list, and whose ``limit`` has no upper bound."""
    for call in facts.calls(*(f"*.{each}CRUDRouter" for each in _ROUTERS)):
        if not facts.index.origin(call).startswith("fastapi_crudrouter."):
            continue
        lists = facts.values.fold(call.argument("get_all_route"), call.scope) is not False
        largest = call.argument("paginate")
        if lists and call.is_complete and (largest is None or is_none(largest)):
            yield call
