"""Reading piece by piece with a limit on what the pieces come to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.running.bounds import bounds
from fastscaffold.audit.nodes import mentions
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOPS = (ast.AsyncFor, ast.For, ast.While)
_READERS = frozenset({"anext", "next", "read", "readinto", "stream"})
_KEEPERS = frozenset({"append", "extend", "write"})


def counts(nodes: list[ast.AST]) -> bool:
    """Whether a loop adds up what it reads, and compares: ``size += len(chunk)``."""
    return any(_counts(each) for each in nodes if isinstance(each, _LOOPS))


def _counts(loop: ast.stmt) -> bool:
    nodes = list(walk(loop))
    pieces = set(_pieces(nodes))
    if not pieces:
        return False
    sums, buffers = set(_sums(nodes, pieces)), set(_buffers(nodes, pieces))

    def is_sum(node: ast.expr) -> bool:
        return any(_is_sum(each, pieces, sums, buffers) for each in walk(node))

    return any(isinstance(each, ast.Compare) and bounds(each, nodes, is_sum) for each in nodes)


def _pieces(nodes: list[ast.AST]) -> Iterator[str]:
    """Names of what a loop reads, one time after the other."""
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _reads(value):
                yield name
            case ast.NamedExpr(target=ast.Name(id=name), value=value) if _reads(value):
                yield name
            case ast.AsyncFor(target=ast.Name(id=name)):
                yield name
            case ast.For(target=ast.Name(id=name), iter=ast.Call()):
                yield name
            case _:
                pass


def _reads(node: ast.expr) -> bool:
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name | ast.Attribute)
        and (each.func.id if isinstance(each.func, ast.Name) else each.func.attr) in _READERS
        for each in walk(node)
    )


def _sums(nodes: list[ast.AST], pieces: set[str]) -> Iterator[str]:
    """Numbers that grow by the length of each piece, be it what writing it gives."""
    for node in nodes:
        match node:
            case ast.AugAssign(target=target, op=ast.Add(), value=value) if any(
                isinstance(each, ast.Call) and mentions(each, pieces) for each in walk(value)
            ):
                yield unparsed(target)
            case ast.Assign(targets=[target], value=ast.BinOp(op=ast.Add()) as value) if any(
                _is_length(each, pieces) for each in walk(value)
            ):
                yield unparsed(target)
            case _:
                pass


def _buffers(nodes: list[ast.AST], pieces: set[str]) -> Iterator[str]:
    """What the pieces are put into."""
    for node in nodes:
        match node:
            case ast.AugAssign(target=target, op=ast.Add(), value=ast.Name(id=name)) if (
                name in pieces
            ):
                yield unparsed(target)
            case ast.Call(func=ast.Attribute(value=held, attr=attr), args=[ast.Name(id=name)]) if (
                attr in _KEEPERS and name in pieces
            ):
                yield unparsed(held)
            case _:
                pass


def _is_sum(node: ast.AST, pieces: set[str], sums: set[str], buffers: set[str]) -> bool:
    match node:
        case ast.Name() | ast.Attribute():
            return unparsed(node) in sums
        case ast.Call(func=ast.Name(id="len"), args=[held]):
            return unparsed(held) in buffers
        case ast.Call(func=ast.Attribute(value=held, attr="tell")):
            return unparsed(held) in buffers
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _is_length(left, pieces) or _is_length(right, pieces)
        case _:
            return False


def _is_length(node: ast.AST, pieces: set[str]) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
            return name in pieces
        case _:
            return False
