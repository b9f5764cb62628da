"""Resolves checks, and sees to it that tests have rows that meet them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fastscaffold.fields.base import MIN_SAMPLES, MIN_UNIQUE_SAMPLES
from fastscaffold.model import reserved
from fastscaffold.model.check_columns import OTHER_ROW, UNREADABLE, Columns
from fastscaffold.model.check_samples import (
    Pool,
    Tried,
    broken,
    filled,
    moved,
    narrowed,
    not_itself,
)
from fastscaffold.model.conditions import Operand, read_condition
from fastscaffold.model.members import is_broken
from fastscaffold.model.rules import Check
from fastscaffold.model.tokens import ConditionError
from fastscaffold.spec.identifiers import is_name, name_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fastscaffold.model.check_samples import Row, Stored
    from fastscaffold.model.conditions import Condition
    from fastscaffold.model.ends import Relation
    from fastscaffold.model.members import Members
    from fastscaffold.model.resource import Code, Field
    from fastscaffold.spec.positions import Path

_ROWS_OF_TESTS = 24  # at the most
_EXAMPLES_IN_ROWS = "Give examples to its fields: the first of each make the first row, and so on."


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks of a feature, its fields with samples that meet them, and ``aligned`` ones."""

    checks: tuple[Check, ...] = ()
    fields: tuple[Field, ...] = ()
    aligned: tuple[str, ...] = ()


def resolve_checks(
    members: Members, fields: Sequence[Field], foreign_keys: Sequence[Relation]
) -> Checks:
    """Resolve ``check``; add an error for everything that is wrong with it.

    Args:
        members: the feature.
        fields: its fields; samples that break a check are left out.
        foreign_keys: its relations that have a column.
    """
    if not members.spec.constraints.check:
        return Checks(fields=tuple(fields))
    with closing(sqlite3.connect(":memory:")) as database:
        return _Resolver(members, Columns(members, fields, foreign_keys), database).run()


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    place: Path
    condition: Condition
    tried: Tried


@dataclass(slots=True)
class _Resolver:
    members: Members
    columns: Columns
    database: sqlite3.Connection
    pools: dict[str, Pool] = field(default_factory=dict[str, Pool])
    aligned: dict[str, None] = field(default_factory=dict[str, None])

    def run(self) -> Checks:
        self.pools = {pool.column: pool for pool in self.columns.pools()}
        whole = dict(self.pools)
        found: list[_Found] = []
        path = (self.members.spec.name, "constraints", "check")
        operands = {operand.name: operand for operand in self.columns.operands()}
        for at, spec in enumerate(self.members.spec.constraints.check):
            place = (*path, at)
            condition = self._condition(spec.sql, (*place, "sql"), operands)
            named = self._names(spec.name, [other.name for other in found], (*place, "name"))
            if condition is None or not named:
                continue
            try:
                tried = Tried(self.database, condition.sqlite, condition.columns)
            except sqlite3.Error as error:
                self._refuse((*place, "sql"), f"The condition cannot be read: {error}.")
                continue
            if self._meet(tried, (*place, "sql")):
                found.append(_Found(spec.name, (*place, "sql"), condition, tried))
        self._align_again(found, whole)
        firsts = {name: pool.values[0] for name, pool in self.pools.items() if pool.values}
        checks = [
            self._check(item, whole, [(other.tried, firsts) for other in found if other != item])
            for item in found
        ]
        fields = tuple(
            self.columns.with_samples(item, self.pools[item.column_name].values)
            for item in self.columns.fields
        )
        return Checks(tuple(checks), fields, (*self.aligned,))

    def _names(self, name: str, others: Sequence[str], place: Path) -> bool:
        taken = [
            *others,
            *(item.column_name for item in self.columns.fields if item.enum is not None),
        ]
        if not is_name(name):
            message, hint = name_problem(name)
            self._refuse(place, message, hint, "spec.name")
        elif name in taken:
            self._refuse(place, f"`{name}` is a check already.", "Choose another name.")
        else:
            return True
        return False

    def _condition(
        self, sql: str, place: Path, operands: Mapping[str, Operand]
    ) -> Condition | None:
        spec = self.members.spec
        # Their own errors are told; that they are not there now would only be a consequence.
        hidden = {name for name in spec.fields if name not in operands}
        try:
            condition = read_condition(sql, operands)
        except ConditionError as error:
            if not any(name in sql for name in hidden) and not is_broken(
                self.members, (spec.name,)
            ):
                self._refuse(place, str(error), error.hint)
            return None
        for column in condition.columns:
            if operands[column].kind in UNREADABLE:
                message = f"`{column}` is of type {operands[column].kind}, which no check can read."
                self._refuse(place, message, "Leave it out.", "spec.misplaced")
                return None
        return condition

    def _meet(self, tried: Tried, place: Path) -> bool:
        """Keep the samples that meet a condition; add an error where there are too few."""
        fewer = {
            name: replace(pool, fewest=min(pool.fewest, MIN_SAMPLES))
            for name, pool in self.pools.items()
            if pool.fewest < MIN_UNIQUE_SAMPLES
        }
        left = narrowed(tried, self.pools) or narrowed(tried, {**self.pools, **fewer})
        left = left or self._side_by_side(tried)
        if left is None:
            message = "Tests need rows that meet this condition, and none could be found."
            self._refuse(place, message, _EXAMPLES_IN_ROWS)
            return False
        for name, values in left.items():
            self.pools[name] = replace(self.pools[name], values=values)
        return True

    def _side_by_side(self, tried: Tried) -> dict[str, tuple[Stored, ...]] | None:
        """Take the examples of the user, of each field as many as of the others."""
        fields = [item for item in self.columns.fields if item.column_name in tried.columns]
        given = [item for item in fields if not item.read_only]
        count = min((item.examples for item in given), default=0)
        pools = [self.pools[name] for name in tried.columns]
        rows = [tuple(pool.values[at % len(pool.values)] for pool in pools) for at in range(count)]
        if count < OTHER_ROW or not all(map(tried.holds, rows)):
            return None
        self.aligned.update(dict.fromkeys(item.name for item in given))
        return {
            name: tuple(values)
            for name, values in zip(tried.columns, zip(*rows, strict=True), strict=True)
        }

    def _align_again(self, found: Sequence[_Found], whole: Mapping[str, Pool]) -> None:
        """Align the fields of all conditions where one has moved the rows of another."""
        if all(self._holds(item.tried) for item in found):
            return
        columns = tuple(dict.fromkeys(name for item in found for name in item.tried.columns))
        fields = [item for item in self.columns.fields if item.column_name in columns]
        given = [item for item in fields if not item.read_only]
        count = min((item.examples for item in given), default=0)
        rows = [self._row(whole, columns, at) for at in range(count)]
        rows = [row for row in rows if all(_holds_in(item.tried, row) for item in found)]
        if len(rows) < OTHER_ROW:
            place = next(item.place for item in found if not self._holds(item.tried))
            message = "Tests need rows that meet all conditions, and too few could be found."
            self._refuse(place, message, _EXAMPLES_IN_ROWS)
            return
        self.aligned.update(dict.fromkeys(item.name for item in given))
        for name in columns:
            values = tuple(row[name] for row in rows)
            self.pools[name] = replace(self.pools[name], values=values)

    def _holds(self, tried: Tried) -> bool:
        """Whether the rows that tests make meet a condition."""
        rows = (self._row(self.pools, tried.columns, at) for at in range(_ROWS_OF_TESTS))
        return all(_holds_in(tried, row) for row in rows)

    def _row(self, pools: Mapping[str, Pool], columns: Iterable[str], at: int) -> dict[str, Stored]:
        values = {name: pools[name].values or (None,) for name in columns}
        return {name: own[at % len(own)] for name, own in values.items()}

    def _check(
        self,
        found: _Found,
        whole: Mapping[str, Pool],
        others: Sequence[tuple[Tried, Mapping[str, Stored]]],
    ) -> Check:
        names = {item.column_name: item.name for item in self.columns.fields}
        tried, condition = found.tried, found.condition
        rows = {name: pool.values for name, pool in self.pools.items()}
        rows |= {name: rows[name][:1] for name in rows if names.get(name) in self.aligned}

        def told(row: Row | None, columns: Iterable[str]) -> dict[str, Code]:
            values = {} if row is None else dict(zip(tried.columns, row, strict=True))
            return {
                names[name]: self.columns.codes[name, values[name]] for name in columns if values
            }

        free = [name for name in tried.columns if whole[name].free]
        own = {
            item.field: reserved.KEY_COLUMN
            for item in self.columns.foreign_keys
            if self.columns.is_own(item)
        }
        return Check(
            name=found.name,
            sql=condition.sql,
            sqlite=condition.sqlite,
            members=tuple(names.get(column, column) for column in condition.columns),
            broken=told(broken(tried, whole, others), free),
            moved=told(
                moved(tried, whole, rows, [other for other, _ in others]),
                [name for name in free if whole[name].updatable],
            ),
            filled=tuple(names[column] for column in filled(tried, self.pools)),
            not_itself=tuple(not_itself(tried, self.pools, own)),
        )

    def _refuse(
        self, place: Path, message: str, hint: str | None = None, code: str = "spec.invalid-value"
    ) -> None:
        self.members.problems.at_value(place, code, message, hint)


def _holds_in(tried: Tried, row: Mapping[str, Stored]) -> bool:
    return tried.holds(tuple(row[name] for name in tried.columns))
