"""What a mapping is given after it was made: what replaces its items, and what only may."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.modules import last_called
from fastscaffold.audit.walking import SCOPES, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fastscaffold.audit.modules import Scope

    # A line and a column in it.
    Position: TypeAlias = tuple[int, int]
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
        end: where the statement ends, in lines and columns.
        blocks: what the statement stands in.
        is_default: whether an item that is there already stays as it is.
    """

    key: ast.expr | None
    value: ast.expr
    end: Position
    blocks: tuple[Block, ...] = ()
    is_default: bool = False

    def held(self, scope: Scope) -> Held:
        """It as a mapping."""
        node = ast.copy_location(ast.Dict([self.key], [self.value]), self.value)
        # What another mapping has that is not seen here may be anything, or nothing.
        is_seen = self.key is not None or isinstance(self.value, ast.Dict)
        return Held(node, scope, is_certain=is_seen and not self.blocks, is_part=True)


def written_before(given: Iterable[Written], place: Position) -> Iterator[Written]:
    """What is written before a place of the same code is reached."""
    line, _ = place
    for each in given:
        if each.end <= place:
            # Whatever the line stands in itself is certain to be reached.
            yield replace(each, blocks=tuple(one for one in each.blocks if not one.has(line)))
        elif any(block.is_loop and block.has(line) for block in each.blocks):
            yield each


def written_to(name: str, holder: ast.AST, may_be: MayBe) -> list[Written]:
    """What a mapping of a name is given in a function or a module, in document order."""
    if not any(True for node in inside(holder) for _ in _at(name, node, (0, 0))):
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
                tried = _written(name, statement.body, may_be)
                goes_on = any(not _leaves(each.body) for each in statement.handlers)
                yield from _in(statement.body, tried) if goes_on else tried
                for handler in statement.handlers:
                    yield from _in(handler.body, _written(name, handler.body, may_be))
                yield from _written(name, (*statement.orelse, *statement.finalbody), may_be)
            case ast.Match():
                for case in statement.cases:
                    yield from _in(case.body, _written(name, case.body, may_be))
            case ast.With() | ast.AsyncWith():
                held = _written(name, statement.body, may_be)
                yield from _in(statement.body, held) if _suppresses(statement) else held
            case _ if not isinstance(statement, SCOPES):
                end = (statement.end_lineno or statement.lineno, statement.end_col_offset or 0)
                for node in (statement, *inside(statement)):
                    yield from _at(name, node, end)
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
    lacked = _lacked(name, statement.test)
    if lacked is not None and not statement.orelse:
        for each in _written(name, statement.body, may_be):
            if each.key is not None and ast.dump(each.key) == ast.dump(lacked):
                yield replace(each, is_default=True)
            else:
                yield from _in(statement.body, [each])
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


def _lacked(name: str, test: ast.expr) -> ast.expr | None:
    """The key of which a condition says that a mapping has no such item."""
    match test:
        case ast.Compare(left=key, ops=[ast.NotIn()], comparators=[ast.Name(id=text)]):
            return key if text == name else None
        case _:
            return None


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether what follows a handler is not reached through it."""
    return isinstance(body[-1], ast.Raise | ast.Return | ast.Continue | ast.Break)


def _suppresses(statement: ast.With | ast.AsyncWith) -> bool:
    """Whether an error ends a block and no more."""
    return any(
        isinstance(each.context_expr, ast.Call) and last_called(each.context_expr) == "suppress"
        for each in statement.items
    )


def _at(name: str, node: ast.AST, end: Position) -> Iterator[Written]:
    """What one node gives to the mapping."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                match target:
                    case ast.Subscript(value=ast.Name(id=text), slice=key) if text == name:
                        yield Written(key, value, end)
                    case _:
                        pass
        case ast.AugAssign(target=ast.Name(id=text), op=ast.BitOr(), value=value) if text == name:
            yield Written(None, value, end)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=text), attr="setdefault"), args=[key, value]
        ) if text == name:
            yield Written(key, value, end, is_default=True)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=text), attr="update"),
            args=given,
            keywords=named,
        ) if text == name:
            # What another mapping lacks stays as it was.
            yield from (Written(None, value, end) for value in given)
            for keyword in named:
                named_key = ast.Constant(keyword.arg) if keyword.arg else None
                yield Written(named_key, keyword.value, end)
        case _:
            pass
