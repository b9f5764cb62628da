"""What a migration does, as plain objects. Each operation knows the one that undoes it.

To add an operation, write its class here, add it to ``Operation`` and say in ``render`` how it is
written; type checkers then name whatever was forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastscaffold.model.resource import Code, OnDelete


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        type: the SQLAlchemy type, without any import from the project.
    """

    name: str
    type: Code
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class PrimaryKey:
    """The primary key of a table."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that refer to columns of a table, which may be the same one."""

    name: str
    columns: tuple[str, ...]
    referred_table: str
    referred_columns: tuple[str, ...]
    on_delete: OnDelete


@dataclass(frozen=True, slots=True)
class Unique:
    """Columns whose values no two rows share."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that each row meets, in SQL. Checks of enums come with their column's type.

    Attributes:
        dialect: the only database that has it; all where it is empty.
    """

    name: str
    sql: str
    dialect: str = ""


@dataclass(frozen=True, slots=True)
class CreateTable:
    """Create a table with its constraints; indexes are operations of their own.

    Attributes:
        deferred: foreign keys to tables that come later. SQLite takes them here and nowhere else,
            other databases only by ``AddForeignKey`` once those tables are there.
        counts: whether the database counts its keys up; those of deleted rows are not given again.
    """

    table: str
    columns: tuple[Column, ...]
    primary_key: PrimaryKey
    foreign_keys: tuple[ForeignKey, ...] = ()
    deferred: tuple[ForeignKey, ...] = ()
    uniques: tuple[Unique, ...] = ()
    checks: tuple[Check, ...] = ()
    counts: bool = False

    def reverse(self) -> DropTable:
        """The operation that undoes this one."""
        return DropTable(self)


@dataclass(frozen=True, slots=True)
class DropTable:
    """Drop a table; it is remembered in full, so that it can be created again."""

    created: CreateTable

    def reverse(self) -> CreateTable:
        """The operation that undoes this one."""
        return self.created


@dataclass(frozen=True, slots=True)
class CreateIndex:
    """Create an index.

    Attributes:
        where: the condition of the rows that it knows, in SQL; all where it is empty.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    unique: bool = False
    where: str = ""

    def reverse(self) -> DropIndex:
        """The operation that undoes this one."""
        return DropIndex(self)


@dataclass(frozen=True, slots=True)
class DropIndex:
    """Drop an index."""

    created: CreateIndex

    def reverse(self) -> CreateIndex:
        """The operation that undoes this one."""
        return self.created


@dataclass(frozen=True, slots=True)
class AddForeignKey:
    """Add a deferred foreign key where the database has not had it from its table's creation."""

    table: str
    foreign_key: ForeignKey

    def reverse(self) -> DropForeignKey:
        """The operation that undoes this one."""
        return DropForeignKey(self)


@dataclass(frozen=True, slots=True)
class DropForeignKey:
    """Drop a deferred foreign key, so that the tables of a cycle can be dropped one by one."""

    added: AddForeignKey

    def reverse(self) -> AddForeignKey:
        """The operation that undoes this one."""
        return self.added


Operation: TypeAlias = (
    CreateTable | DropTable | CreateIndex | DropIndex | AddForeignKey | DropForeignKey
)


def reverse_all(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Give the operations that undo some operations, the last one first."""
    return tuple(operation.reverse() for operation in reversed(operations))
