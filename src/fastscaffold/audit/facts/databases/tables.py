"""Tables of SQLAlchemy and SQLModel with their columns, however they are declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.columns import Column, columns_of, is_library, plain_column
from fastscaffold.audit.modules import Class

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.origins.followed import Placed


@dataclass(slots=True, eq=False)
class Table:
    """A table.

    Attributes:
        symbol: the class, or the name that a ``Table`` is given.
        name: what the database calls it; None where the source does not decide that.
        columns: those left out that it inherits with the table of another class.
        classes: where it is declared, the class itself in front; empty for a ``Table``.
        arguments: constraints and indexes that a ``Table`` takes beside columns.
    """

    symbol: str
    name: str | None
    columns: list[Column] = field(default_factory=list[Column])
    classes: tuple[Class, ...] = ()
    arguments: list[Placed] = field(default_factory=list["Placed"])


@lru_cache(maxsize=2)
def tables(facts: Facts) -> tuple[Table, ...]:
    """Every table that production source declares."""
    declared = {each.symbol: each for each in facts.tables if _is_declared(facts, each)}
    found = [_of_class(facts, each, declared) for each in declared.values()]
    found += [
        _of_call(facts, call)
        for call in facts.calls("*.Table")
        if is_library(facts, call.node, call.scope)
    ]
    return tuple(found)


def _classes(facts: Facts, defined: Class) -> list[Class]:
    found = map(facts.index.definition, facts.index.ancestors(defined.symbol))
    return [each for each in found if isinstance(each, Class)]


def _is_declared(facts: Facts, defined: Class) -> bool:
    """Whether a class has a table of its own, or shares that of the class it inherits from."""
    if "__abstract__" in defined.assigned:
        return False
    if {"__table__", "__tablename__"} & defined.assigned.keys():
        return True
    if any(each.arg == "table" for each in defined.node.keywords):
        return True
    return any(
        "__tablename__" in {*each.assigned, *each.functions}
        for each in _classes(facts, defined)[1:]
    )


def _of_class(facts: Facts, defined: Class, declared: dict[str, Class]) -> Table:
    classes = _classes(facts, defined)
    table = Table(defined.symbol, _name_of(facts, classes), classes=tuple(classes))
    inherited = {
        symbol
        for each in classes[1:]
        if each.symbol in declared
        for symbol in facts.index.ancestors(each.symbol)
    }
    known: set[str] = set()
    for each in classes:
        if each.symbol in inherited:
            continue
        for column in columns_of(facts, each, defined):
            if column.attribute not in known:
                known.add(column.attribute)
                table.columns.append(column)
    return table


def _name_of(facts: Facts, classes: list[Class]) -> str | None:
    for each in classes:
        if "__tablename__" in each.assigned:
            return facts.values.text(each.assigned["__tablename__"][-1], each)
        if "__tablename__" in each.functions:
            return None
        if any(keyword.arg == "table" for keyword in each.node.keywords):
            return each.name.lower()
    return None


def _of_call(facts: Facts, call: Call) -> Table:
    scope = call.scope
    names = [
        name
        for name, values in scope.assigned.items()
        if any(value is call.node for value in values)
    ]
    symbol = facts.index.made_in(call.module, names[0]) if names else call.module.name
    table = Table(symbol, facts.values.text(call.argument("name", 0), scope))
    for each in call.node.args[2:]:
        column = plain_column(facts, each, scope)
        if column is not None:
            table.columns.append(column)
        else:
            table.arguments.append((each, scope))
    return table


def is_set(facts: Facts, column: Column, name: str) -> bool:
    """Whether a column is said to be something, such as ``unique``; what is not known may be."""
    given = column.settings.get(name)
    return given is not None and facts.values.fold(given, column.scope) is not False
