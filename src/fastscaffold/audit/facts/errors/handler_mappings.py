"""The handlers of a mapping from exceptions to them, with what is put into it later."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.origins.followed import followed
from fastscaffold.audit.modules import Function, module_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.origins.followed import Placed
    from fastscaffold.audit.modules import Scope

    # An exception, what answers it, and where both stand.
    Entry: TypeAlias = tuple[ast.expr, ast.expr, Scope]

MAX_NESTING = 6


class UndecidedError(Exception):
    """The source does not decide what a mapping holds."""


def mapped(facts: Facts, node: ast.expr, scope: Scope, steps: int = MAX_NESTING) -> Iterator[Entry]:
    """What a mapping holds.

    Raises:
        UndecidedError: no such mapping is made in the project.
    """
    for each, holder in followed(facts, node, scope):
        match each:
            case _ if steps == 0:
                raise UndecidedError
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if key is None:
                        yield from mapped(facts, value, holder, steps - 1)
                    else:
                        yield key, value, holder
                yield from _put_later(facts, each, holder, steps)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from mapped(facts, left, holder, steps - 1)
                yield from mapped(facts, right, holder, steps - 1)
            case _:
                raise UndecidedError


def _put_later(facts: Facts, made: ast.Dict, scope: Scope, steps: int) -> Iterator[Entry]:
    """What is put into a mapping where it has a name: ``handlers[OutOfStock] = answer``."""
    holder = scope if isinstance(scope, Function) else module_of(scope)
    names = {name for name, values in holder.assigned.items() if made in values}
    if names:
        body = holder.node.body if isinstance(holder, Function) else holder.tree.body
        yield from _Filling(facts, names, holder, steps).of(body, {})


class _Filling:
    def __init__(self, facts: Facts, names: set[str], scope: Scope, steps: int) -> None:
        self.facts = facts
        self.names = names
        self.scope = scope
        self.steps = steps

    def of(self, statements: Iterable[ast.stmt], given: Mapping[str, Placed]) -> Iterator[Entry]:
        """What statements put into it; ``given`` are the mappings that names of loops stand for."""
        for statement in statements:
            match statement:
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)]):
                    if name in self.names:
                        yield from self._put(key, statement.value, given)
                case ast.AugAssign(
                    target=ast.Name(id=name), op=ast.BitOr(), value=other
                ) | ast.Expr(
                    ast.Call(
                        func=ast.Attribute(value=ast.Name(id=name), attr="update"),
                        args=[other],
                    )
                ) if name in self.names:
                    yield from self._mapped(other, given)
                case ast.For(target=target, iter=gone_through, body=body):
                    for more in self._turns(target, gone_through, given):
                        yield from self.of(body, {**given, **more})
                case ast.If(body=body, orelse=orelse):
                    yield from self.of([*body, *orelse], given)
                case _:
                    pass

    def _put(self, key: ast.expr, value: ast.expr, given: Mapping[str, Placed]) -> Iterator[Entry]:
        if isinstance(key, ast.Name) and key.id in given:
            node, scope = given[key.id]
            yield from mapped(self.facts, node, scope, self.steps - 1)
        else:
            yield key, value, self.scope

    def _mapped(self, node: ast.expr, given: Mapping[str, Placed]) -> Iterator[Entry]:
        known = given.get(node.id) if isinstance(node, ast.Name) else None
        yield from mapped(self.facts, *(known or (node, self.scope)), self.steps - 1)

    def _turns(
        self, target: ast.expr, gone_through: ast.expr, given: Mapping[str, Placed]
    ) -> Iterator[dict[str, Placed]]:
        """What the names of a loop stand for, turn by turn; its keys for all of their mapping."""
        match target, gone_through:
            case (
                ast.Tuple(elts=[ast.Name(id=name), *_]),
                ast.Call(func=ast.Attribute(value=held, attr="items")),
            ):
                known = given.get(held.id) if isinstance(held, ast.Name) else None
                yield {name: known or (held, self.scope)}
            case ast.Name(id=name), _:
                for each, scope in followed(self.facts, gone_through, self.scope):
                    if isinstance(each, ast.List | ast.Tuple):
                        yield from ({name: (element, scope)} for element in each.elts)
            case _:
                pass
