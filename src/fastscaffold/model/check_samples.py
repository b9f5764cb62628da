"""Finds rows for tests that meet the checks of a feature, and rows that break them.

SQLite itself says which do, on values as it would keep them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

Stored: TypeAlias = int | float | str | None
Row: TypeAlias = tuple[Stored, ...]

# Combinations are tried one by one.
_MOST = 4_000
_MOST_MOVES = 200


@dataclass(frozen=True, slots=True)
class Pool:
    """What a column can hold in a row of tests, as SQLite keeps it.

    Attributes:
        values: by the index of the row.
        fewest: how many of them tests need.
        free: whether tests may do with some of them.
        others: values beyond, with which a row may be broken.
        updatable: whether an update may change them.
        nullable: whether tests make it null.
    """

    column: str
    values: tuple[Stored, ...]
    fewest: int = 1
    free: bool = False
    others: tuple[Stored, ...] = ()
    nullable: bool = False
    updatable: bool = False


def stored(value: object, scale: int = 0) -> Stored:
    """Give a Python value as SQLite keeps it."""
    match value:
        case Decimal():
            return int(value.scaleb(scale)) if scale else int(value)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S.%f")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("microseconds")
        case bool() | int() | float() | str() | None:
            return value
        case _:
            return str(value)


class Tried:
    """One condition, and what came of it so far."""

    def __init__(self, database: sqlite3.Connection, sql: str, columns: Sequence[str]) -> None:
        """Prepare it.

        Raises:
            sqlite3.Error: the database does not understand it.
        """
        self.columns = tuple(columns)
        names = ", ".join(f'? AS "{column}"' for column in columns)
        self._query = f"SELECT ({sql}) FROM (SELECT {names})"  # noqa: S608 # read token by token
        self._database = database
        self._known: dict[Row, bool] = {}
        self.holds((None,) * len(self.columns))

    def holds(self, row: Row) -> bool:
        """Whether a row meets it, as databases see it: what is not known is no fault."""
        if row not in self._known:
            (found,) = self._database.execute(self._query, row).fetchone()
            self._known[row] = found is None or bool(found)
        return self._known[row]


def narrowed(tried: Tried, pools: Mapping[str, Pool]) -> dict[str, tuple[Stored, ...]] | None:
    """Leave values out until all combinations of the rest meet the condition.

    Returns:
        Of each column the values that are left; None where too few would be.
    """
    most = max(int(_MOST ** (1 / len(tried.columns))), 2)
    left = {
        name: list(pools[name].values[: max(most, pools[name].fewest)]) for name in tried.columns
    }
    while True:
        faults: Counter[tuple[str, Stored]] = Counter()
        for row in product(*left.values()):
            if not tried.holds(row):
                faults.update(zip(left, row, strict=True))
        if not faults:
            return {name: tuple(values) for name, values in left.items()}
        able = [
            (count, len(left[name]), name, value)
            for (name, value), count in faults.items()
            if pools[name].free and len(left[name]) > pools[name].fewest
        ]
        if not able:
            return None
        # The worst one, of the column that has the most to spare.
        *_, name, value = max(able, key=lambda item: item[:2])
        left[name].remove(value)


def broken(
    tried: Tried, pools: Mapping[str, Pool], others: Sequence[tuple[Tried, Mapping[str, Stored]]]
) -> Row | None:
    """Find a row that breaks a condition and no other one.

    Args:
        tried: the condition.
        pools: what columns can hold.
        others: the other conditions, with the first row of tests.
    """
    choices = [
        (*pools[name].values, *pools[name].others) if pools[name].free else pools[name].values[:1]
        for name in tried.columns
    ]
    most = max(int(_MOST ** (1 / len(choices))), 2)
    for row in product(*(choice[:most] + choice[-2:] for choice in choices)):
        named = dict(zip(tried.columns, row, strict=True))
        if not tried.holds(row) and all(
            other.holds(tuple(named.get(name, first[name]) for name in other.columns))
            for other, first in others
        ):
            return row
    return None


def moved(
    tried: Tried,
    pools: Mapping[str, Pool],
    rows: dict[str, tuple[Stored, ...]],
    others: Sequence[Tried],
) -> Row | None:
    """Find a row that meets all conditions, and differs in all columns that an update may change.

    Args:
        tried: the condition; the row is one of its columns.
        pools: what columns can hold.
        rows: what they hold in rows of tests, the first one first.
        others: the other conditions.

    Returns:
        Of such rows the one whose parts alone would break the condition most often.
    """
    choices = [
        [value for value in (*pools[name].values, *pools[name].others) if value != rows[name][0]]
        if pools[name].free and pools[name].updatable
        else [rows[name][0]]
        for name in tried.columns
    ]
    concerned = [tried, *(other for other in others if {*other.columns} & {*tried.columns})]
    most = max(int(_MOST_MOVES ** (1 / len(choices))), 2)

    def changed(row: Row) -> dict[str, tuple[Stored, ...]]:
        named = zip(tried.columns, row, strict=True)
        return {name: (value,) for name, value in named if value != rows[name][0]}

    def fits(row: Row) -> bool:
        return not any(_breaks(other, rows | changed(row)) for other in concerned)

    def breaks_alone(row: Row) -> int:
        return sum(_breaks(tried, rows | {name: value}) for name, value in changed(row).items())

    found = filter(fits, product(*(choice[:most] for choice in choices)))
    return max(found, key=breaks_alone, default=None)


def filled(tried: Tried, pools: Mapping[str, Pool]) -> Iterator[str]:
    """Give the columns that may be null, but not in every row of tests that meets a condition."""
    for name in tried.columns:
        if pools[name].nullable and _breaks(
            tried, {other: pools[other].values for other in tried.columns} | {name: (None,)}
        ):
            yield name


def not_itself(tried: Tried, pools: Mapping[str, Pool], keys: Mapping[str, str]) -> Iterator[str]:
    """Give the foreign keys by which the first row of tests may not refer to itself.

    Args:
        tried: the condition.
        pools: what columns hold.
        keys: of foreign keys to the same table, the column that they refer to.
    """
    firsts = {name: pools[name].values[:1] for name in tried.columns}
    for name, key in keys.items():
        if {name, key} <= {*tried.columns} and _breaks(tried, firsts | {name: firsts[key]}):
            yield name


def _breaks(tried: Tried, rows: Mapping[str, tuple[Stored, ...]]) -> int:
    """How many combinations break a condition."""
    return sum(not tried.holds(row) for row in product(*(rows[name] for name in tried.columns)))
