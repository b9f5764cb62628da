"""Mappings that routes without a model answer with, wherever they are put together."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.answers.hidden_answers import is_hidden_page
from fastscaffold.audit.facts.lists.answered import is_open
from fastscaffold.audit.facts.lists.held_rows import called_function
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, last_called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function, Route

_STEPS = 8
_PASSING = frozenset({"dict", "jsonable_encoder", "list", "reversed", "sorted", "tuple"})
_FILLING = frozenset({"append", "insert"})


def told_mappings(facts: Facts) -> Iterator[tuple[Route, ast.Dict, Function]]:
    """Routes whose response may hold anything, and each mapping that they answer with."""
    for route in facts.routes:
        if route.is_websocket or is_hidden_page(facts, route) or not is_open(facts, route):
            continue
        for mapping, function in _returned(facts, route.function, _STEPS):
            yield route, mapping, function


@lru_cache(maxsize=2048)
def _returned(
    facts: Facts, function: Function, steps: int
) -> tuple[tuple[ast.Dict, Function], ...]:
    """The mappings that a function returns, itself or through another."""
    found: dict[int, tuple[ast.Dict, Function]] = {}
    seen: set[str] = set()
    waiting = list(returned(function))
    while waiting:
        value = waiting.pop()
        if isinstance(value, ast.Dict):
            found[id(value)] = (value, function)
        elif isinstance(value, ast.Name):
            if value.id in seen:
                continue
            seen.add(value.id)
        elif isinstance(value, ast.Call) and steps:
            helper = called_function(facts, value, function)
            if helper is not None:
                for each in _returned(facts, helper, steps - 1):
                    found[id(each[0])] = each
                continue
            if not passes_on(facts, value, function):
                continue
        waiting += parts_of(value, function)
    return tuple(found.values())


def passes_on(facts: Facts, call: ast.Call, function: Function) -> bool:
    """Whether what a call is given is sent: it makes a response or an envelope, or a list of it."""
    name = last_called(call)
    if name == "TemplateResponse":
        return False
    made = facts.index.definition(facts.index.symbol(call.func, function))
    return isinstance(made, Class) or name in _PASSING or name.endswith("Response")


def parts_of(value: ast.expr, function: Function) -> Iterator[ast.expr]:
    """What is sent where a value is: what it holds, or what a name is given."""
    match value:
        case ast.Await(value=inner) | ast.Starred(value=inner):
            yield inner
        case ast.Dict(values=values):
            yield from values
        case ast.List(elts=items) | ast.Tuple(elts=items):
            yield from items
        case ast.ListComp(elt=item) | ast.GeneratorExp(elt=item) | ast.DictComp(value=item):
            yield item
        case ast.IfExp(body=body, orelse=otherwise):
            yield from (body, otherwise)
        # What stands before the last is only sent where it is nothing.
        case ast.BoolOp(op=ast.And(), values=[*_, last]):
            yield last
        case ast.BoolOp(values=values):
            yield from values
        case ast.Call(args=arguments, keywords=keywords):
            yield from arguments
            yield from (each.value for each in keywords)
        case ast.Name(id=name):
            yield from function.assigned.get(name, ())
            yield from _put_into(name, function)
        case _:
            pass


def _put_into(name: str, function: Function) -> Iterator[ast.expr]:
    for call in function.calls:
        match call.node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=holder), attr=method), args=[*_, item]
            ) if holder == name and method in _FILLING:
                yield item
            case _:
                pass
