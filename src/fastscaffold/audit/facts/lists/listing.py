"""Which routes read, and what the helpers whose values they return say of these."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.held_rows import called_function
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.texts.plurals import has_plural, is_asking_for_several, is_doing
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function, Route
    from fastscaffold.audit.modules import Scope

# What is asked for by a body is read all the same.
_SEARCHES = frozenset({"filter", "list", "query", "search"})
_GETTING = frozenset({"get", "list", "read", "retrieve"})
_NAMED = frozenset({"batch", "bulk", "ids", "many", "multiple"})
_LISTS = frozenset({"List", "Sequence", "list"})
_CALLED = frozenset({"list", "page", "paginated"})


def is_listing(route: Route) -> bool:
    """Whether a route may answer with a list that it was asked for: by GET, or as a search."""
    if route.is_websocket:
        return False
    if route.methods == ("GET",):
        return True
    before, _, last = route.path.rstrip("/").rpartition("/")
    if route.methods != ("POST",):
        return False
    name = route.function.name
    if _searches(last) or _searches(name):
        return True
    # What a body names one by one is as long as the body.
    parts = words(name)
    # `POST /lamps/get-broken` asks for lamps.
    is_of_several = _GETTING & set(words(last)[:1]) and has_plural(
        words(before.rpartition("/")[2])[-1:]
    )
    if not is_of_several and not is_asking_for_several(name):
        return False
    if not _GETTING & set(parts[:1]) or is_doing(last):
        return False
    return not _NAMED & {*parts, *words(last)}


def _searches(name: str) -> bool:
    """Whether a name is of a search, alone or of several things, and not of what is done to one."""
    parts = words(name)
    if not parts or parts[0] not in _SEARCHES:
        return False
    return len(parts) == 1 or any(each.endswith("s") for each in parts[1:])


def told_by_helper(facts: Facts, route: Route) -> Iterator[tuple[ast.expr, Scope]]:
    """The lists of classes of the project that helpers say a route without a word returns."""
    for value in returned(route.function):
        helper = _helper(facts, value, route.function)
        if helper is None:
            continue
        for member, scope in facts.index.typed(helper.node.returns, helper.module):
            if _is_list_of_things(facts, member, scope) or _is_called_list(facts, member, scope):
                yield member, scope


def _helper(facts: Facts, value: ast.expr, function: Function) -> Function | None:
    if isinstance(value, ast.Name):
        given = function.assigned.get(value.id, [])
        value = given[0] if len(given) == 1 else value
    if isinstance(value, ast.Await):
        value = value.value
    return called_function(facts, value, function) if isinstance(value, ast.Call) else None


def _is_called_list(facts: Facts, member: ast.expr, scope: Scope) -> bool:
    """Whether it is a model that is called a list or a page: ``BoatListResponse``."""
    model = facts.index.definition(facts.index.symbol(member, scope))
    return model in facts.schemas and bool(_CALLED & set(words(model.name)))


def _is_list_of_things(facts: Facts, member: ast.expr, scope: Scope) -> bool:
    if not isinstance(member, ast.Subscript):
        return False
    if (facts.index.symbol(member.value, scope) or "").rpartition(".")[2] not in _LISTS:
        return False
    kinds = facts.index.typed(member.slice, scope)
    return bool(kinds) and all(
        isinstance(facts.index.definition(facts.index.symbol(each, holder)), Class)
        for each, holder in kinds
    )
