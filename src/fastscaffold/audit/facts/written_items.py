"""What a mapping is given after it was made: what replaces its items, and what only may."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.walking import SCOPES, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fastscaffold.audit.modules import Scope

    # Whether a condition may turn out that way.
    MayBe: TypeAlias = Callable[[ast.expr, bool], bool]


@dataclass(frozen=True, slots=True)
class Held:
    """What an expression that holds others may be.

    Attributes:
        is_certain: whether nothing else can hold of the items that it has.
        is_part: whether there may be other items, too.
        behind: what holds of the items that it lacks.
    """

    node: ast.expr
    scope: Scope
    is_certain: bool = True
    is_part: bool = False
    behind: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that may not be reached: a branch, a handler, or the body of a loop."""

    first: int
    last: int
    is_loop: bool = False

    def has(self, line: int) -> bool:
        """Whether a line is one of them."""
        return self.first <= line <= self.last


@dataclass(frozen=True, slots=True)
class Written:
    """An item that a mapping is given; without a key, those of another mapping.

    Attributes:
        last: the last line of the statement.
        blocks: what the statement stands in.
        is_default: whether an item that is there already stays as it is.
    """

    key: ast.expr | None
    value: ast.expr
    last: int
    blocks: tuple[Block, ...] = ()
    is_default: bool = False

    def held(self, scope: Scope) -> Held:
        """It as a mapping."""
        node = ast.copy_location(ast.Dict([self.key], [self.value]), self.value)
        return Held(node, scope, is_certain=not self.blocks, is_part=True)


def written_before(given: Iterable[Written], line: int) -> Iterator[Written]:
    """What is written before a line of the same code is reached."""
    for each in given:
        if each.last < line:
            # Whatever the line stands in itself is certain to be reached.
            yield replace(each, blocks=tuple(one for one in each.blocks if not one.has(line)))
        elif any(block.is_loop and block.has(line) for block in each.blocks):
            yield each


def written_to(name: str, holder: ast.AST, may_be: MayBe) -> list[Written]:
    """What a mapping of a name is given in a function or a module, in document order."""
    if not any(True for node in inside(holder) for _ in _at(name, node, 0)):
        return []
    body: list[ast.stmt] = getattr(holder, "body", [])
    return list(_written(name, body, may_be))


def _written(name: str, body: Iterable[ast.stmt], may_be: MayBe) -> Iterator[Written]:
    """What a mapping of a name is given, in document order."""
    for statement in body:
        match statement:
            case ast.If():
                yield from _under(name, statement, may_be)
            case ast.For() | ast.AsyncFor() | ast.While():
                found = _written(name, statement.body, may_be)
                yield from _in(statement.body, found, is_loop=True)
                yield from _written(name, statement.orelse, may_be)
            case ast.Try() | ast.TryStar():
                yield from _written(name, statement.body, may_be)
                for handler in statement.handlers:
                    yield from _in(handler.body, _written(name, handler.body, may_be))
                yield from _written(name, (*statement.orelse, *statement.finalbody), may_be)
            case ast.Match():
                for case in statement.cases:
                    yield from _in(case.body, _written(name, case.body, may_be))
            case ast.With() | ast.AsyncWith():
                yield from _written(name, statement.body, may_be)
            case _ if not isinstance(statement, SCOPES):
                last = statement.end_lineno or statement.lineno
                for node in (statement, *inside(statement)):
                    yield from _at(name, node, last)
            case _:
                pass


def _in(
    body: list[ast.stmt],
    found: Iterable[Written],
    *,
    is_loop: bool = False,
) -> Iterator[Written]:
    """What is written in a block."""
    block = Block(body[0].lineno, body[-1].end_lineno or body[-1].lineno, is_loop)
    return (replace(each, blocks=(*each.blocks, block)) for each in found)


def _under(name: str, statement: ast.If, may_be: MayBe) -> Iterator[Written]:
    """What is written under conditions; what all of their branches write is certain."""
    if _asks_for_lack(name, statement.test):
        for each in _written(name, statement.body, may_be):
            yield replace(each, is_default=True)
        return
    branches = [(each, list(_written(name, each, may_be))) for each in _taken(statement, may_be)]
    keys = [
        {ast.dump(each.key) for each in found if each.key and not each.blocks}
        for _, found in branches
    ]
    in_all = {key for key in keys[0] if all(key in each for each in keys)}
    for position, (branch, found) in enumerate(branches):
        for each in found:
            # Nothing from before is left by the time of the first branch.
            is_certain = position == 0 and each.key is not None and ast.dump(each.key) in in_all
            is_certain = is_certain or len(branches) == 1
            yield from [each] if is_certain else _in(branch, [each])


def _taken(statement: ast.If, may_be: MayBe) -> Iterator[list[ast.stmt]]:
    """The branches that may be taken, with what is not written where none of them is."""
    rest: list[ast.stmt] = [statement]
    while len(rest) == 1 and isinstance(following := rest[0], ast.If):
        if may_be(following.test, True):  # noqa: FBT003
            yield following.body
        if not may_be(following.test, False):  # noqa: FBT003
            return
        rest = following.orelse
    yield rest


def _asks_for_lack(name: str, test: ast.expr) -> bool:
    """Whether a condition is that a mapping has no such item."""
    match test:
        case ast.Compare(ops=[ast.NotIn()], comparators=[ast.Name(id=text)]):
            return text == name
        case _:
            return False


def _at(name: str, node: ast.AST, last: int) -> Iterator[Written]:
    """What one node gives to the mapping."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                match target:
                    case ast.Subscript(value=ast.Name(id=text), slice=key) if text == name:
                        yield Written(key, value, last)
                    case _:
                        pass
        case ast.AugAssign(target=ast.Name(id=text), op=ast.BitOr(), value=ast.Dict() as value) if (
            text == name
        ):
            yield Written(None, value, last)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=text), attr="setdefault"), args=[key, value]
        ) if text == name:
            yield Written(key, value, last, is_default=True)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=text), attr="update"),
            args=given,
            keywords=named,
        ) if text == name:
            # What another mapping has is open, and what it lacks stays as it was.
            for value in given:
                if isinstance(value, ast.Dict):
                    yield Written(None, value, last)
            for keyword in named:
                named_key = ast.Constant(keyword.arg) if keyword.arg else None
                yield Written(named_key, keyword.value, last)
        case _:
            pass
