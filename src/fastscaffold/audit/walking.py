"""Walks of syntax trees, each made once: many rules look at the same functions."""

from __future__ import annotations

import ast
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Node = TypeVar("Node", bound=ast.AST)

SCOPES = (ast.AsyncFunctionDef, ast.ClassDef, ast.FunctionDef, ast.Lambda)
# Walks of anything smaller cost less than to remember them.
_REMEMBERED = (ast.AsyncFunctionDef, ast.ClassDef, ast.FunctionDef, ast.Module)


# Fields that hold no node, or, as the contexts of names, none that anything is asked of.
_PLAIN = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module"}
    | {"simple", "type_comment"}
)
# Where nodes may be, by the kind of what they are below: millions of nodes are asked for theirs.
_HOLDING: dict[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in _PLAIN)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST) and kind is not ast.Constant
} | {ast.Constant: ()}
# Most of all nodes, and nothing is below them.
LEAVES = frozenset(kind for kind, names in _HOLDING.items() if not names)

# What a node is made of again is not below its copy.
BELOW = "_below"


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, in document order, but for the contexts of names.

    They are kept with the node, as every walk asks for them again: the list is not to be changed.
    """
    known = vars(node)
    if BELOW in known:
        kept: list[ast.AST] = known[BELOW]
        return kept
    found: list[ast.AST] = []
    for name in _HOLDING[type(node)]:
        value: object = getattr(node, name, None)
        if isinstance(value, list):
            found += [each for each in cast("list[object]", value) if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    if found:
        known[BELOW] = found
    return found


@overload
def walk(node: ast.AST) -> list[ast.AST]: ...
@overload
def walk(node: ast.AST, *kinds: type[Node]) -> list[Node]: ...
def walk(node: ast.AST, *kinds: type[ast.AST]) -> list[Any]:
    """A node and all below it, in the order of ``ast.walk``.

    Of some kinds alone where any is given: classes of nodes, not those that they derive from.
    """
    return remembered(node, "_walk", lambda: _walk(node), kinds)


@overload
def inside(node: ast.AST) -> list[ast.AST]: ...
@overload
def inside(node: ast.AST, *kinds: type[Node]) -> list[Node]: ...
def inside(node: ast.AST, *kinds: type[ast.AST]) -> list[Any]:
    """What stands in a function, in document order; functions and classes in it are not entered.

    Of some kinds alone where any is given, as by a walk.
    """
    return remembered(node, "_inside", lambda: _inside(node), kinds)


def _walk(node: ast.AST) -> list[ast.AST]:
    found = [node]
    for each in found:
        if type(each) not in LEAVES:
            found += children(each)
    return found


def _inside(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    waiting = children(node)[::-1]
    while waiting:
        each = waiting.pop()
        found.append(each)
        if type(each) not in LEAVES and not isinstance(each, SCOPES):
            waiting += children(each)[::-1]
    return found


def remembered(
    node: ast.AST,
    name: str,
    make: Callable[[], list[ast.AST]],
    kinds: Sequence[type[ast.AST]] = (),
) -> list[ast.AST]:
    """What was made of a function, a class or a module before under a name, or is made now.

    Most that is asked for is of few kinds, and whoever asks need not look at all others.
    """
    if not isinstance(node, _REMEMBERED):
        found = make()
        return [each for each in found if type(each) in kinds] if kinds else found
    known = vars(node)
    if name not in known:
        known[name] = make()
    nodes: list[ast.AST] = known[name]
    if not kinds:
        return nodes
    by_kind = f"{name}_by_kind"
    if by_kind not in known:
        known[by_kind] = _places(nodes)
    places: dict[type[ast.AST], list[int]] = known[by_kind]
    if len(kinds) == 1:
        return [nodes[place] for place in places.get(kinds[0], ())]
    return [nodes[place] for place in sorted(chain(*(places.get(kind, ()) for kind in kinds)))]


def _places(nodes: list[ast.AST]) -> dict[type[ast.AST], list[int]]:
    """Where the nodes of each kind are."""
    found: dict[type[ast.AST], list[int]] = defaultdict(list)
    for place, node in enumerate(nodes):
        found[type(node)].append(place)
    return dict(found)
