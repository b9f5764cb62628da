"""Whether what code reads of a request is put through a model, by what it is handed to, too."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Function, last_called
from fastscaffold.audit.nodes import arguments_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call

_VALIDATES = frozenset(
    {
        "model_validate",
        "model_validate_json",
        "parse_obj",
        "parse_raw",
        "validate_json",
        "validate_python",
    }
)
# What gives all of what it is given, in another form.
_FORMS = frozenset({"dict", "loads"})
_METHODS = frozenset({"decode", "dict", "splitlines", "strip"})
# What gives a part of it.
_PARTS = frozenset({"get", "pop"})
_MAX_STEPS = 3
# Helpers of helpers that all of it is handed on to.
_MAX_HELPERS = 2


@dataclass(frozen=True, slots=True)
class _Held:
    """What gives all of what is read.

    Attributes:
        calls: those that read it, or give it in another form.
        names: those of it.
    """

    calls: frozenset[ast.Call] = frozenset()
    names: frozenset[str] = frozenset()

    def is_whole(self, value: ast.expr) -> bool:
        """Whether a value is all of it."""
        match value:
            case ast.Name(id=name):
                return name in self.names
            case ast.Await(value=inner) | ast.NamedExpr(value=inner):
                return self.is_whole(inner)
            case ast.BoolOp(values=values):
                return self.is_whole(values[0])
            case ast.Call(args=[whole, *_]) if last_called(value) in _FORMS:
                return self.is_whole(whole)
            case ast.Call(func=ast.Attribute(value=whole, attr=name)) if name in _METHODS:
                return self.is_whole(whole)
            case _:
                return value in self.calls

    def is_in(self, value: ast.AST) -> bool:
        """Whether a value is made of it, or of a part: what calls make of it is something else."""
        if isinstance(value, ast.expr) and self.is_whole(value):
            return True
        match value:
            case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in _PARTS:
                return self.is_in(held)
            case ast.Call():
                return False
            case _:
                return any(map(self.is_in, ast.iter_child_nodes(value)))


def is_validated(facts: Facts, function: Function, read: ast.Call) -> bool:
    """Whether what is read is put through a model, in a function or in a helper of it."""
    held = _gathered(facts, function, _Held(frozenset({read})))
    names = _names_of(function, read) | _with_loops(function, held).names
    if any(
        node is read or (isinstance(node, ast.Name) and node.id in names)
        for call in function.calls
        if _validates(facts, function, call)
        for node in walk(call.node)
    ):
        return True
    return _is_put_by_helpers(facts, function, held, _MAX_HELPERS)


def _is_put_by_helpers(facts: Facts, function: Function, held: _Held, helpers: int) -> bool:
    """Whether a helper that all of it is handed to puts it, or each of it, through a model.

    A model that is made of what came of it, as of the row that was stored, is of the answer.
    """
    for call in function.calls:
        for helper, parameter in _handed(facts, call, held):
            whole = _gathered(facts, helper, _Held(names=frozenset({parameter})))
            each = _with_loops(helper, whole)
            if any(
                _validates(facts, helper, inner) and any(map(each.is_in, arguments_of(inner.node)))
                for inner in helper.calls
            ):
                return True
            if helpers > 1 and _is_put_by_helpers(facts, helper, whole, helpers - 1):
                return True
    return False


def _names_of(function: Function, read: ast.Call) -> set[str]:
    """The names that hold what is read, or what is made of it."""
    names: set[str] = set()
    for _ in range(_MAX_STEPS):
        for target, values in function.assigned.items():
            if any(
                node is read or (isinstance(node, ast.Name) and node.id in names)
                for value in values
                for node in walk(value)
            ):
                names.add(target)
    return names


def _gathered(facts: Facts, function: Function, held: _Held) -> _Held:
    """What gives all of it in a function, helpers that parse it included."""
    for _ in range(_MAX_STEPS):
        held = _named(function, held)
        parsed = {
            call.node
            for call in function.calls
            if any(_parses(*each) for each in _handed(facts, call, held))
        }
        held = replace(held, calls=held.calls | parsed)
    return held


def _named(function: Function, held: _Held) -> _Held:
    """What is held, with the names that it is given."""
    for _ in range(_MAX_STEPS):
        named = {
            name for name, values in function.assigned.items() if any(map(held.is_whole, values))
        }
        held = replace(held, names=held.names | named)
    return held


def _with_loops(function: Function, held: _Held) -> _Held:
    """What is held, with the names that each of it has in loops."""
    each = {
        loop.target.id
        for loop in walk(function.node)
        if isinstance(loop, ast.For | ast.comprehension)
        and isinstance(loop.target, ast.Name)
        and held.is_whole(loop.iter)
    }
    return replace(held, names=held.names | each)


def _parses(helper: Function, parameter: str) -> bool:
    """Whether a helper gives back all that it is given, or each of it in a list."""
    held = _with_loops(helper, _named(helper, _Held(names=frozenset({parameter}))))
    return any(
        held.is_whole(value.elt if isinstance(value, ast.ListComp) else value)
        for value in returned(helper)
    )


def _handed(facts: Facts, call: Call, held: _Held) -> Iterator[tuple[Function, str]]:
    """The helper that a call hands all of it to, with the parameter that it is there."""
    helper = facts.callers.target(call)
    if isinstance(helper, Function):
        for parameter, _ in helper.parameters():
            value = call.argument(parameter.arg, helper.position(parameter.arg))
            if value is not None and held.is_whole(value):
                yield helper, parameter.arg


def _validates(facts: Facts, function: Function, call: Call) -> bool:
    if facts.index.origin(call).rpartition(".")[2] in _VALIDATES:
        return True
    named = facts.index.symbol(call.node.func, function)
    return facts.index.definition(named) in facts.schemas
