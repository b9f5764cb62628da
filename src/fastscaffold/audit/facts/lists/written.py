"""Lists whose length the source decides."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.lists.held_rows import called_function
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, called_name
from fastscaffold.audit.nodes import is_empty_list
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_PASSING = frozenset({"enumerate", "list", "reversed", "set", "sorted", "tuple"})
# Functions that change nothing of a list that they are given.
_LOOKING = _PASSING | {"filter", "len", "max", "min", "sum", "zip"}
_WORDS_OF_TYPES = frozenset({"typing.get_args", "typing_extensions.get_args"})
_ADDING = frozenset({"append", "extend", "insert"})
_STEPS = 6
# Helpers ask others in turn, of which each may return several lists.
_STEPS_OF_HELPERS = 2


def is_fixed(facts: Facts, function: Function) -> bool:
    """Whether the list is written down, by a loop too, or the members of an enumeration."""
    values = list(returned(function))
    return bool(values) and all(_is_written(facts, each, function) for each in values)


def _is_written(facts: Facts, value: ast.expr, function: Function, steps: int = _STEPS) -> bool:
    match value:
        case _ if steps <= 0:
            return False
        case ast.List() | ast.Tuple():
            return not any(isinstance(each, ast.Starred) for each in value.elts)
        case ast.ListComp(generators=[one]):
            return _is_written(facts, one.iter, function, steps - 1)
        case ast.Call(func=ast.Name(id="range"), args=args):
            return all(isinstance(facts.values.fold(each, function), int) for each in args)
        case ast.Call(func=ast.Name(id="filter"), args=[_, inner]):
            return _is_written(facts, inner, function, steps - 1)
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _PASSING:
            return _is_written(facts, inner, function, steps - 1)
        case ast.Await(value=inner):
            return _is_written(facts, inner, function, steps - 1)
        case ast.Call() if facts.index.called(value.func, function) in _WORDS_OF_TYPES:
            return True  # the words that a type has
        case ast.Call(args=[], keywords=[ast.keyword(arg=str(), value=inner)]) if isinstance(
            facts.index.definition(facts.index.symbol(value.func, function)), Class
        ):
            # An envelope of nothing but the list.
            return _is_written(facts, inner, function, steps - 1)
        case ast.Call() if (helper := called_function(facts, value, function)) is not None:
            # One that gives nothing but an empty list is still to be written.
            given = [each for each in returned(helper) if not is_empty_list(each)]
            return bool(given) and all(
                _is_written(facts, each, helper, steps - _STEPS_OF_HELPERS) for each in given
            )
        case ast.Name(id=name) if name in function.assigned:
            return _is_filled(facts, name, function, steps - 1)
        case ast.Name() | ast.Attribute():
            symbol = facts.index.symbol(value, function)
            if facts.index.is_a(symbol, "*.Enum", "*.IntEnum", "*.StrEnum"):
                return True
            known = facts.index.values_of(symbol)
            return bool(known) and all(
                isinstance(each, ast.List | ast.Tuple | ast.Set | ast.Dict) for each, _ in known
            )
        case _:
            return False


def _is_filled(facts: Facts, name: str, function: Function, steps: int) -> bool:
    """Whether a local list is written down, and put into in loops alone that go as far as that."""
    given = [each for each in function.assigned[name] if not _is_made_of(each, name)]
    if len(given) != 1 or not _is_written(facts, given[0], function, steps):
        return False
    return all(
        loops is not None and all(_is_written(facts, each.iter, function, steps) for each in loops)
        for loops in _changes(name, function)
    )


def _is_made_of(value: ast.expr, name: str) -> bool:
    """Whether a list is given less of itself, or the same in another order."""
    match value:
        case ast.Call(func=ast.Name(id="filter"), args=[_, ast.Name(id=held)]):
            return held == name
        case ast.Call(func=ast.Name(id=called), args=[ast.Name(id=held), *_]):
            return held == name and called in _PASSING
        case ast.ListComp(generators=[ast.comprehension(iter=ast.Name(id=held))]):
            return held == name
        case _:
            return False


def _changes(name: str, function: Function) -> Iterator[list[ast.For | ast.AsyncFor] | None]:
    """The loops around each place that puts one thing into a list; None for any other use of it."""
    loops = [each for each in own_nodes(function) if isinstance(each, ast.For | ast.AsyncFor)]
    for node in own_nodes(function):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    # Also the list of an envelope.
                    value=ast.Name(id=held) | ast.Attribute(value=ast.Name(id=held)),
                    attr=method,
                )
            ) if held == name:
                around = [each for each in loops if any(one is node for one in walk(each))]
                is_endless = _is_endless(node, function)
                yield around if method in _ADDING - {"extend"} and not is_endless else None
            case ast.AugAssign(target=ast.Name(id=held)) if held == name:
                yield None
            case ast.Call(args=args) if any(
                isinstance(each, ast.Name) and each.id == name for each in args
            ):
                yield [] if called_name(node) in _LOOKING else None
            case _:
                pass


def _is_endless(node: ast.AST, function: Function) -> bool:
    """Whether a ``while`` goes around something as often as nobody knows."""
    return any(
        isinstance(each, ast.While) and any(one is node for one in walk(each))
        for each in own_nodes(function)
    )
