"""The columns that checks may name, and the values of the tests for each of them."""

from __future__ import annotations

import ast
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from fastscaffold.fields.base import MIN_UNIQUE_SAMPLES
from fastscaffold.fields.decimal_type import digits
from fastscaffold.fields.literals import json_literal, plain
from fastscaffold.fields.loader import field_types
from fastscaffold.model import reserved
from fastscaffold.model.check_samples import Pool, stored
from fastscaffold.model.conditions import Operand
from fastscaffold.model.resource import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.model.check_samples import Stored
    from fastscaffold.model.ends import Relation
    from fastscaffold.model.members import Members
    from fastscaffold.model.resource import Field

# The databases keep them in ways that no condition can be the same for.
UNREADABLE = frozenset({"json", "list", "timedelta", "bytes", "secret"})
# Rows of tests that refer to the same feature take its rows by twos.
OTHER_ROW = 2
_NUMBERS = (0, -1, 1, 1_000_000, 1_000)
_TEXTS = ("", "x")
_NOW = datetime(2030, 1, 1)  # noqa: DTZ001 # kept without a time zone
_ROWS = 3


@dataclass(slots=True)
class Columns:
    """The columns of a feature.

    Attributes:
        fields: their samples are the values of the tests.
        foreign_keys: the relations that have a column.
        codes: how tests write a value of a column.
    """

    members: Members
    fields: Sequence[Field]
    foreign_keys: Sequence[Relation]
    codes: dict[tuple[str, Stored], Code] = field(default_factory=dict[tuple[str, "Stored"], Code])

    def operands(self) -> Iterator[Operand]:
        """What conditions may name."""
        for item in self.fields:
            yield Operand(item.column_name, item.type_name, self._scale(item))
        for relation in self.foreign_keys:
            yield Operand(relation.field, "key")
        yield Operand(reserved.KEY_COLUMN, "key")
        if self.members.spec.behaviours.timestamps:
            yield from (Operand(name, "datetime") for name in reserved.TIMESTAMP_COLUMNS)

    def _scale(self, item: Field) -> int:
        spec = self.members.spec.fields[self.members.taken[item.name]]
        return digits(spec)[1] if item.type_name == "decimal" else 0

    def pools(self) -> Iterator[Pool]:
        """The values of each column; also says how tests write them."""
        yield from map(self._pool, self.fields)
        seen: list[str] = []
        for relation in self.foreign_keys:
            target = relation.target.names.feature
            # Rows of tests refer to another row by each relation to the same feature.
            first = OTHER_ROW * seen.count(target)
            keys = (
                (None,)
                if self.is_own(relation)
                else tuple(f"{target} {first + at}" for at in range(OTHER_ROW))
            )
            yield Pool(relation.field, keys, len(keys))
            seen.append(target)
        yield Pool(reserved.KEY_COLUMN, ("its own key",))
        yield from (Pool(name, (stored(_NOW),)) for name in reserved.TIMESTAMP_COLUMNS)

    def is_own(self, relation: Relation) -> bool:
        """Whether a relation is to rows of the same feature."""
        return relation.target.names.feature == self.members.spec.name

    def _pool(self, item: Field) -> Pool:
        spec = self.members.spec.fields[self.members.taken[item.name]]
        kind, scale = field_types()[item.type_name], self._scale(item)
        if item.type_name in UNREADABLE:
            return Pool(item.column_name, (None,))
        if item.read_only:
            made = item.default is not None and item.default.factory
            raw = None if spec.default is None or made else kind.parse(spec, spec.default)
            return Pool(item.column_name, (stored(_NOW if made else raw, scale),))

        def keep(raw: object) -> Stored:
            value = kind.parse(spec, raw)
            found = stored(value, scale)
            code = plain(json_literal(kind.wire(spec, value)))
            self.codes.setdefault((item.column_name, found), code)
            return found

        values = [keep(ast.literal_eval(sample.json.text)) for sample in item.samples]
        others: list[Stored] = []
        for raw in (*_NUMBERS, *map(str, _NUMBERS), *_TEXTS):
            with suppress(ValueError, TypeError):
                others.append(keep(raw))
        if item.nullable:
            self.codes[item.column_name, None] = Code("None")
            others.append(None)
        apart = item.unique or self._is_apart(self.members.taken[item.name])
        fewest = MIN_UNIQUE_SAMPLES if apart else _ROWS
        return Pool(
            item.column_name,
            tuple(values),
            fewest=min(fewest, len(values)),
            free=True,
            others=tuple(others),
            nullable=item.nullable,
            updatable=not item.immutable,
        )

    def _is_apart(self, given: str) -> bool:
        constraints = self.members.spec.constraints
        unique = [*constraints.unique, *(item.on for item in constraints.index if item.unique)]
        return any(given in names for names in unique)

    def with_samples(self, item: Field, values: Sequence[Stored]) -> Field:
        """A field with those of its samples that are among some values of its column."""
        if item.read_only or item.type_name in UNREADABLE:
            return item
        scale = self._scale(item)
        spec = self.members.spec.fields[self.members.taken[item.name]]
        kind = field_types()[item.type_name]
        kept = [
            (at, sample)
            for at, sample in enumerate(item.samples)
            if stored(kind.parse(spec, ast.literal_eval(sample.json.text)), scale) in values
        ]
        return replace(
            item,
            samples=tuple(sample for _, sample in kept),
            examples=sum(at < item.examples for at, _ in kept),
        )
