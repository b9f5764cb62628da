"""What a function hands on of calls: whole results or parts of them, as they are or in others."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fastscaffold.audit.facts.texts.names import PUTTING
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Function

# What the part of a result is called that may hold the text of an exception.
ERRORS = re.compile(r"(?i)err|detail|exc|fail|message|msg|reason")
# What makes a model of a mapping or a text of anything, copies it, or waits for several results.
_TAKING = frozenset(
    {"asdict", "cast", "copy", "deepcopy", "dict", "dumps", "gather", "jsonable_encoder"}
    | {"model_construct", "model_validate", "parse_obj", "str", "vars"}
)

# What runs what it is given, in a thread or a task.
_RUNNING = frozenset(
    {"create_task", "ensure_future", "run_in_executor", "run_in_threadpool", "run_sync", "shield"}
    | {"to_thread", "wait_for"}
)
# Methods that give all of what they are called on in another form.
_FORMS = re.compile(r"(?i)^(as|to)_|dict$|dump|json$|^(model_)?copy$")


class Part(NamedTuple):
    """An expression of which something is handed on.

    Attributes:
        node: the expression.
        is_error: whether what it is kept under says that it is the text of an error.
        key: of what is handed on; None for all of it.
    """

    node: ast.expr
    is_error: bool = False
    key: str | None = None


def handed_on(function: Function, value: ast.expr, key: str | None = None) -> Iterator[Part]:
    """The calls that an expression hands on: of a mapping, of a list, of what is made of it.

    Args:
        function: where the expression stands.
        value: the expression.
        key: of what is asked for in it; None for all of it.
    """
    waiting = [Part(value, key=key)]
    seen: set[tuple[int, bool, str | None]] = set()
    while waiting:
        part = waiting.pop()
        if (id(part.node), part.is_error, part.key) in seen:
            continue
        seen.add((id(part.node), part.is_error, part.key))
        if isinstance(part.node, ast.Call):
            yield part
        waiting += inner_parts(function, part)


def inner_parts(function: Function, part: Part) -> Iterator[Part]:
    """What a part is made of, as far as that is handed on with it."""
    match part.node:
        case ast.Await(value=held) | ast.Starred(value=held) | ast.FormattedValue(value=held):
            yield part._replace(node=held)
        case ast.Name(id=name):
            yield from _held_by(function, name, part)
        case ast.Dict(keys=keys, values=values):
            for key, each in zip(keys, values, strict=True):
                yield from _under(part, key, each)
        case ast.IfExp(body=one, orelse=other):
            yield from (part._replace(node=each) for each in (one, other))
        case ast.BoolOp(values=values) | ast.List(elts=values) | ast.Tuple(elts=values):
            yield from (part._replace(node=each) for each in values)
        case ast.JoinedStr(values=values):
            yield from (part._replace(node=each) for each in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from (part._replace(node=each) for each in (left, right))
        case ast.ListComp(elt=held) | ast.GeneratorExp(elt=held) | ast.Lambda(body=held):
            yield part._replace(node=held)
        case ast.Attribute(value=held, attr=name):
            yield from _of_key(part, held, ast.Constant(name))
        case ast.Subscript(value=held, slice=key):
            yield from _of_key(part, held, key)
        case ast.Call(func=ast.Attribute(value=held, attr="get"), args=[key, *_]):
            yield from _of_key(part, held, key)
        case ast.Call():
            yield from _given(part, part.node)
        case _:
            pass


def _of_key(part: Part, held: ast.expr, key: ast.expr) -> Iterator[Part]:
    """What is asked for by a key, or by a place that somebody calls one of errors."""
    match key:
        case ast.Constant(value=str() as name):
            # Whatever is called so may hold the text, under whichever name it came there.
            is_error = ERRORS.search(name) is not None
            yield Part(held, is_error or part.is_error, None if is_error else name)
        case ast.Constant():
            if part.is_error:
                yield Part(held, is_error=True)
        case _:
            yield part._replace(node=held)


def _under(part: Part, key: ast.expr | None, value: ast.expr) -> Iterator[Part]:
    """A value of a mapping, if it is asked for; of ``**value`` the same key is."""
    name = key.value if isinstance(key, ast.Constant) else None
    if key is None or part.key is None or part.key == name:
        is_named = isinstance(key, ast.Constant) and ERRORS.search(str(name))
        left = part.key if key is None else None
        yield Part(value, part.is_error or bool(is_named), left)


def _given(part: Part, call: ast.Call) -> Iterator[Part]:
    """What a model is made of, and what is waited for together or run elsewhere."""
    last = last_called(call)
    if last in _TAKING and not (part.key and call.keywords):
        yield from (part._replace(node=each) for each in arguments_of(call))
    elif part.key is not None and (_is_model(call) or last in _TAKING):
        for each in call.keywords:
            name = None if each.arg is None else ast.Constant(each.arg)
            yield from _under(part, name, each.value)
    elif _is_model(call):
        yield from (part._replace(node=each) for each in arguments_of(call))
    # A name is that of the function, which the call itself stands for.
    run = call.args[:2] if last in _RUNNING else []
    yield from (part._replace(node=e) for e in run if isinstance(e, ast.Call | ast.Lambda))
    if isinstance(call.func, ast.Attribute) and _FORMS.search(last):
        yield part._replace(node=call.func.value)


def _is_model(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id[:1].isupper()


def _held_by(function: Function, name: str, part: Part) -> Iterator[Part]:
    """What a name is given, what is put into it, and what it goes through."""
    part = part._replace(is_error=part.is_error or ERRORS.search(name) is not None)
    yield from (part._replace(node=each) for each in function.assigned.get(name, []))
    for key, each in _put_into(function).get(name, []):
        if key is None:
            yield part._replace(node=each)
        elif part.key in {None, key}:
            yield part._replace(node=each, key=None)


# A function has many names, and each return of it asks for all.
@lru_cache(maxsize=256)
def _put_into(function: Function) -> dict[str, list[tuple[object, ast.expr]]]:
    """What is put into the names of a function under which key, or that they go through."""
    found: dict[str, list[tuple[object, ast.expr]]] = defaultdict(list)
    for node in inside(function.node):
        key: object = None
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
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id=held), slice=at)], value=given
            ):
                key = at.value if isinstance(at, ast.Constant) else None
            case _:
                continue
        found[held].append((key, given))
    return found
