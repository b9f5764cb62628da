"""Classes that mean something to FastAPI, pydantic and the database, with their fields."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.modules import Class, annotated_default, dotted
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.index import Index
    from fastscaffold.audit.modules import Function, Module

SETTINGS = ("*.BaseSettings",)
SCHEMAS = (
    "*.BaseModel",
    "sqlmodel.SQLModel",
    "sqlmodel.main.SQLModel",
    "*.RootModel",
    "*.GenericModel",
)
TABLES = (
    "*.DeclarativeBase",
    "*.DeclarativeBaseNoMeta",
    "*.declarative_base",
    "*.MappedAsDataclass",
    "*.AsyncAttrs",
    "tortoise.models.Model",
    "tortoise.Model",
    "beanie.Document",
    "odmantic.Model",
    "mongoengine.Document",
    "peewee.Model",
    "ormar.Model",
    "piccolo.table.Table",
)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """An annotated name in the body of a class.

    Attributes:
        owner: the class whose body it stands in, which may be a base of the one asked for.
        value: what it is given; None where it is required.
    """

    name: str
    annotation: ast.expr | None
    value: ast.expr | None
    owner: Class
    line: int

    @property
    def module(self) -> Module:
        """The module that it stands in."""
        return self.owner.module


def own_fields(defined: Class) -> Iterator[Field]:
    """The fields that stand in the body of a class."""
    for statement in defined.node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)):
                value = statement.value or annotated_default(statement.annotation)
                yield Field(name, statement.annotation, value, defined, statement.lineno)
            case ast.Assign(targets=[ast.Name(id=name)]) if not name.startswith("__"):
                yield Field(name, None, statement.value, defined, statement.lineno)
            case _:
                pass


def all_fields(index: Index, defined: Class) -> dict[str, Field]:
    """The fields of a class and of its bases; the nearest wins."""
    found: dict[str, Field] = {}
    for symbol in index.ancestors(defined.symbol):
        ancestor = index.definition(symbol)
        if isinstance(ancestor, Class):
            for field in own_fields(ancestor):
                found.setdefault(field.name, field)
    return found


def is_dataclass(defined: Class) -> bool:
    """Whether a constructor is made of the fields of a class."""
    return any(
        (dotted(each.func if isinstance(each, ast.Call) else each) or "").endswith("dataclass")
        for each in defined.node.decorator_list
    )


_DECLARATIVE = frozenset({"as_declarative", "as_declarative_base"})


def is_table(index: Index, defined: Class) -> bool:
    """Whether a class stands for a table or a collection."""
    if any(
        each.arg == "table" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in defined.node.keywords
    ):
        return True
    if "__tablename__" in defined.assigned or "__table__" in defined.assigned:
        return True
    inherits = index.is_a(defined.symbol, *TABLES) or any(
        isinstance(base, Class) and _is_declarative(base)
        for base in map(index.definition, index.ancestors(defined.symbol)[1:])
    )
    return inherits and not index.is_a(defined.symbol, "sqlmodel.SQLModel")


def _is_declarative(defined: Class) -> bool:
    """Whether a decorator makes a class the base of tables."""
    return any(
        unparsed(each).partition("(")[0].rpartition(".")[2] in _DECLARATIVE
        for each in defined.node.decorator_list
    )


def decorated_by(defined: Class, *names: str) -> Iterator[Function]:
    """Methods that carry one of some decorators, told by the last part of its name."""
    for function in defined.functions.values():
        for decorator in function.node.decorator_list:
            plain = decorator.func if isinstance(decorator, ast.Call) else decorator
            last = plain.attr if isinstance(plain, ast.Attribute) else getattr(plain, "id", "")
            if last in names:
                yield function
