"""The nodes of one function without those of functions defined in it, and where calls stand."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, overload

from fastscaffold.audit.walking import LEAVES, SCOPES, Node, children, remembered, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fastscaffold.audit.modules import Call, Function


@overload
def own_nodes(function: Function) -> Iterator[ast.AST]: ...
@overload
def own_nodes(function: Function, *kinds: type[Node]) -> Iterator[Node]: ...
def own_nodes(function: Function, *kinds: type[ast.AST]) -> Iterator[Any]:
    """Every node that runs when a function runs, in document order; of some kinds, if any."""
    node = function.node
    return iter(remembered(node, "_own", lambda: list(nodes_of(node.body)), kinds))


def nodes_of(statements: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of some statements; what is defined in them is not entered."""
    waiting = list(reversed(list(statements)))
    while waiting:
        node = waiting.pop()
        if isinstance(node, SCOPES):
            continue
        yield node
        if type(node) not in LEAVES:
            waiting += reversed(children(node))


def stands_in(statements: Iterable[ast.AST], node: ast.AST) -> bool:
    """Whether a node stands somewhere in a block."""
    return any(each is node for statement in statements for each in walk(statement))


def returned(function: Function) -> Iterator[ast.expr]:
    """What a function returns."""
    for node in own_nodes(function, ast.Return):
        if node.value is not None:
            yield node.value


def unpacked(function: Function, name: str) -> Iterator[tuple[ast.Call, int]]:
    """The calls whose results a name is one of, and which: `connection, cursor = connect()`."""
    for node in own_nodes(function, ast.Assign):
        match node:
            case ast.Assign(
                targets=[ast.Tuple(elts=targets)],
                value=(ast.Call() as call) | ast.Await(value=ast.Call() as call),
            ):
                for place, target in enumerate(targets):
                    if isinstance(target, ast.Name) and target.id == name:
                        yield call, place
            case _:
                pass


def stands_within(call: Call, branches: Callable[[ast.expr], tuple[bool, bool]]) -> bool:
    """Whether a call stands in a branch of a certain kind.

    Args:
        call: somewhere in its function, or in its module.
        branches: whether the body behind a test is of the kind, and what stands behind ``else``.
    """
    body = call.function.node.body if call.function is not None else call.module.tree.body
    waiting: list[tuple[ast.AST, bool]] = [(each, False) for each in body]
    while waiting:
        node, inside = waiting.pop()
        if node is call.node:
            return inside
        if isinstance(node, ast.If):
            then, otherwise = branches(node.test)
            waiting += [(each, inside or then) for each in node.body]
            waiting += [(each, inside or otherwise) for each in node.orelse]
            waiting.append((node.test, inside))
            continue
        waiting += [(each, inside) for each in ast.iter_child_nodes(node)]
    return False
