"""Statements and blocks of a module, in document order, with the lines they stand on.

Lines are counted from generated code, and only for the blocks that are asked for: the parser's
own position metadata costs more than parsing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BlockKind: TypeAlias = Literal["module", "function", "class", "loop", "branch", "type_checking"]


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of a statement, 0-based and inclusive.

    Attributes:
        lead: the first of the blank lines and comments above it.
        first: where its code begins, decorators included.
        last: where its code ends.
    """

    lead: int
    first: int
    last: int


@dataclass(eq=False)
class Statement:
    """A logical line (which holds several statements between semicolons) or a compound statement.

    Attributes:
        order: position in the document among all statements.
        blocks: the suites of a compound statement.
    """

    node: cst.BaseStatement | cst.BaseSuite
    block: Block
    index: int
    order: int
    blocks: list[Block] = field(default_factory=list["Block"])

    @property
    def small(self) -> Sequence[cst.BaseSmallStatement]:
        """The simple statements of a logical line; none for a compound statement."""
        if isinstance(self.node, cst.SimpleStatementLine | cst.SimpleStatementSuite):
            return self.node.body
        return ()

    @property
    def span(self) -> Span:
        """The lines it stands on."""
        return self.block.spans[self.index]


@dataclass(eq=False)
class Block:
    """A suite of statements.

    Attributes:
        node: the suite, or the module.
        clause: what the suite belongs to: a statement, or one of its ``else`` and ``except``.
        owner: the compound statement around it; None for the module.
        inline: it stands on the line of its header, so nothing can be inserted.
        sizes: number of lines of each statement with those above it, where it is known already.
    """

    node: cst.Module | cst.BaseSuite
    kind: BlockKind
    owner: Statement | None
    tree: cst.Module
    inline: bool = False
    statements: list[Statement] = field(default_factory=list[Statement])
    sizes: list[int] | None = None

    @cached_property
    def scope(self) -> Block:
        """The module, function or class that the statements run in."""
        if self.owner is None or self.kind in {"module", "function", "class"}:
            return self
        return self.owner.block.scope

    @property
    def direct(self) -> bool:
        """Whether it is its scope's own body, so that each of its statements always runs."""
        return self.scope is self

    @cached_property
    def spans(self) -> list[Span]:
        """The lines of each statement."""
        if self.inline:
            # Good enough for messages; nothing is inserted into such a suite.
            line = self.owner.span if self.owner else Span(0, 0, 0)
            return [line] * len(self.statements)
        sizes = self.sizes or [_height(self.tree, item.node) for item in self.statements]
        start = self._first_line(sum(sizes))
        edges = [start]
        for size in sizes:
            edges.append(edges[-1] + size)
        return [
            Span(lead, lead + len(_leading(statement.node)), after - 1)
            for (lead, after), statement in zip(pairwise(edges), self.statements, strict=True)
        ]

    def _first_line(self, size: int) -> int:
        if isinstance(self.node, cst.Module):
            return len(self.node.header)
        if self.owner is None or not isinstance(self.node, cst.IndentedBlock):
            return 0
        # All suites of a statement stand at its end: count upwards.
        end = self.owner.span.last + 1
        if isinstance(self.owner.node, cst.Match):
            end -= len(self.owner.node.footer)
        for clause in _clauses_after(self.owner.node, self.node):
            end -= _height(self.tree, clause)
        return end - len(self.node.footer) - size


def module_block(tree: cst.Module, codes: Sequence[str]) -> Block:
    """Give the statements of a module, all nested ones included.

    Args:
        tree: the module.
        codes: the code of each of its statements.
    """
    counter = _Counter()
    block = Block(tree, "module", None, tree, sizes=[_count_lines(code) for code in codes])
    _fill(block, tree.body, counter)
    return block


def walk_statements(block: Block) -> Iterator[Statement]:
    """All statements below a block, in document order."""
    for statement in block.statements:
        yield statement
        for inner in statement.blocks:
            yield from walk_statements(inner)


class _Counter:
    def __init__(self) -> None:
        self.value = 0

    def next(self) -> int:
        self.value += 1
        return self.value


def _fill(block: Block, nodes: Sequence[cst.CSTNode], counter: _Counter) -> None:
    for node in nodes:
        if not isinstance(node, cst.BaseStatement):
            continue
        statement = Statement(node, block, len(block.statements), counter.next())
        block.statements.append(statement)
        if not isinstance(node, cst.BaseCompoundStatement):
            continue
        for kind, suite in _suites(node):
            inner = Block(suite, kind, statement, block.tree)
            statement.blocks.append(inner)
            if isinstance(suite, cst.IndentedBlock):
                _fill(inner, suite.body, counter)
            else:
                inner.inline = True
                inner.statements.append(Statement(suite, inner, 0, counter.next()))


def _suites(node: cst.BaseCompoundStatement) -> Iterator[tuple[BlockKind, cst.BaseSuite]]:
    match node:
        case cst.FunctionDef():
            yield "function", node.body
        case cst.ClassDef():
            yield "class", node.body
        case cst.For() | cst.With():
            yield "loop", node.body
        case cst.If(test=test) if _is_type_checking(test):
            yield "type_checking", node.body
        case cst.Match():
            for case in node.cases:
                yield "branch", case.body
        case _:
            yield "branch", node.body
    for clause in _clauses(node):
        yield "branch", clause.body
        if isinstance(clause, cst.If):
            yield from _else_suites(clause)


def _else_suites(node: cst.If) -> Iterator[tuple[BlockKind, cst.BaseSuite]]:
    orelse = node.orelse
    while orelse is not None:
        yield "branch", orelse.body
        orelse = orelse.orelse if isinstance(orelse, cst.If) else None


_Clause: TypeAlias = (
    cst.If | cst.Else | cst.ExceptHandler | cst.ExceptStarHandler | cst.Finally | cst.MatchCase
)


def _clauses(node: cst.CSTNode) -> Iterator[_Clause]:
    match node:
        case cst.If(orelse=orelse) | cst.For(orelse=orelse) | cst.While(orelse=orelse):
            if orelse is not None:
                yield orelse
        case cst.Try() | cst.TryStar():
            yield from node.handlers
            if node.orelse is not None:
                yield node.orelse
            if node.finalbody is not None:
                yield node.finalbody
        case _:
            pass


def _clauses_after(node: cst.CSTNode, suite: cst.CSTNode) -> Sequence[_Clause]:
    """The clauses of a statement that stand below one of its suites, each as a whole."""
    clauses: Sequence[_Clause]
    clauses = node.cases if isinstance(node, cst.Match) else tuple(_clauses(node))
    if isinstance(node, cst.If):
        current: cst.If | cst.Else | None = node
        while current is not None:
            orelse = current.orelse if isinstance(current, cst.If) else None
            if current.body is suite:
                return () if orelse is None else (orelse,)
            current = orelse
    for position, clause in enumerate(clauses):
        if clause.body is suite:
            return clauses[position + 1 :]
    return clauses


def _is_type_checking(test: cst.BaseExpression) -> bool:
    match test:
        case cst.Name(value="TYPE_CHECKING") | cst.Attribute(attr=cst.Name(value="TYPE_CHECKING")):
            return True
        case _:
            return False


def _leading(node: cst.CSTNode) -> Sequence[cst.EmptyLine]:
    if isinstance(
        node,
        cst.SimpleStatementLine
        | cst.FunctionDef
        | cst.ClassDef
        | cst.If
        | cst.For
        | cst.While
        | cst.Try
        | cst.TryStar
        | cst.With
        | cst.Match,
    ):
        return node.leading_lines
    return ()


def _height(tree: cst.Module, node: cst.CSTNode) -> int:
    return _count_lines(tree.code_for_node(node))


def _count_lines(code: str) -> int:
    if "\r" not in code:
        return code.count("\n")
    return code.count("\n") + code.count("\r") - code.count("\r\n")
