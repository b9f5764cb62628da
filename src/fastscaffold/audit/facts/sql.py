"""SQL that is put together from text, and whether what is put in may come from a request."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.classes import all_fields
from fastscaffold.audit.facts.harmless import Harmless
from fastscaffold.audit.facts.origin_calls import returned
from fastscaffold.audit.facts.origin_nodes import call_of
from fastscaffold.audit.facts.places import Place, at
from fastscaffold.audit.facts.text_parts import (
    constant_texts,
    grown_by,
    has_fixed_keys,
    interpolated,
    is_checked,
    looped_over,
    name_of,
)
from fastscaffold.audit.facts.validators import is_text_checked
from fastscaffold.audit.modules import Class, Function, module_of
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Scope

# Functions that take SQL as text, whatever it says.
_TEXTS = (
    "sqlalchemy.text",
    "sqlalchemy.literal_column",
    "sqlalchemy.sql.text",
    "sqlalchemy.sql.expression.text",
    "sqlalchemy.sql.expression.literal_column",
    "sqlmodel.text",
    "peewee.SQL",
    "tortoise.expressions.RawSQL",
    "duckdb.sql",
    "couchbase.n1ql.N1QLQuery",
)
# Methods that do so of a connection; other things have methods of these names, too.
_METHODS = (
    *("*.execute", "*.executemany", "*.executescript", "*.exec_driver_sql", "*.execute_query"),
    *("*.fetch", "*.fetchrow", "*.fetchval", "*.fetch_all", "*.fetch_one", "*.fetch_val"),
    *("*.raw", "*.read_sql", "*.read_sql_query", "*.execute_query_dict", "*.prepare"),
    *("*.from_raw", "*.scalar", "*.scalars", "*.iterate", "*.cursor", "*.query", "*.n1ql_query"),
)
_SQL = re.compile(
    r"(?i)\b(select\s|insert\s+into|update\s+\S*\s*set|delete\s+from|where\s|drop\s|alter\s"
    r"|create\s+(table|index|database|user|role|schema)|truncate\s|order\s+by|set\s+\w+|from\s|join\s"
    r"|grant\s|values\s*\(|like\s)"
)
# What stands before a value rather than a name.
_BEFORE_VALUE = re.compile(
    r"(?is)('%?|\"%|=\s*|<|>|\blike\s+|\bin\s*\(\s*|values\s*\(\s*|\bset\s+\w+\s*=\s*)$"
)
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
    scope: Scope
    built: ast.expr


class Sql:
    """SQL as text; production only."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.harmless = Harmless(facts.index)

    @cached_property
    def texts(self) -> list[Call]:
        """Where SQL is given as text."""
        return list(self.facts.calls(*_TEXTS))

    @cached_property
    def injections(self) -> list[Injection]:
        """Where it holds what may come from a request."""
        found: dict[tuple[str, int], Injection] = {}
        for call, always in self._sinks():
            node = _text_of(call)
            if node is None:
                continue
            scope = call.scope
            for part in self._parts(node, scope, always):
                if self._is_tainted(part):
                    direct = part.built is node or call.module is not module_of(part.scope)
                    where = node if direct else part.built
                    module = call.module
                    place = at(module, call.node if direct else where, "SQL from outside")
                    what = ast.unparse(part.node)[:60]
                    found.setdefault((place.path, place.line), Injection(place, what, call))
                    break
        return list(found.values())

    def _sinks(self) -> Iterator[tuple[Call, bool]]:
        for call in self.texts:
            yield call, True
        seen: set[int] = set()
        for call in self.facts.calls(*_METHODS):
            if id(call.node) not in seen and isinstance(call.node.func, ast.Attribute):
                seen.add(id(call.node))
                yield call, False

    def _parts(self, node: ast.expr, scope: Scope, always: bool) -> Iterator[_Part]:  # noqa: FBT001
        if always and isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            # All of it may be what somebody sends.
            yield _Part(node, "", scope, node)
        for built, holder in self._built(node, scope, MAX_STEPS):
            if always or _SQL.search(" ".join(constant_texts(built))):
                for inner, before in interpolated(built):
                    yield _Part(inner, before, holder, built)

    def _built(self, node: ast.expr, scope: Scope, steps: int) -> Iterator[tuple[ast.expr, Scope]]:
        """The expressions that make a text, wherever they stand."""
        if steps == 0:
            return
        match node:
            case ast.JoinedStr() | ast.BinOp():
                yield node, scope
            case ast.Call(func=ast.Attribute(attr="format" | "join")):
                yield node, scope
            case ast.Call():
                symbol = self.facts.index.called(node.func, scope)
                if symbol in _TEXTS:
                    return
                target = self.facts.index.definition(symbol)
                if isinstance(target, Function):
                    for value in returned(target.node):
                        yield from self._built(value, target, steps - 1)
            case ast.IfExp():
                yield from self._built(node.body, scope, steps - 1)
                yield from self._built(node.orelse, scope, steps - 1)
            case ast.Name() if isinstance(scope, Function):
                for value in [*scope.assigned.get(node.id, []), *grown_by(scope, node.id)]:
                    yield from self._built(value, scope, steps - 1)
                if scope.takes(node.id):
                    yield from self._given(node.id, scope, steps)
            case ast.Name() | ast.Attribute():
                named = self.facts.index.symbol(node, scope)
                for value, holder in self.facts.index.values_of(named):
                    yield from self._built(value, holder, steps - 1)
            case _:
                pass

    def _given(self, name: str, function: Function, steps: int) -> Iterator[tuple[ast.expr, Scope]]:
        for call in self.facts.callers.of(function):
            value = call.argument(name, function.position(name))
            if value is not None:
                outer = call.scope
                yield from self._built(value, outer, steps - 1)

    # What is put in

    def _is_tainted(self, part: _Part) -> bool:
        value = bool(_BEFORE_VALUE.search(part.before))
        return self._taints(part.node, part.scope, value, MAX_STEPS)

    def _taints(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        if steps == 0 or self._is_safe(node, scope):
            return False
        match node:
            case ast.Call(func=ast.Attribute(attr="join"), args=[inner]):
                return self._joined(inner, scope, value, steps)
            case ast.JoinedStr() | ast.BinOp():
                return any(
                    self._taints(
                        inner, scope, value or bool(_BEFORE_VALUE.search(before)), steps - 1
                    )
                    for inner, before in interpolated(node)
                )
            case ast.IfExp():
                return any(
                    self._taints(each, scope, value, steps - 1) for each in (node.body, node.orelse)
                )
            case ast.Name() if isinstance(scope, Function):
                return self._name(node, scope, value, steps)
            case ast.Call():
                target = self.facts.callers.target(call_of(node, scope))
                if isinstance(target, Function) and self._is_checked_inside(target):
                    return False
                return self._from_outside(node, scope, value)
            case _:
                return self._from_outside(node, scope, value)

    def _name(self, node: ast.Name, scope: Function, value: bool, steps: int) -> bool:  # noqa: FBT001
        assigned = [*scope.assigned.get(node.id, []), *grown_by(scope, node.id)]
        if assigned:
            return any(self._taints(each, scope, value, steps - 1) for each in assigned)
        loop = looped_over(scope, node.id)
        if loop is not None:
            return self._keys_from_outside(loop, scope, value, steps)
        return self._from_outside(node, scope, value)

    def _joined(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        if not isinstance(node, ast.GeneratorExp | ast.ListComp):
            return self._taints(node, scope, value, steps - 1)
        targets = {
            each.id: generator.iter
            for generator in node.generators
            for each in walk(generator.target)
            if isinstance(each, ast.Name)
        }
        inner: list[ast.expr] = [node.elt, *(each for each, _ in interpolated(node.elt))]
        for each in inner:
            if isinstance(each, ast.Name) and each.id in targets:
                source = targets[each.id]
                if self._keys_from_outside(source, scope, value, steps):
                    return True
        return False

    def _is_checked_inside(self, function: Function) -> bool:
        """Whether a helper refuses what it would return."""
        names = [each.id for each in returned(function.node) if isinstance(each, ast.Name)]
        return bool(names) and all(is_checked(function, name) for name in names)

    def _keys_from_outside(self, node: ast.expr, scope: Scope, value: bool, steps: int) -> bool:  # noqa: FBT001
        """Whether what is gone through has keys of a client's choice; a model fixes its own."""
        if not has_fixed_keys(node):
            return self._taints(node, scope, value, steps - 1)
        match node:
            case ast.Call(func=ast.Attribute(value=receiver, attr="items" | "keys" | "values")):
                pass
            case _:
                return False
        return not has_fixed_keys(receiver) and any(
            origin.parameter in self.facts.origins.sent and self._is_open(*origin.parameter)
            for origin in self.facts.origins.of(receiver, scope)
            if origin.parameter is not None
        )

    def _is_open(self, function: Function, name: str) -> bool:
        """Whether a parameter is a request, or a mapping of anything."""
        symbol = self.facts.index.annotated(function.annotation(name), function.module) or ""
        return symbol.rpartition(".")[2] in {"Any", "Dict", "Mapping", "Request", "dict"}

    def _from_outside(self, node: ast.expr, scope: Scope, value: bool) -> bool:  # noqa: FBT001
        for origin in self.facts.origins.of(node, scope):
            if origin.kind != "parameter" or origin.parameter is None:
                continue
            function, name = origin.parameter
            if self.harmless.is_parameter(function, name) or is_checked(function, name):
                continue
            # Who calls it cannot be told: a name may well be a constant, a value hardly is.
            sent = (function, name) in self.facts.origins.sent
            if sent or (value and function not in self.facts.callers.run_aside):
                return True
        return False

    def _is_safe(self, node: ast.expr, scope: Scope) -> bool:
        if self.facts.values.text(node, scope) is not None or self.harmless.is_value(node, scope):
            return True
        if isinstance(node, ast.Attribute) and self._is_checked_field(node, scope):
            return True
        name = name_of(node)
        return isinstance(scope, Function) and name is not None and is_checked(scope, name)

    def _is_checked_field(self, node: ast.Attribute, scope: Scope) -> bool:
        defined = self.facts.index.definition(self.facts.index.kind(node.value, scope))
        if not isinstance(defined, Class):
            return False
        field = all_fields(self.facts.index, defined).get(node.attr)
        return field is not None and is_text_checked(self.facts, field)


def _text_of(call: Call) -> ast.expr | None:
    """What a call is given as SQL."""
    for name in ("text", "statement", "query", "sql", "operation", "clause"):
        node = call.argument(name)
        if node is not None:
            return node
    return call.argument("", 0)
