"""Indexes that migrations make, with those of unique constraints and primary keys."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.columns import plain_column
from fastscaffold.audit.facts.databases.tables import is_set
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Function, Module
    from fastscaffold.audit.modules import Scope

_NAMED = frozenset({"create_index", "create_primary_key", "create_unique_constraint"})
_CONSTRAINTS = frozenset({"PrimaryKeyConstraint", "UniqueConstraint"})
_WORD = r"[\"`\[]?(\w+)[\"`\]]?"
_SQL = re.compile(
    r"(?is)\bcreate\s+(?:unique\s+)?index\b[^;(]*?\bon\s+(?:only\s+)?"
    rf"(?:[\"`\[]?\w+[\"`\]]?\.)?{_WORD}\s*(?:using\s+\w+\s*)?\(\s*{_WORD}"
)


@dataclass(slots=True)
class MigratedIndexes:
    """The columns that indexes of migrations begin with, by table."""

    by_table: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, table: str | None) -> set[str]:
        """Those of a table; those of all where nobody knows its name."""
        if table is None:
            return {each for names in self.by_table.values() for each in names}
        return self.by_table.get(table, set())


@dataclass(frozen=True, slots=True)
class _Made:
    """An index by its own name, which may be unknown, and the column that it begins with."""

    name: str
    table: str
    column: str


@lru_cache(maxsize=2)
def migrated_indexes(facts: Facts) -> MigratedIndexes:
    """What migrations of Alembic and of SQL make, and do not drop again."""
    made: list[_Made] = []
    dropped: Counter[str] = Counter()
    found = MigratedIndexes()
    for module in facts.modules:
        if module.role is Role.TEST or not _uses_alembic(module):
            continue
        for call in module.calls:
            if _undoes(call.function):
                continue
            made += _made(facts, call)
            if _method(call) == "drop_index":
                dropped[_text(facts, call.argument("index_name", 0), call.scope)] += 1
            elif _method(call) == "execute":
                _take_sql(_text(facts, call.argument("sqltext", 0), call.scope), found)
    there = Counter(each.name for each in made)
    for each in made:
        if not each.name or there[each.name] > dropped[each.name]:
            found.by_table[each.table].add(each.column)
    for path, text in facts.sources.texts.items():
        if path.endswith(".sql"):
            _take_sql(text, found)
    return found


def _uses_alembic(module: Module) -> bool:
    return any(each.startswith("alembic") for each in module.imports.values())


def _undoes(function: Function | None) -> bool:
    while function is not None:
        if function.name.startswith("downgrade"):
            return True
        function = function.parent
    return False


def _method(call: Call) -> str:
    return call.node.func.attr if isinstance(call.node.func, ast.Attribute) else ""


def _made(facts: Facts, call: Call) -> Iterator[_Made]:
    """The indexes that one operation makes."""
    scope, method = call.scope, _method(call)
    if method in _NAMED:
        batch = _batched(facts, call)
        name = _text(facts, call.node.args[0] if call.node.args else None, scope)
        table = batch or _text(facts, call.argument("table_name", 1), scope)
        columns = call.argument("columns", 1 if batch else 2)
        if isinstance(columns, ast.List | ast.Tuple) and columns.elts:
            for column in _words(facts, columns.elts[0], scope):
                yield _Made(name, table, column)
    elif method == "create_table":
        table = _text(facts, call.argument("table_name", 0), scope)
        for each in call.node.args[1:]:
            for column in _leading(facts, each, scope):
                yield _Made("", table, column)
    elif method == "add_column":
        batch = _batched(facts, call)
        table = batch or _text(facts, call.argument("table_name", 0), scope)
        for each in call.node.args:
            for column in _leading(facts, each, scope):
                yield _Made("", table, column)


def _leading(facts: Facts, node: ast.expr, scope: Scope) -> Iterator[str]:
    """What the index of a column, or of a constraint, begins with."""
    column = plain_column(facts, node, scope)
    if column is not None:
        if any(is_set(facts, column, each) for each in ("index", "primary_key", "unique")):
            yield column.name
        return
    if not isinstance(node, ast.Call) or not node.args:
        return
    if facts.index.called(node.func, scope).rpartition(".")[2] in _CONSTRAINTS:
        yield from _words(facts, node.args[0], scope)


def _batched(facts: Facts, call: Call) -> str:
    """The table of the batch that an operation is a part of; empty where it is of none."""
    receiver = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
    if not isinstance(receiver, ast.Name) or call.function is None:
        return ""
    batches = [
        each
        for each in call.function.assigned.get(receiver.id, ())
        if each.lineno <= call.node.lineno and isinstance(each, ast.Call) and each.args
    ]
    return _text(facts, batches[-1].args[0], call.function) if batches else ""


def _text(facts: Facts, node: ast.expr | None, scope: Scope) -> str:
    """A name; of one that is put together, or wrapped in ``op.f``, what is known of it."""
    match node:
        case None:
            return ""
        case ast.Call(args=[inner, *_]):
            return _text(facts, inner, scope)
        case ast.JoinedStr():
            parts = (each for each in node.values if isinstance(each, ast.Constant))
            return "".join(str(each.value) for each in parts)
        case _:
            return facts.values.text(node, scope) or ""


def _words(facts: Facts, node: ast.expr, scope: Scope) -> list[str]:
    return re.findall(r"\w+", _text(facts, node, scope))


def _take_sql(text: str, found: MigratedIndexes) -> None:
    for table, column in _SQL.findall(text):
        found.by_table[table].add(column)
