"""What the answer of a function is made of: calls and lists, through names and loops."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.walking import own_nodes
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastscaffold.audit.facts import Function

Loop: TypeAlias = ast.For | ast.AsyncFor

# What is made of a list by these is one thing, or a number.
_REDUCING = frozenset({"any", "all", "bool", "len", "max", "min", "next", "sum"})
_MAX_NODES = 2000


def sources(value: ast.expr, function: Function) -> Iterator[ast.Call | ast.ListComp | Loop]:
    """The calls, lists and loops of what a value is made of, through names that they fill."""
    waiting: list[ast.AST] = [value]
    seen: set[str] = set()
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop()
        match node:
            case ast.Subscript(value=held, slice=ast.Slice(lower=None, upper=None)):
                # All of it, the last one first: `rows[::-1]`
                waiting.append(held)
            case ast.Compare() | ast.Subscript() | ast.Lambda() | ast.JoinedStr():
                continue
            case ast.IfExp(body=body, orelse=otherwise):
                waiting += [body, otherwise]
            case ast.Call() if last_called(node) in _REDUCING:
                continue
            case ast.Call() | ast.ListComp():
                yield node
                waiting += children(node)
                waiting += _put_in_order(node)
            case ast.Name(id=name) if name not in seen and name not in _mappings(function):
                seen.add(name)
                waiting += function.assigned.get(name, ())
                filling = _filling(function).get(name, ())
                yield from (each for each in filling if isinstance(each, ast.For | ast.AsyncFor))
                waiting += (getattr(each, "iter", each) for each in filling)
            case _:
                waiting += children(node)


def _put_in_order(node: ast.Call | ast.ListComp) -> Iterator[ast.expr]:
    """The list of which all things are taken by their places: ``[rows[i] for i in places]``."""
    match node:
        case ast.ListComp(
            elt=ast.Subscript(value=ast.Name() as held, slice=ast.Name(id=place)),
            generators=[ast.comprehension(target=ast.Name(id=each), ifs=[])],
        ) if place == each:
            yield held
        case _:
            pass


# Both tell of all names at once: a function has many, and what it returns is asked one by one.
@lru_cache(maxsize=2048)
def _mappings(function: Function) -> frozenset[str]:
    """The names of which one thing that they hold is asked for by a word."""
    return frozenset(
        node.value.id
        for node in own_nodes(function)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    )


@lru_cache(maxsize=2048)
def _filling(function: Function) -> Mapping[str, list[ast.expr | Loop]]:
    """What is put into lists and mappings by their names, and the loops that change them."""
    found: defaultdict[str, list[ast.expr | Loop]] = defaultdict(list)
    for node in own_nodes(function):
        match node:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=held))], value=value):
                found[held].append(value)
            case ast.AugAssign(target=ast.Name(id=held), op=ast.Add(), value=value):
                found[held].append(value)
            case ast.For() | ast.AsyncFor():
                changed = (_changed(each) for one in node.body for each in walk(one))
                for name in {name for names in changed for name in names}:
                    found[name].append(node)
            case _:
                pass
    return dict(found)


def _changed(node: ast.AST) -> Iterator[str]:
    """The names of what a statement calls, or puts something into."""
    match node:
        case (
            ast.Expr(value=ast.Call(func=ast.Attribute(value=held)))
            | ast.Assign(targets=[ast.Subscript(value=held)])
        ):
            yield from (each.id for each in walk(held) if isinstance(each, ast.Name))
        case _:
            pass
