"""Loops over rows, and over lists that a function is given; what in them depends on the element."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.databases.statements import chain, read_in
from fastscaffold.audit.facts.walking import nodes_of, own_nodes
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.nodes import names_in
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.databases.reads import Reads
    from fastscaffold.audit.modules import Scope

_KEEPING = frozenset(
    {"dict.fromkeys", "enumerate", "list", "reversed", "set", "sorted", "tuple", "zip", "filter"}
)
_LISTS = frozenset(
    {"FrozenSet", "List", "Mapped", "Sequence", "Set", "frozenset", "list", "set", "tuple"}
)
# Whoever takes rows in parts has thought of how many there are.
_IN_PARTS = re.compile(r"(?i)batch|chunk|partition|yield_per|islice|range\(|limit")
_STEPS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A loop, or one ``for`` of a comprehension.

    Attributes:
        iterated: what it goes through.
        target: what an element is called.
        body: what is done with each.
    """

    node: ast.AST
    iterated: ast.expr
    target: ast.expr
    body: tuple[ast.AST, ...]

    @property
    def nodes(self) -> list[ast.AST]:
        """All that runs for each element; functions that are defined there are not entered."""
        return list(nodes_of(self.body))

    @property
    def ends_early(self) -> bool:
        """Whether it looks for something and stops when it is found."""
        return any(isinstance(each, ast.Break | ast.Return) for each in self.nodes)

    def dependent(self) -> set[str]:
        """The names that differ from element to element."""
        found = names_in(self.target)
        for node in self.nodes:
            match node:
                case ast.Assign(targets=targets, value=value) if names_in(value) & found:
                    found |= {name for each in targets for name in names_in(each)}
                case ast.For(target=target, iter=value) if names_in(value) & found:
                    found |= names_in(target)
                case ast.NamedExpr(target=target, value=value) if names_in(value) & found:
                    found.add(target.id)
                case ast.comprehension(target=target, iter=value) if names_in(value) & found:
                    found |= names_in(target)
                case _:
                    pass
        return found


_LOOPS = (ast.AsyncFor, ast.DictComp, ast.For, ast.GeneratorExp, ast.ListComp, ast.SetComp)


def loops(function: Function) -> Iterator[Loop]:
    """The loops of a function, those that wait for something left out."""
    for node in own_nodes(function, *_LOOPS):
        match node:
            case ast.For() | ast.AsyncFor():
                yield Loop(node, node.iter, node.target, tuple(node.body))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                yield from _of_comprehension(node, node.generators, (node.elt,))
            case ast.DictComp():
                yield from _of_comprehension(node, node.generators, (node.key, node.value))
            case _:
                pass


def _of_comprehension(
    node: ast.expr, generators: list[ast.comprehension], made: tuple[ast.expr, ...]
) -> Iterator[Loop]:
    for number, each in enumerate(generators):
        body: list[ast.AST] = [*each.ifs, *made, *generators[number + 1 :]]
        yield Loop(node, each.iter, each.target, tuple(body))


class Iterables:
    """Whether what a loop goes through grows with the data."""

    def __init__(self, facts: Facts, reads: Reads) -> None:
        self.facts = facts
        self.reads = reads

    def grows(self, node: ast.expr, function: Function, steps: int = _STEPS) -> bool:
        """Whether an expression gives rows, or a list that the caller or the client gives.

        Constants, ranges, parts of a list and all that is unknown do not.
        """
        if steps == 0 or _IN_PARTS.search(unparsed(node)):
            return False
        match node:
            case ast.Await(value=inner) | ast.Starred(value=inner):
                return self.grows(inner, function, steps)
            case ast.BoolOp(values=values):
                return self.grows(values[0], function, steps)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return self.grows(node.generators[0].iter, function, steps - 1)
            case ast.Call():
                return self._call(node, function, steps - 1)
            case ast.Name(id=name):
                return self._name(name, function, steps - 1)
            case ast.Attribute():
                return self._attribute(node, function)
            case _:
                return False

    def _is_parameter(self, node: ast.expr, function: Function) -> bool:
        last = list(chain(node))[-1]
        names = {argument.arg for argument, _ in function.parameters()}
        return isinstance(last, ast.Name) and last.id in names - {"self", "cls"}

    def _call(self, node: ast.Call, function: Function, steps: int) -> bool:
        if unparsed(node.func) in _KEEPING:
            return any(self.grows(each, function, steps) for each in node.args)
        if read_in(self.facts, node, function) is not None:
            return self._gives_many(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            # A list that a client writes into a query or a form.
            return self._is_parameter(node.func.value, function)
        for call in function.calls:
            if call.node is node:
                target = self.facts.callers.target(call)
                return isinstance(target, Function) and self._gives_rows(target)
        return False

    def _gives_many(self, node: ast.Call) -> bool:
        """Whether a chain ends in what gives many rows: one row is gone through by column."""
        last = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return last in {"all", "execute", "exec", "scalars", "unique", "fetchall", "stream_scalars"}

    def _gives_rows(self, function: Function) -> bool:
        """Whether a function that reads says that it gives a list, or says nothing."""
        if not self.reads.reads(function):
            return False
        kinds = self.facts.index.typed(function.node.returns, function.module)
        return not kinds or any(self._is_list(each, scope) for each, scope in kinds)

    def _name(self, name: str, function: Function, steps: int) -> bool:
        values = function.assigned.get(name, [])
        if values:
            return all(self.grows(each, function, steps) for each in values)
        annotation = function.annotation(name)
        kinds = self.facts.index.typed(annotation, function.module)
        return any(self._is_list(each, scope) for each, scope in kinds)

    def _is_list(self, node: ast.expr, scope: Scope, steps: int = _STEPS) -> bool:
        if not isinstance(node, ast.Subscript) or steps == 0:
            return False
        symbol = self.facts.index.symbol(node.value, scope) or ""
        outer = symbol.rpartition(".")[2]
        inner = self.facts.index.typed(node.slice, scope)
        if outer == "Mapped":
            return any(self._is_list(each, holder, steps - 1) for each, holder in inner)
        if outer == "tuple" and isinstance(node.slice, ast.Tuple):
            return isinstance(node.slice.elts[-1], ast.Constant)
        if outer in _LISTS:
            # A list of what an enumeration holds is short.
            symbols = [self.facts.index.symbol(each, holder) for each, holder in inner]
            return not any(self.facts.index.is_a(each, "*.Enum", "*.StrEnum") for each in symbols)
        # An alias that takes the type of its elements.
        aliased = [
            kind
            for value, holder in self.facts.index.values_of(symbol)
            for kind in self.facts.index.typed(value, holder)
        ]
        return any(self._is_list(each, holder, steps - 1) for each, holder in aliased)

    def _attribute(self, node: ast.Attribute, function: Function) -> bool:
        """A list of a body, or of a row."""
        owner = self.facts.index.definition(self.facts.index.kind(node.value, function))
        if not isinstance(owner, Class):
            return False
        field = all_fields(self.facts.index, owner).get(node.attr)
        if field is None or field.annotation is None:
            return False
        kinds = self.facts.index.typed(field.annotation, field.owner)
        return any(self._is_list(each, scope) for each, scope in kinds)


def is_remembered(loop: Loop, node: ast.AST) -> bool:
    """Whether a call stands under a question whether what it would give is there already."""
    return any(
        _asks_first(each) and any(one is node for one in ast.walk(each))
        for each in loop.nodes
        if isinstance(each, ast.If)
    )


def _asks_first(branch: ast.If) -> bool:
    tests = list(ast.walk(branch.test))
    if any(
        isinstance(each, ast.Compare) and isinstance(each.ops[0], ast.In | ast.NotIn)
        for each in tests
    ):
        return True
    asked = names_in(branch.test)
    return any(
        isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id in asked
        for statement in branch.body
        for each in ast.walk(statement)
    )
