"""What loops go through, where the source writes it down: lists, mappings, results."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.substitution import is_decided, qualified, substituted
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, Function, Module, dotted
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope

MAX_STEPS = 8
MAX_ELEMENTS = 200
_KEEPING = frozenset({"filter", "list", "reversed", "set", "sorted", "tuple", "frozenset"})
_ADDING = frozenset({"add", "append"})


def elements(index: Index, node: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> list[ast.expr]:
    """The elements of an iterable, to be read in the scope; none where that is not decided."""
    if steps == 0:
        return []
    found = list(_elements(index, node, scope, steps - 1))[:MAX_ELEMENTS]
    return [each for each in found if is_decided(each)]


def _elements(index: Index, node: ast.expr, scope: Scope, steps: int) -> Iterator[ast.expr]:
    match node:
        case ast.List() | ast.Tuple() | ast.Set():
            for each in node.elts:
                if isinstance(each, ast.Starred):
                    yield from elements(index, each.value, scope, steps)
                else:
                    yield each
        case ast.Dict():
            yield from (pair.elts[0] for pair in _pairs(index, node, scope, steps))
        case ast.Name() | ast.Attribute():
            for value, holder in _values(index, node, scope):
                for each in elements(index, value, holder, steps):
                    yield qualified(index, each, holder, scope)
        case ast.BinOp(op=ast.Add()):
            yield from elements(index, node.left, scope, steps)
            yield from elements(index, node.right, scope, steps)
        case ast.IfExp():
            yield from elements(index, node.body, scope, steps)
            yield from elements(index, node.orelse, scope, steps)
        case ast.BoolOp():
            for side in node.values:
                yield from elements(index, side, scope, steps)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() if len(node.generators) == 1:
            one = node.generators[0]
            for each in elements(index, one.iter, scope, steps):
                yield substituted(node.elt, bound(one.target, each))
        case ast.Call():
            yield from _of_call(index, node, scope, steps)
        case _:
            pass


def bound(target: ast.expr, element: ast.expr) -> dict[str, ast.expr]:
    """What the names of a target are given by one element."""
    match target, element:
        case ast.Name(id=name), _:
            return {name: element}
        case ((ast.Tuple() | ast.List()), (ast.Tuple() | ast.List())):
            found: dict[str, ast.expr] = {}
            for each, given in zip(target.elts, element.elts, strict=False):
                found |= bound(each, given)
            return found
        case _:
            return {}


def _of_call(index: Index, node: ast.Call, scope: Scope, steps: int) -> Iterator[ast.expr]:
    match node.func, node.args:
        case ast.Attribute(value=held, attr="items" | "values" | "keys" as part), []:
            yield from _of_mapping(index, held, part, scope, steps)
            return
        case _:
            pass
    made = index.function_of(node.func, scope)
    if made is not None:
        for value in returned(made):
            for each in elements(index, value, made, steps):
                yield qualified(index, each, made, scope)
    else:
        name = (index.symbol(node.func, scope) or "").rpartition(".")[2]
        yield from _kept(index, node, name, scope, steps)


def _of_mapping(
    index: Index, node: ast.expr, part: str, scope: Scope, steps: int
) -> Iterator[ast.expr]:
    for mapping, holder in _mappings(index, node, scope):
        for pair in _pairs(index, mapping, holder, steps):
            each = pair if part == "items" else pair.elts[0 if part == "keys" else 1]
            yield qualified(index, each, holder, scope)


def _kept(index: Index, node: ast.Call, name: str, scope: Scope, steps: int) -> Iterator[ast.expr]:
    """The elements of what a function of the language makes of others."""
    sides = [elements(index, each, scope, steps) for each in node.args]
    if not sides:
        return
    if name in _KEEPING:
        yield from sides[-1]
    elif name == "chain":
        yield from (each for side in sides for each in side)
    elif name == "enumerate":
        for number, each in enumerate(sides[0]):
            yield _tuple([ast.Constant(number), each], each)
    elif name == "zip":
        for row in zip(*sides, strict=False):
            yield _tuple(list(row), row[0])


def _pairs(index: Index, node: ast.Dict, scope: Scope, steps: int) -> Iterator[ast.Tuple]:
    for key, value in zip(node.keys, node.values, strict=True):
        if key is not None:
            yield _tuple([key, value], key)
            continue
        for inner, holder in _mappings(index, value, scope) if steps else ():
            for pair in _pairs(index, inner, holder, steps - 1):
                here = [qualified(index, each, holder, scope) for each in pair.elts]
                yield _tuple(here, pair)


def _tuple(parts: list[ast.expr], place: ast.expr) -> ast.Tuple:
    return ast.copy_location(ast.Tuple(parts, ast.Load()), place)


def _mappings(index: Index, node: ast.expr, scope: Scope) -> Iterator[tuple[ast.Dict, Scope]]:
    if isinstance(node, ast.Dict):
        yield node, scope
    elif isinstance(node, ast.Name | ast.Attribute):
        for value, holder in _values(index, node, scope):
            if isinstance(value, ast.Dict):
                yield value, holder
    elif isinstance(node, ast.Call):
        made = index.function_of(node.func, scope)
        for value in returned(made) if made is not None else ():
            if isinstance(value, ast.Dict) and made is not None:
                yield value, made


def _values(
    index: Index, node: ast.Name | ast.Attribute, scope: Scope
) -> Iterator[tuple[ast.expr, Scope]]:
    """What a name is given, and lists of one element each for what is put into it."""
    name = dotted(node)
    if name is None:
        return
    current: Scope = scope
    while isinstance(current, Function):
        if name in current.assigned:
            yield from ((value, current) for value in current.assigned[name])
            yield from _put_in(name, current)
            return
        current = current.parent or current.module
    owner = index.kind(node.value, scope) if isinstance(node, ast.Attribute) else None
    for ancestor in index.ancestors(owner):
        definition = index.definition(ancestor)
        if isinstance(definition, Class) and isinstance(node, ast.Attribute):
            for held in (node.attr, f"self.{node.attr}"):
                yield from ((value, definition) for value in definition.assigned.get(held, ()))
    symbol = index.symbol(node, scope)
    yield from index.values_of(symbol)
    module = index.definition((symbol or "").rpartition(".")[0])
    if isinstance(module, Module):
        yield from _put_in((symbol or "").rpartition(".")[2], module)


def _put_in(name: str, scope: Function | Module) -> Iterator[tuple[ast.expr, Scope]]:
    nodes = own_nodes(scope) if isinstance(scope, Function) else inside(scope.tree)
    for each in nodes:
        match each:
            case ast.Call(func=ast.Attribute(value=held, attr=method), args=[given]):
                if dotted(held) == name and method in _ADDING:
                    yield ast.copy_location(ast.List([given], ast.Load()), given), scope
                elif dotted(held) == name and method == "extend":
                    yield given, scope
            case ast.AugAssign(target=ast.Name(id=held_name), value=given) if held_name == name:
                yield given, scope
            case _:
                pass
