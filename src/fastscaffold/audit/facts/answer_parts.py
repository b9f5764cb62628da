"""The calls whose results a function hands on, as they are or as a part of what it returns."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.text_names import PUTTING
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Function

# An expression, and whether what it is kept under says that it is the text of an error.
Part: TypeAlias = "tuple[ast.expr, bool]"

# What the part of a result is called that may hold the text of an exception.
ERRORS = re.compile(r"(?i)err|detail|exc|fail|message|msg|reason")
# What makes a model of a mapping or a text of anything, or waits for several results.
_TAKING = frozenset(
    {"dumps", "gather", "jsonable_encoder", "model_construct", "model_validate", "parse_obj", "str"}
)

# What runs what it is given, in a thread or a task.
_RUNNING = frozenset(
    {"create_task", "ensure_future", "run_in_executor", "run_in_threadpool", "run_sync", "shield"}
    | {"to_thread", "wait_for"}
)


def handed_on(function: Function, value: ast.expr) -> Iterator[ast.Call]:
    """The calls that an expression hands on: of a mapping, of a list, of what is made of it."""
    waiting: list[Part] = [(value, False)]
    seen: set[tuple[int, bool]] = set()
    while waiting:
        node, is_error = waiting.pop()
        if (id(node), is_error) in seen:
            continue
        seen.add((id(node), is_error))
        if isinstance(node, ast.Call):
            yield node
        waiting += _inner(function, node, is_error=is_error)


def _inner(function: Function, node: ast.expr, *, is_error: bool) -> Iterator[Part]:
    match node:
        case ast.Await(value=held) | ast.Starred(value=held) | ast.FormattedValue(value=held):
            yield held, is_error
        case ast.Name(id=name):
            is_error = is_error or ERRORS.search(name) is not None
            yield from ((each, is_error) for each in _held_by(function, name))
        case ast.Dict(keys=keys, values=values):
            for key, each in zip(keys, values, strict=True):
                is_named = isinstance(key, ast.Constant) and ERRORS.search(str(key.value))
                yield each, is_error or bool(is_named)
        case ast.IfExp(body=one, orelse=other):
            yield from ((each, is_error) for each in (one, other))
        case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values):
            yield from ((each, is_error) for each in values)
        case ast.JoinedStr(values=values):
            yield from ((each, is_error) for each in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from ((each, is_error) for each in (left, right))
        case ast.ListComp(elt=held) | ast.GeneratorExp(elt=held):
            yield held, is_error
        case ast.Attribute(value=held, attr=key):
            if ERRORS.search(key):
                yield held, True
        case ast.Subscript(value=held, slice=key):
            yield from _of_key(held, key, is_error=is_error)
        case ast.Call(func=ast.Attribute(value=held, attr="get"), args=[key, *_]):
            yield from _of_key(held, key, is_error=is_error)
        case ast.Lambda(body=held):
            yield held, is_error
        case ast.Call():
            yield from ((each, is_error) for each in _given(node))
        case _:
            pass


def _of_key(held: ast.expr, key: ast.expr, *, is_error: bool) -> Iterator[Part]:
    """What is asked for by a key, or by a place that somebody calls one of errors."""
    match key:
        case ast.Constant(value=str() as name):
            if ERRORS.search(name):
                yield held, True
        case ast.Constant():
            if is_error:
                yield held, True
        case _:
            yield held, is_error


def _given(call: ast.Call) -> list[ast.expr]:
    """What a model is made of, and what is waited for together or run elsewhere."""
    last = last_called(call)
    is_model = isinstance(call.func, ast.Name) and call.func.id[:1].isupper()
    if is_model or last in _TAKING:
        return arguments_of(call)
    # A name is that of the function, which the call itself stands for.
    run = call.args[:2] if last in _RUNNING else []
    return [each for each in run if isinstance(each, ast.Call | ast.Lambda)]


def _held_by(function: Function, name: str) -> Iterator[ast.expr]:
    """What a name is given, what is put into it, and what it goes through."""
    yield from function.assigned.get(name, [])
    yield from _put_into(function).get(name, [])


# A function has many names, and each return of it asks for all.
@lru_cache(maxsize=256)
def _put_into(function: Function) -> dict[str, list[ast.expr]]:
    """What is put into the names of a function, or that they go through."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for node in inside(function.node):
        match node:
            case ast.For(target=ast.Name(id=held), iter=given):
                pass
            case ast.AsyncFor(target=ast.Name(id=held), iter=given):
                pass
            case ast.comprehension(target=ast.Name(id=held), iter=given):
                pass
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=held), attr=method), args=[*_, given]
            ) if method in PUTTING:
                pass
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=held))], value=given):
                pass
            case _:
                continue
        found[held].append(given)
    return found
