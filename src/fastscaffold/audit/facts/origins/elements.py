"""What loops go through, where the source writes it down: lists, mappings, results."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from fastscaffold.audit.facts.origins.substitution import is_decided, qualified, substituted
from fastscaffold.audit.facts.walking import own_nodes, returned
from fastscaffold.audit.modules import Class, Function, Module, dotted
from fastscaffold.audit.walking import inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Scope

Node = TypeVar("Node", bound=ast.AST)

MAX_STEPS = 8
# One more than calls are made for: whoever asks sees that there are too many.
MAX_ELEMENTS = 201
_KEEPING = frozenset({"filter", "list", "reversed", "set", "sorted", "tuple", "frozenset"})
_ADDING = frozenset({"add", "append"})


@dataclass(frozen=True, slots=True)
class _Named:
    """A name by how it is written, wherever it stands in a scope."""

    text: str
    node: ast.Name | ast.Attribute = field(compare=False)


def elements(index: Index, node: ast.expr, scope: Scope, steps: int = MAX_STEPS) -> list[ast.expr]:
    """The elements of an iterable, to be read in the scope; none where that is not decided."""
    return [each for each in _of(index, node, scope, steps) if is_decided(each)]


# A list may be made of itself in many places: each is looked at once, and gives the same elements.
@lru_cache(maxsize=4096)
def _of(index: Index, node: ast.expr, scope: Scope, steps: int) -> tuple[ast.expr, ...]:
    return _first(_elements(index, node, scope, steps - 1)) if steps else ()


@lru_cache(maxsize=4096)
def _of_name(index: Index, name: _Named, scope: Scope, steps: int) -> tuple[ast.expr, ...]:
    return _first(
        each
        for value, holder in _values(index, name.node, scope)
        for each in _moved(index, _of(index, value, holder, steps), holder, scope)
    )


@lru_cache(maxsize=4096)
def _of_function(index: Index, made: Function, steps: int) -> tuple[ast.expr, ...]:
    return _first(each for value in returned(made) for each in _of(index, value, made, steps))


def _first(found: Iterable[Node]) -> tuple[Node, ...]:
    """As many different ones as may be asked for."""
    known: dict[Node, None] = {}
    for each in found:
        known.setdefault(each)
        if len(known) == MAX_ELEMENTS:
            break
    return tuple(known)


def _moved(
    index: Index, found: Iterable[ast.expr], holder: Scope, scope: Scope
) -> Iterator[ast.expr]:
    """Elements of one scope as another one reads them."""
    for each in found:
        here = qualified(index, each, holder, scope)
        if here is each or is_decided(here):
            yield here


def _elements(index: Index, node: ast.expr, scope: Scope, steps: int) -> Iterator[ast.expr]:
    match node:
        case ast.List() | ast.Tuple() | ast.Set():
            for each in node.elts:
                if isinstance(each, ast.Starred):
                    yield from _of(index, each.value, scope, steps)
                else:
                    yield each
        case ast.Dict():
            yield from (pair.elts[0] for pair in _pairs(index, node, scope, steps))
        case ast.Name() | ast.Attribute():
            text = dotted(node)
            yield from _of_name(index, _Named(text, node), scope, steps) if text else ()
        case ast.BinOp(op=ast.Add()):
            for side in _summands(node):
                yield from _of(index, side, scope, steps)
        case ast.IfExp():
            yield from _of(index, node.body, scope, steps)
            yield from _of(index, node.orelse, scope, steps)
        case ast.BoolOp():
            for side in node.values:
                yield from _of(index, side, scope, steps)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() if len(node.generators) == 1:
            one = node.generators[0]
            for each in _of(index, one.iter, scope, steps):
                yield substituted(node.elt, bound(one.target, each))
        case ast.Call():
            yield from _of_call(index, node, scope, steps)
        case _:
            pass


def _summands(node: ast.expr) -> list[ast.expr]:
    """What is added up, from the left: each ``+`` is one level deeper than the one after it."""
    found: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


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
        yield from _moved(index, _of_function(index, made, steps), made, scope)
    else:
        name = (index.symbol(node.func, scope) or "").rpartition(".")[2]
        yield from _kept(index, node, name, scope, steps)


def _of_mapping(
    index: Index, node: ast.expr, part: str, scope: Scope, steps: int
) -> Iterator[ast.expr]:
    for pair in _of_mappings(index, node, scope, steps):
        yield pair if part == "items" else pair.elts[0 if part == "keys" else 1]


def _kept(index: Index, node: ast.Call, name: str, scope: Scope, steps: int) -> Iterator[ast.expr]:
    """The elements of what a function of the language makes of others."""
    sides = [_of(index, each, scope, steps) for each in node.args]
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


@lru_cache(maxsize=4096)
def _pairs(index: Index, node: ast.Dict, scope: Scope, steps: int) -> tuple[ast.Tuple, ...]:
    """The keys of a mapping, each with its value."""
    return _first(_written(index, node, scope, steps))


def _written(index: Index, node: ast.Dict, scope: Scope, steps: int) -> Iterator[ast.Tuple]:
    for key, value in zip(node.keys, node.values, strict=True):
        if key is not None:
            yield _tuple([key, value], key)
        elif steps:
            yield from _of_mappings(index, value, scope, steps - 1)


def _of_mappings(index: Index, node: ast.expr, scope: Scope, steps: int) -> tuple[ast.Tuple, ...]:
    """The pairs of what an expression stands for."""
    text = dotted(node)
    if text is not None and isinstance(node, ast.Name | ast.Attribute):
        return _of_named_mappings(index, _Named(text, node), scope, steps)
    return _first(_in_mappings(index, node, scope, steps))


@lru_cache(maxsize=4096)
def _of_named_mappings(
    index: Index, name: _Named, scope: Scope, steps: int
) -> tuple[ast.Tuple, ...]:
    return _first(_in_mappings(index, name.node, scope, steps))


def _in_mappings(index: Index, node: ast.expr, scope: Scope, steps: int) -> Iterator[ast.Tuple]:
    for mapping, holder in _mappings(index, node, scope):
        for pair in _pairs(index, mapping, holder, steps):
            if holder is scope:
                yield pair
            else:
                yield _tuple([qualified(index, each, holder, scope) for each in pair.elts], pair)


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
