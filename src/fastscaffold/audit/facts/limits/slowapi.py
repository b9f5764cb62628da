"""What the limiters of slowapi count by themselves, and whether they count at all."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.settings.switches import flag
from fastscaffold.audit.modules import dotted

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts, Route

MIDDLEWARE = frozenset({"SlowAPIASGIMiddleware", "SlowAPIMiddleware"})


def has_defaults(facts: Facts) -> bool:
    """Whether a limiter has limits for whatever bears none of its own."""
    given = (
        (call.argument(name), call.scope)
        for call in facts.calls("*.Limiter")
        for name in ("default_limits", "application_limits")
    )
    return any(node is not None and facts.values.fold(node, scope) != [] for node, scope in given)


@lru_cache(maxsize=2)
def is_disabled(facts: Facts) -> bool:
    """Whether they count nothing by default."""
    made = list(facts.calls("slowapi.Limiter", "slowapi.extension.Limiter"))
    return bool(made) and all(
        (given := call.argument("enabled")) is not None and flag(facts, given, call.scope) is False
        for call in made
    )


def is_exempt(route: Route) -> bool:
    """Whether a route is taken out of what they count."""
    decorators = route.function.node.decorator_list
    return any((dotted(each) or "").endswith("limiter.exempt") for each in decorators)
