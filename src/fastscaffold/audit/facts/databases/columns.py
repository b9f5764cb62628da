"""Columns of SQLAlchemy and SQLModel, in classes and in ``Table``."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from fastscaffold.audit.facts.classes import decorated_by, own_fields
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Module, module_of
from fastscaffold.audit.nodes import text_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Class, Facts
    from fastscaffold.audit.facts.origins.followed import Placed
    from fastscaffold.audit.modules import Scope

    # A call that says something of a column, and what its names are read in.
    _Said: TypeAlias = "tuple[ast.Call, Scope]"

_COLUMNS = frozenset({"Column", "mapped_column"})
_LIBRARIES = ("sqlalchemy", "sqlmodel")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a table.

    Attributes:
        name: what the database calls it.
        attribute: what the class calls it.
        scope: what its names are read in.
        node: where it is declared.
        call: what takes its settings; None where that stands in an alias of a type.
        settings: what is said of it by keyword.
        refers: whether it is a foreign key.
        is_open: whether what cannot be read may say more of it.
    """

    name: str
    attribute: str
    scope: Scope
    node: ast.expr
    call: ast.Call | None
    settings: dict[str, ast.expr]
    refers: bool
    is_open: bool

    @property
    def module(self) -> Module:
        """The module that it stands in."""
        return module_of(self.scope)


def columns_of(facts: Facts, holder: Class, table: Class) -> Iterator[Column]:
    """The columns that stand in the body of a table, or of a class that it inherits from."""
    for each in own_fields(holder):
        inner = each.annotation
        if isinstance(inner, ast.Subscript) and _last(facts, inner.value, holder) == "Mapped":
            inner = inner.slice
        carried = [
            (one, scope)
            for one, scope in facts.index.metadata(inner, holder)
            if isinstance(one, ast.Call) and _makes(facts, one, scope, table)
        ]
        if isinstance(each.value, ast.Call):
            if _makes(facts, each.value, holder, table):
                yield _given(facts, each.name, each.value, holder, carried)
        elif each.value is None and carried:
            yield _made(facts, each.name, (each.annotation or carried[0][0], holder), carried)
    for function in decorated_by(holder, "declared_attr", "directive"):
        for value in returned(function):
            if isinstance(value, ast.Call) and _makes(facts, value, function, table):
                yield _given(facts, function.name, value, function, [])


def plain_column(facts: Facts, node: ast.expr, scope: Scope) -> Column | None:
    """A column that stands among the arguments of a ``Table`` or of an operation."""
    if not isinstance(node, ast.Call) or _last(facts, node.func, scope) != "Column":
        return None
    name = facts.values.text(node.args[0], scope) if node.args else None
    return None if name is None else _made(facts, name, (node, scope), [(node, scope)])


def is_library(facts: Facts, node: ast.Call, scope: Scope) -> bool:
    """Whether what is called is SQLAlchemy's or SQLModel's."""
    return facts.index.called(node.func, scope).startswith(_LIBRARIES)


def _last(facts: Facts, node: ast.expr, scope: Scope) -> str:
    return facts.index.called(node, scope).rpartition(".")[2]


def _makes(facts: Facts, node: ast.Call, scope: Scope, table: Class) -> bool:
    last = _last(facts, node.func, scope)
    if last == "Field":
        return facts.index.is_a(table.symbol, "*.SQLModel")
    return last in _COLUMNS


def _given(
    facts: Facts, attribute: str, call: ast.Call, scope: Scope, carried: list[_Said]
) -> Column:
    """A column that a name of a class is given, beside what its annotation carries."""
    inner = _keywords(call).get("sa_column")
    call = inner if isinstance(inner, ast.Call) else call
    return _made(facts, attribute, (call, scope), [(call, scope), *carried])


def _made(facts: Facts, attribute: str, placed: Placed, said: list[_Said]) -> Column:
    node, scope = placed
    settings: dict[str, ast.expr] = {}
    refers = is_open = False
    name = None
    for each, holder in said:
        settings = {**_keywords(each), **settings}
        refers = refers or _refers(facts, each, holder)
        is_open = is_open or _is_open(each)
        # The first argument of a ``Field`` is its default.
        if each.args and _last(facts, each.func, holder) in _COLUMNS:
            name = name or facts.values.text(each.args[0], holder)
    name = name or facts.values.text(settings.get("name"), scope) or attribute
    call = next((each for each, _ in said if each is node), None)
    return Column(name, attribute, scope, node, call, settings, refers, is_open)


def _keywords(call: ast.Call) -> dict[str, ast.expr]:
    """What is said by keyword, that for the column in a mapping included."""
    found = {each.arg: each.value for each in call.keywords if each.arg is not None}
    inner = found.get("sa_column_kwargs")
    if isinstance(inner, ast.Dict):
        for name, value in text_entries(inner):
            found.setdefault(name, value)
    return found


def _refers(facts: Facts, call: ast.Call, scope: Scope) -> bool:
    given = _keywords(call)
    named = given.get("foreign_key")
    if named is not None:
        return not (isinstance(named, ast.Constant) and named.value is None)
    inner = given.get("sa_column_args")
    more = inner.elts if isinstance(inner, ast.List | ast.Tuple) else []
    return any(
        isinstance(each, ast.Call) and _last(facts, each.func, scope) == "ForeignKey"
        for each in (*call.args, *more)
    )


def _is_open(call: ast.Call) -> bool:
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    given = _keywords(call)
    unread = [given.get("sa_column_args"), given.get("sa_column_kwargs"), given.get("sa_column")]
    return (
        starred
        or any(each.arg is None for each in call.keywords)
        or any(isinstance(each, ast.Name | ast.Attribute) for each in unread)
    )
