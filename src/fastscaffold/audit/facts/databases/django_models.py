"""Models of Django, whose ORM makes its connection by itself, and may be awaited."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_definition
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.modules import Scope

DJANGO_MODELS = (
    *("django.db.models.Model", "django.db.models.base.Model"),
    *("django.contrib.auth.models.AbstractUser", "django.contrib.auth.models.AbstractBaseUser"),
    *("django.contrib.auth.models.User",),
)  # fmt: skip
# What asks for rows at once, each of which has a twin that is awaited: `aget`.
_ASKS = frozenset(
    {
        *("aggregate", "bulk_create", "bulk_update", "contains", "count", "create", "delete"),
        *("earliest", "exists", "explain", "first", "get", "get_or_create", "in_bulk", "iterator"),
        *("last", "latest", "refresh_from_db", "save", "update", "update_or_create"),
    }
)  # fmt: skip
_AWAITS = frozenset(f"a{each}" for each in _ASKS)
# What goes through all rows of a query.
_CONSUMES = frozenset({"bool", "dict", "len", "list", "set", "sorted", "tuple"})
_MAX_STEPS = 2


def model_of_django(facts: Facts) -> Place | None:
    """The first model of Django."""
    models = (
        at_definition(each, "a table of Django")
        for module in facts.production
        if any(target.startswith("django.") for target in module.targets)
        for each in module.classes.values()
        if facts.index.is_a(each.symbol, *DJANGO_MODELS)
    )
    return next(models, None)


def is_django_awaited(facts: Facts) -> bool:
    """Whether the rows of such models are awaited wherever it is seen how they are asked for."""
    calls = [call for module in facts.production for call in module.calls]
    functions = {call.function for call in calls if call.function is not None}
    ways = {way for call in calls for way in _of_call(facts, call)}
    ways |= {way for function in functions for way in _of_loops(facts, function)}
    return ways == {True}


def _of_call(facts: Facts, call: Call) -> Iterator[bool]:
    """Whether a call awaits rows, where it asks for any."""
    match call.node:
        case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in _ASKS | _AWAITS:
            owner = facts.index.origin(call).rpartition(".")[0]
            if facts.index.is_a(owner, *DJANGO_MODELS) or _is_query(
                facts, call.scope, held, rows=True
            ):
                yield name in _AWAITS
        case ast.Call(func=ast.Name(id=name), args=[held, *_]) if name in _CONSUMES:
            if _is_query(facts, call.scope, held):
                yield False
        case _:
            pass


def _of_loops(facts: Facts, function: Function) -> Iterator[bool]:
    """Whether each loop through a query of a function awaits its rows."""
    loops: list[ast.For | ast.AsyncFor] = inside(function.node, ast.For, ast.AsyncFor)
    for loop in loops:
        if _is_query(facts, function, loop.iter):
            yield isinstance(loop, ast.AsyncFor)
    for part in inside(function.node, ast.comprehension):
        if _is_query(facts, function, part.iter):
            yield bool(part.is_async)


def _is_query(
    facts: Facts, scope: Scope, value: ast.expr, *, rows: bool = False, steps: int = _MAX_STEPS
) -> bool:
    """Whether a value is a query of a model, `Boat.objects.filter(...)`, or a row of it, too."""
    defined = facts.index.definition(facts.index.symbol(value, scope))
    if isinstance(defined, Class) and facts.index.is_a(defined.symbol, *DJANGO_MODELS):
        return True
    match value:
        case ast.Attribute(value=inner) | ast.Call(func=inner):
            return _is_query(facts, scope, inner, rows=rows, steps=steps)
        case ast.Await(value=inner) if rows:
            return _is_query(facts, scope, inner, rows=rows, steps=steps)
        case ast.Name(id=name) if steps and isinstance(scope, Function):
            given = scope.assigned.get(name, ())
            return any(_is_query(facts, scope, each, rows=rows, steps=steps - 1) for each in given)
        case _:
            return False
