"""SQL that is put together from text, and whether what is put in may come from a request."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.calls import database_calls
from fastscaffold.audit.facts.origins.calls import returned
from fastscaffold.audit.facts.origins.nodes import call_of
from fastscaffold.audit.facts.places import at_call
from fastscaffold.audit.facts.running.handed import called
from fastscaffold.audit.facts.sql.doubts import Doubts
from fastscaffold.audit.facts.sql.taints import Taints
from fastscaffold.audit.facts.sql.texts import METHODS, SQL, TEXTS, Text, text_of
from fastscaffold.audit.facts.sql.words import is_given_sql
from fastscaffold.audit.facts.texts.interpolation import fills, interpolated
from fastscaffold.audit.facts.texts.model_texts import is_of_model
from fastscaffold.audit.facts.texts.parts import grown_by
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.places import Place
    from fastscaffold.audit.modules import Call

MAX_STEPS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Injection:
    """A text of SQL into which something from outside is put."""

    place: Place
    what: str
    call: Call


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    node: ast.expr
    before: str
    text: Text
    is_whole: bool = False


_WRITTEN = (ast.BinOp, ast.Constant, ast.JoinedStr)


class Sql:
    """SQL as text; production only."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._taints = Taints(facts)

    @cached_property
    def texts(self) -> list[Call]:
        """Where SQL is given as text."""
        return list(self.facts.calls(*TEXTS))

    @cached_property
    def injections(self) -> list[Injection]:
        """Where it holds what may come from a request."""
        found: dict[tuple[str, int], Injection] = {}
        for call, always in self._sinks():
            node = text_of(call)
            if node is None:
                continue
            # One of each call; a helper may be given texts by many.
            done: set[int] = set()
            for part in self._parts(node, call, always):
                giver = part.text.call
                # All of a text is told of where nothing is of its parts.
                is_told = id(giver.node) in done or (bool(done) and part.is_whole)
                if not is_told and self._is_tainted(part):
                    done.add(id(giver.node))
                    place, what = part.text.place, unparsed(part.node)[:60]
                    found.setdefault((place.path, place.line), Injection(place, what, giver))
        return list(found.values())

    @cached_property
    def doubts(self) -> list[Place]:
        """Where it is quoted by hand, or written by a model, and nobody can follow of what."""
        doubts = Doubts(self.facts)
        return [
            at_call(call, "put together of what cannot be followed")
            for call, always in self._sinks()
            for node in [text_of(call)]
            if node is not None and doubts.are_of(call)
            if (always and is_of_model(self.facts, node, call.scope))
            or any(
                doubts.reach(part.node, part.text.scope, part.before)
                for part in self._parts(node, call, always)
            )
        ]

    def _sinks(self) -> Iterator[tuple[Call, bool]]:
        """Calls that are given SQL, and whether they are whatever it says."""
        for call in self.texts:
            yield call, True
        connections = database_calls(self.facts).connections
        seen = {id(call.node) for call in self.texts}
        for call in called(self.facts, *METHODS):
            asked = call.node.func
            if id(call.node) not in seen and isinstance(asked, ast.Attribute):
                seen.add(id(call.node))
                yield call, connections.kind(asked.value, call.scope) == "rows"
        # What nobody can follow, but is given a whole statement.
        for module in self.facts.production:
            for call in module.calls:
                if id(call.node) not in seen and self._is_given_statement(call):
                    yield call, False

    def _is_given_statement(self, call: Call) -> bool:
        return (
            isinstance(call.node.func, ast.Attribute)
            and self.facts.callers.target(call) is None
            and is_given_sql(self.facts, call)
        )

    def _parts(self, node: ast.expr, call: Call, always: bool) -> Iterator[_Part]:  # noqa: FBT001
        texts = [
            (text, self._taints.templates.written(text.built, text.scope))
            for text in self._built(Text(node, call.scope, call), MAX_STEPS)
        ]
        # One of them may be no more than a condition: what it is added to tells that it is SQL.
        if always or any(SQL.search(" ".join(constant_texts(each))) for _, each in texts):
            for text, written in texts:
                for inner, before in interpolated(written):
                    yield _Part(inner, before, text)
        if always and _is_taken(node) and not self._is_written_by_callers(node, call):
            # All of it may be what somebody sends; what it is made of tells more.
            yield _Part(node, "", Text(node, call.scope, call), is_whole=True)

    def _built(self, text: Text, steps: int) -> Iterator[Text]:
        """The expressions that make a text, wherever they stand."""
        node, scope = text.built, text.scope
        if steps == 0:
            return
        match node:
            case ast.JoinedStr() | ast.BinOp() | ast.Constant():
                yield text
            case ast.Call(func=ast.Attribute(attr="join")):
                yield text
            case ast.Call() if fills(node):
                yield text
            case ast.Await(value=inner) | ast.NamedExpr(value=inner):
                yield from self._built(Text(inner, scope, text.call), steps)
            case ast.Call():
                if self.facts.index.called(node.func, scope) in TEXTS:
                    return
                target = self.facts.callers.target(call_of(node, scope))
                if isinstance(target, Function):
                    for value in returned(target.node):
                        yield from self._built(Text(value, target, text.call), steps - 1)
            case ast.IfExp():
                for each in (node.body, node.orelse):
                    yield from self._built(Text(each, scope, text.call), steps - 1)
            case ast.Name() if isinstance(scope, Function):
                for value in [*scope.assigned.get(node.id, []), *grown_by(scope, node.id)]:
                    yield from self._built(Text(value, scope, text.call), steps - 1)
                if scope.takes(node.id):
                    yield from self._given(node.id, scope, steps)
            case ast.Name() | ast.Attribute():
                named = self.facts.index.symbol(node, scope)
                for value, holder in self.facts.index.values_of(named):
                    yield from self._built(Text(value, holder, text.call), steps - 1)
            case _:
                pass

    def _given(self, name: str, function: Function, steps: int) -> Iterator[Text]:
        for call in self.facts.callers.of(function):
            value = call.argument(name, function.position(name))
            if value is not None:
                yield from self._built(Text(value, call.scope, call), steps - 1)

    def _is_written_by_callers(self, node: ast.expr, call: Call) -> bool:
        """Whether a helper takes a text whose parts are all told of where its callers write it."""
        function = call.function
        if function is None or not isinstance(node, ast.Name) or not function.takes(node.id):
            return False
        if any(route.function is function for route in self.facts.routes):
            return False
        given = [
            each.argument(node.id, function.position(node.id))
            for each in self.facts.callers.of(function)
        ]
        return bool(given) and all(isinstance(each, _WRITTEN) for each in given)

    def _is_tainted(self, part: _Part) -> bool:
        return self._taints.reach(part.node, part.text.scope, part.before)


def _is_taken(node: ast.expr) -> bool:
    """Whether a text stands under a name, or in something that it is taken out of."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get" | "pop")):
            return True
        case _:
            return isinstance(node, ast.Name | ast.Attribute | ast.Subscript)
