"""What holds all rows of a query, or all of what a folder or a store holds, told by how it is made.

Rows are followed through names, functions of the project that return them or make a list of those
that they are given, and loops that fill a list or a mapping.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.asked_rows import (
    STATEMENTS,
    asks_for_rows,
    is_result,
    iterates_rows,
)
from fastscaffold.audit.facts.lists.cut_queries import is_cut_query
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import mentions, unsubscripted
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

STEPS = 14
NONE: frozenset[str] = frozenset()
_LISTS = frozenset({"Iterable", "List", "Sequence", "dict", "Dict", "list"})
# What is made of rows by these is as long as they are, by the place of the rows.
_REMAKING = {
    "cast": 1,
    "dict": 0,
    "enumerate": 0,
    "filter": 1,
    "jsonable_encoder": 0,
    "list": 0,
    "map": 1,
    "model_validate": 0,
    "parse_obj_as": 1,
    "reversed": 0,
    "set": 0,
    "sorted": 0,
    "tuple": 0,
    "validate_python": 0,
}
_ASIDE = {"run_in_executor": 1, "run_in_threadpool": 0, "run_sync": 0, "to_thread": 0}
_FILLING = frozenset({"add", "append", "appendleft", "extend", "insert"})
_COMPREHENSIONS = (ast.DictComp, ast.GeneratorExp, ast.ListComp, ast.SetComp)
_THINGS = frozenset({"copy", "dict", "from_orm", "model_dump", "model_validate", "to_dict"})
_MADE = frozenset({"OrderedDict", "defaultdict", "dict", "list", "set"})


def are_rows(
    facts: Facts,
    value: ast.expr,
    function: Function,
    steps: int = STEPS,
    given: frozenset[str] = NONE,
) -> bool:
    """Whether an expression is all rows, or is made of each of them.

    Parameters of the function that are ``given`` are rows themselves.
    """
    if steps == 0:
        return False
    match value:
        case ast.Await(value=inner):
            return asks_for_rows(facts, value, function) or are_rows(
                facts, inner, function, steps, given
            )
        case ast.BoolOp(values=parts):
            return any(are_rows(facts, each, function, steps, given) for each in parts)
        case ast.IfExp(body=body, orelse=otherwise):
            # One in another is one level deeper, and so on for as many as a project writes.
            return any(
                are_rows(facts, each, function, steps - 1, given) for each in (body, otherwise)
            )
        case ast.DictComp(value=item) if not (
            _is_thing(item, function) or _is_same(item, value.generators[0].target)
        ):
            return False
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return _iterated(facts, value.generators[0].iter, function, steps, given)
        case ast.Call():
            return _are_called(facts, value, function, steps, given)
        case ast.Attribute():
            return asks_for_rows(facts, value, function)
        case ast.Name(id=name):
            return name in given or _holds(facts, name, function, steps - 1, given)
        case _:
            return False


def _iterated(
    facts: Facts, value: ast.expr, function: Function, steps: int, given: frozenset[str]
) -> bool:
    return iterates_rows(facts, value, function) or are_rows(facts, value, function, steps, given)


def _are_called(
    facts: Facts, call: ast.Call, function: Function, steps: int, given: frozenset[str]
) -> bool:
    called = called_function(facts, call, function)
    if called is not None:
        if is_cut_query(call, function) or _is_untold(call, function):
            return False
        filled = given_rows(facts, call, function, steps, given)
        return gives_rows(facts, called, steps - 1, filled)
    if asks_for_rows(facts, call, function):
        return True
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            if name in _ASIDE and len(call.args) > _ASIDE[name]:
                target = call.args[_ASIDE[name]]
                helper = facts.index.function_of(target, function)
                return helper is not None and gives_rows(facts, helper, steps - 1, NONE)
            place = _REMAKING.get(name)
            if place is None or len(call.args) <= place:
                return False
            return _iterated(facts, call.args[place], function, steps, given)
        case _:
            return False


def _is_untold(call: ast.Call, function: Function) -> bool:
    """Whether a helper is given a statement that was put together out of sight.

    In ``sql, values = build(limit)`` nobody sees whether it is cut.
    """
    match call.args[:1]:
        case [ast.Name(id=name)] if STATEMENTS & set(words(name)):
            return any(
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and any(
                    isinstance(target, ast.Tuple) and mentions(target, {name})
                    for target in node.targets
                )
                for node in own_nodes(function)
            )
        case _:
            return False


def given_rows(
    facts: Facts, call: ast.Call, function: Function, steps: int, given: frozenset[str]
) -> frozenset[str]:
    """The parameters of what is called that a call gives rows to."""
    called = called_function(facts, call, function)
    return frozenset(
        name
        for name, value in (passed(call, called) if called is not None else ())
        if _iterated(facts, value, function, steps - 1, given)
    )


def passed(call: ast.Call, called: Function) -> Iterator[tuple[str, ast.expr]]:
    """The parameters of what is called that a call fills, with what."""
    names = [argument.arg for argument, _ in called.parameters()]
    if names[:1] in (["self"], ["cls"]):
        names = names[1:]
    yield from zip(names, call.args, strict=False)
    for each in call.keywords:
        if each.arg in names:
            yield each.arg, each.value


@lru_cache(maxsize=2048)
def gives_rows(facts: Facts, function: Function, steps: int, given: frozenset[str]) -> bool:
    """Whether a function returns rows, and nothing but rows where it says what it returns."""
    if steps <= 0:
        return False
    kinds = facts.index.typed(function.node.returns, function.module)
    names = {
        (facts.index.symbol(unsubscripted(each), scope) or "").rpartition(".")[2]
        for each, scope in kinds
    }
    if names and not names & _LISTS:
        return False
    values = [each for each in returned(function) if not _is_nothing(each)]
    return bool(values) and all(
        is_result(each, function) or are_rows(facts, each, function, steps, given)
        for each in values
    )


def _is_nothing(value: ast.expr) -> bool:
    """Whether what is returned is empty, or written down."""
    match value:
        case ast.Constant():
            return True
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return not any(isinstance(each, ast.Starred) for each in items)
        case ast.Dict(values=values):
            # What tells of an error, in place of rows.
            return all(isinstance(each, ast.Constant) for each in values)
        case ast.Call(func=ast.Name(id=name), args=[], keywords=[]):
            return name in _MADE
        case _:
            return False


# A name may be made of itself in many places, and each of those is to be looked at once.
@lru_cache(maxsize=2048)
def _holds(facts: Facts, name: str, function: Function, steps: int, given: frozenset[str]) -> bool:
    made = function.assigned.get(name, [])
    if not made or isinstance(made[-1], ast.Subscript):
        return False
    if any(are_rows(facts, each, function, steps, given) for each in made):
        return True
    return any(_is_empty(each) for each in made) and _is_filled(facts, name, function, steps, given)


def _is_empty(value: ast.expr) -> bool:
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _MADE
        case _:
            return False


def _is_filled(
    facts: Facts, name: str, function: Function, steps: int, given: frozenset[str]
) -> bool:
    """Whether something is put into a list or a mapping for each of some rows."""
    return any(
        any(_puts(each, name, function) for statement in loop.body for each in walk(statement))
        and _iterated(facts, loop.iter, function, steps, given)
        for loop in own_nodes(function)
        if isinstance(loop, ast.For | ast.AsyncFor)
    )


def _puts(node: ast.AST, name: str, function: Function) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=method, value=ast.Name(id=holder))):
            return method in _FILLING and holder == name
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=holder))], value=value):
            return holder == name and _is_thing(value, function)
        case _:
            return False


def _is_same(item: ast.expr, target: ast.expr) -> bool:
    """Whether each row itself is what a mapping is given."""
    return isinstance(item, ast.Name) and isinstance(target, ast.Name) and item.id == target.id


def _is_thing(value: ast.expr, function: Function) -> bool:
    """Whether a mapping is given a thing, and not a value, as one of settings or of sums is."""
    match value:
        case ast.Dict():
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _THINGS
        case ast.Call(func=ast.Name(id=name)):
            return name[:1].isupper()
        case ast.Name(id=name):
            return any(isinstance(each, ast.Dict) for each in function.assigned.get(name, ()))
        case _:
            return False


def called_function(facts: Facts, call: ast.Call, function: Function) -> Function | None:
    """The function of the project that a call runs, if it runs one."""
    origin = facts.index.called(call.func, function)
    target = facts.index.definition(origin)
    if isinstance(target, Class):
        return None
    if isinstance(target, Function):
        return target
    for each in function.calls:
        if each.node is call:
            found = facts.callers.target(each)
            return found if isinstance(found, Function) else None
    owner, _, last = origin.rpartition(".")
    return facts.index.method(owner, last)
