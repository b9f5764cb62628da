"""Constraints over several columns without anything left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.model.resource import Code


@dataclass(frozen=True, slots=True)
class Index:
    """A constraint or an index over several columns.

    Attributes:
        columns: their names, in order; ``members`` the attributes of the model.
        unique: no two rows share all the values.
        name: in full, where the naming convention would give one that is taken; else empty.
    """

    columns: tuple[str, ...]
    members: tuple[str, ...]
    unique: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A condition that each row meets.

    Attributes:
        name: before the naming convention is applied.
        sql: the condition on PostgreSQL; ``sqlite`` that on SQLite, which is the same as a rule.
        members: attributes of the model that it names.
        broken: of fields that clients send, values with which a row does not meet it.
        moved: of fields that an update may change, other values with which a row meets it.
        filled: those of the members that may not be null in a row of tests.
        not_itself: foreign keys by which no row may refer to itself.
    """

    name: str
    sql: str
    sqlite: str
    members: tuple[str, ...]
    broken: Mapping[str, Code]
    moved: Mapping[str, Code]
    filled: tuple[str, ...] = ()
    not_itself: tuple[str, ...] = ()


def dialects(check: Check) -> tuple[tuple[str, str], ...]:
    """The SQL of a check, each with the only database that has it; empty where all have it."""
    sql, sqlite = (text.replace(":", r"\:") for text in (check.sql, check.sqlite))
    return ((sql, ""),) if sql == sqlite else ((sql, "postgresql"), (sqlite, "sqlite"))


@dataclass(frozen=True, slots=True)
class Constraints:
    """Constraints and indexes over several columns.

    Attributes:
        unique: values that no two rows share, as constraints.
        index: indexes, of which some may be unique.
        check: conditions.
        aligned: fields whose samples meet a condition only side by side, row by row.
    """

    unique: tuple[Index, ...] = ()
    index: tuple[Index, ...] = ()
    check: tuple[Check, ...] = ()
    aligned: tuple[str, ...] = ()

    @property
    def together(self) -> tuple[Index, ...]:
        """Everything that keeps rows apart."""
        return (*self.unique, *(item for item in self.index if item.unique))
