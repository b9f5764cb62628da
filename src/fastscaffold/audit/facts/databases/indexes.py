"""Which columns the database finds rows by: what indexes and constraints begin with."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.migrated_indexes import migrated_indexes
from fastscaffold.audit.facts.databases.tables import is_set
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.databases.columns import Column
    from fastscaffold.audit.facts.databases.tables import Table
    from fastscaffold.audit.facts.origins.followed import Placed
    from fastscaffold.audit.modules import Scope

# How many arguments stand in front of the first column.
_LEADING = {"Index": 1, "PrimaryKeyConstraint": 0, "UniqueConstraint": 0}
# They are no help in finding rows.
_OTHERS = frozenset({"CheckConstraint", "Computed", "ForeignKeyConstraint", "Identity"})


def unindexed(facts: Facts, table: Table) -> Iterator[Column]:
    """The foreign keys of a table that no index begins with, of the model or of a migration.

    None where the source does not decide which indexes there are.
    """
    keys = [each for each in table.columns if each.refers and not each.is_open]
    if not keys:
        return
    leading = _declared(facts, table)
    if leading is None:
        return
    leading |= _apart(facts).get(table.symbol, set()) | _leading_key(facts, table)
    leading |= migrated_indexes(facts).of(table.name)
    for each in keys:
        chosen = "index" in each.settings or is_set(facts, each, "unique")
        if not chosen and leading.isdisjoint({each.name, each.attribute}):
            yield each


def _leading_key(facts: Facts, table: Table) -> set[str]:
    """The first column of the primary key; all where their order cannot be told."""
    keys = [each for each in table.columns if is_set(facts, each, "primary_key")]
    if len({id(each.scope) for each in keys}) > 1:
        return {each.name for each in keys}
    return {each.name for each in keys[:1]}


def _declared(facts: Facts, table: Table) -> set[str] | None:
    """What indexes and constraints begin with that stand in the table itself."""
    found: set[str] = set()
    known = {name for each in table.columns for name in (each.name, each.attribute)}
    for each in table.classes:
        scope: Scope = each
        for node in walk(each.node):
            if isinstance(node, ast.Call):
                found |= _leading(facts, node, scope) or set()
        for value in each.assigned.get("__table_args__", ()):
            if not _take(facts, [(value, scope)], known, found):
                return None
        function = each.functions.get("__table_args__")
        for value in returned(function) if function is not None else ():
            if not _take(facts, [(value, function or each)], known, found):
                return None
    return found if _take(facts, table.arguments, known, found) else None


def _take(facts: Facts, arguments: Iterable[Placed], known: set[str], found: set[str]) -> bool:
    """Add what some arguments of a table begin with; false where one of them cannot be read."""
    seen: set[int] = set()
    waiting = list(arguments)
    while waiting:
        node, scope = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        match node:
            case ast.Tuple() | ast.List():
                waiting += [(each, scope) for each in node.elts]
            case ast.BinOp():
                waiting += [(node.left, scope), (node.right, scope)]
            case ast.Starred():
                waiting.append((node.value, scope))
            case ast.Call():
                leading = _leading(facts, node, scope)
                found |= _first(node.args, known) if leading is None else leading
            case ast.Name() | ast.Attribute() if not _is_inherited(node):
                values = facts.index.values_of(facts.index.symbol(node, scope))
                if not values:
                    return False
                waiting += values
            case ast.Constant() | ast.Dict() | ast.Name() | ast.Attribute():
                pass
            case _:
                return False
    return True


def _first(arguments: list[ast.expr], known: set[str]) -> set[str]:
    """What an index begins with that a function of the project may make of its arguments."""
    named = ({*_names([each])} & known for each in arguments)
    return next(filter(None, named), set[str]())


def _is_inherited(node: ast.expr) -> bool:
    """``Base.__table_args__`` is read with the class that has it."""
    return isinstance(node, ast.Attribute) and node.attr == "__table_args__"


def _leading(facts: Facts, node: ast.Call, scope: Scope) -> set[str] | None:
    """What an index or a constraint begins with; None for any other call."""
    last = facts.index.called(node.func, scope).rpartition(".")[2]
    if last in _OTHERS:
        return set()
    if last not in _LEADING:
        return None
    start = _LEADING[last]
    return _names(node.args[start : start + 1])


def _names(nodes: Iterable[ast.expr]) -> set[str]:
    """The columns that some expressions name: as text, or as attributes."""
    found: set[str] = set()
    for node in nodes:
        for each in walk(node):
            match each:
                case ast.Constant(value=str() as text):
                    found |= set(text.replace(",", " ").split())
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    found.add(name)
                case _:
                    pass
    return found


@lru_cache(maxsize=2)
def _apart(facts: Facts) -> dict[str, set[str]]:
    """What indexes begin with that stand outside of their table, by its symbol."""
    found: dict[str, set[str]] = defaultdict(set)
    for call in facts.calls("*.Index"):
        for each in call.node.args[1:2]:
            for node in walk(each):
                if isinstance(node, ast.Attribute):
                    owner = node.value
                    while isinstance(owner, ast.Attribute) and owner.attr in {"c", "__table__"}:
                        owner = owner.value
                    symbol = facts.index.symbol(owner, call.scope)
                    if symbol is not None:
                        found[symbol].add(node.attr)
    return found
