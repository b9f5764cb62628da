"""Resolves constraints and indexes over several columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING

from fastscaffold.fields.base import MAX_INDEXED_LENGTH, MIN_UNIQUE_SAMPLES
from fastscaffold.fields.loader import field_types
from fastscaffold.fields.texts import BoundedText
from fastscaffold.model import reserved
from fastscaffold.model.members import is_broken
from fastscaffold.model.names import constraint_name, stored_name
from fastscaffold.model.rules import Constraints, Index
from fastscaffold.spec.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fastscaffold.model.ends import Relation
    from fastscaffold.model.members import Members
    from fastscaffold.model.names import ConstraintKind
    from fastscaffold.model.resource import Field
    from fastscaffold.spec.positions import Path

# Characters that values take in an index at most; those of a URL are ASCII, so they count less.
_LENGTHS = {"email": 254, "url": 512, "enum": 64, "ip": 12}
_SHORT = 4
_FEWEST = {"unique": 2, "index": 1}


@dataclass(frozen=True, slots=True)
class _Part:
    """A column that a constraint can be over.

    Attributes:
        given: what the user calls it; ``member`` is the attribute, ``column`` the column.
        length: characters that it takes in an index.
        unique: whether it is so by itself; ``indexed`` likewise.
        refused: the field type, where that has no order.
        values: how many different ones the first rows of tests can have.
    """

    given: str
    member: str
    column: str
    length: int = _SHORT
    unique: bool = False
    indexed: bool = False
    refused: str = ""
    values: int = MIN_UNIQUE_SAMPLES


def resolve_constraints(
    members: Members, fields: Sequence[Field], foreign_keys: Sequence[Relation]
) -> Constraints:
    """Resolve ``unique`` and ``index``; add an error for everything that is wrong with them.

    Args:
        members: the feature.
        fields: its fields.
        foreign_keys: its relations that have a column.
    """
    spec, path = members.spec.constraints, (members.spec.name, "constraints")
    parts = {name: part for names, part in _parts(members, fields, foreign_keys) for name in names}
    resolver = _Resolver(members, parts)
    unique = [
        resolver.resolve(names, (*path, "unique", at), unique=True)
        for at, names in enumerate(spec.unique)
    ]
    index = [
        resolver.resolve(item.on, (*path, "index", at, "on"), unique=item.unique)
        for at, item in enumerate(spec.index)
    ]
    table = members.names.table
    columns = [part.column for part in parts.values()]
    if members.spec.behaviours.soft_delete:
        # What is unique among live rows is an index, too.
        number = len([item for item in unique if item is not None])
        named = tuple(_named("ix", table, [*unique, *index], columns))
        return Constraints(unique=named[:number], index=named[number:])
    return Constraints(
        unique=tuple(_named("uq", table, unique, columns)),
        index=tuple(_named("ix", table, index, columns)),
    )


def without_needless_index(
    relation: Relation, constraints: Constraints, *, soft_delete: bool
) -> Relation:
    """A relation whose foreign key has no index where one over several columns begins with it.

    One of live rows only, as what is unique has with soft_delete, finds no others.
    """
    whole = (*constraints.unique, *constraints.index)
    if soft_delete:
        whole = tuple(item for item in constraints.index if not item.unique)
    needless = any(item.columns[0] == relation.field for item in whole)
    return replace(relation, index=False) if needless else relation


def _parts(
    members: Members, fields: Sequence[Field], foreign_keys: Sequence[Relation]
) -> Iterator[tuple[tuple[str, ...], _Part]]:
    """Each column with the names that it may be called by."""
    for item in fields:
        given = members.taken[item.name]
        kind = field_types()[item.type_name]
        spec = members.spec.fields[given]
        length = kind.max_length(spec) if isinstance(kind, BoundedText) else None
        part = _Part(
            given,
            item.name,
            item.column_name,
            length or _LENGTHS.get(item.type_name, _SHORT),
            item.unique,
            item.index or item.unique,
            "" if kind.indexable else item.type_name,
            _values(item),
        )
        yield (given,), part
    for relation in foreign_keys:
        indexed = relation.index or relation.unique
        name, column = relation.name, relation.field
        yield (
            tuple({name.removesuffix("_"), name, column}),
            _Part(
                column.removesuffix("_id"),
                column,
                column,
                unique=relation.unique,
                indexed=indexed,
                # Rows of tests belong to one user.
                values=1 if relation.read_only else MIN_UNIQUE_SAMPLES,
            ),
        )
    if members.spec.behaviours.timestamps:
        for name in reserved.TIMESTAMP_COLUMNS:
            yield (name,), _Part(name, name, name)


def _values(item: Field) -> int:
    if not item.read_only:
        return len(item.samples)
    # What is made for each row differs, and so does null.
    made = item.default is None or item.default.factory
    return MIN_UNIQUE_SAMPLES if made else 1


@dataclass(slots=True)
class _Resolver:
    members: Members
    parts: Mapping[str, _Part]
    seen: dict[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])
    together: list[frozenset[str]] = field(default_factory=list[frozenset[str]])

    def resolve(self, names: Sequence[str], path: Path, *, unique: bool) -> Index | None:
        """Resolve one constraint; None where it is wrong."""
        before = len(self.members.problems.errors)
        found = [self._part(name, (*path, at)) for at, name in enumerate(names)]
        parts = [part for part in found if part is not None]
        if len(parts) < len(found) or not self._fits(parts, path, unique=unique):
            return None
        if unique:
            self._check_unique(parts, path)
        if len(self.members.problems.errors) > before:
            return None
        return Index(
            columns=tuple(part.column for part in parts),
            members=tuple(part.member for part in parts),
            unique=unique,
        )

    def _part(self, given: str, place: Path) -> _Part | None:
        part, spec = self.parts.get(given), self.members.spec
        if part is None:
            present = given in spec.fields or given in spec.relations
            if present or any(
                is_broken(self.members, (spec.name, kind, given))
                for kind in ("fields", "relations")
            ):
                return None
            known = [item.given for item in self.parts.values()]
            hint = (
                did_you_mean(given, self.parts) or f"There are {', '.join(dict.fromkeys(known))}."
            )
            message = f"`{given}` is not a field or a relation of `{spec.name}`."
            self.members.problems.at_value(place, "spec.unknown-field", message, hint)
        elif part.refused:
            message = f"`{given}` is of type {part.refused}, which cannot be indexed."
            self.members.problems.at_value(place, "spec.misplaced", message, "Leave it out.")
            return None
        return part

    def _fits(self, parts: Sequence[_Part], path: Path, *, unique: bool) -> bool:
        columns = tuple(part.column for part in parts)
        names = ", ".join(part.given for part in parts)
        length = sum(part.length for part in parts)
        if len(set(columns)) < len(columns):
            return self._refuse(path, f"`{names}` names a field twice.", "Name each once.")
        if unique and len(parts) < _FEWEST["unique"]:
            hint = f"Write `unique: true` at `{names}` itself."
            if reserved.OWNER_COLUMN in columns:
                # Tests make several rows as one user, so there is no such relation to write it at.
                hint = f"Add a field in which the rows of one `{names}` differ."
            return self._refuse(path, "A constraint is over several fields.", hint)
        if columns in self.seen or (len(parts) == 1 and parts[0].indexed):
            return self._refuse(path, f"`{names}` has an index already.", "Leave one of them out.")
        self.seen[columns] = names
        if length > MAX_INDEXED_LENGTH:
            message = (
                f"An index holds at most {MAX_INDEXED_LENGTH} characters; those of `{names}` are "
                f"up to {length}."
            )
            return self._refuse(path, message, "Give the texts a smaller max_length.")
        return True

    def _check_unique(self, parts: Sequence[_Part], path: Path) -> None:
        columns = frozenset(part.column for part in parts)
        alone = next((part for part in parts if part.unique), None)
        if alone is not None:
            message = f"`{alone.given}` is unique by itself, so this says nothing more."
            self._refuse(path, message, "Leave one of them out.")
        elif any(other <= columns or columns <= other for other in self.together):
            message = "Another constraint says this, or a part of it, already."
            self._refuse(path, message, "Leave one of them out.")
        elif prod(part.values for part in parts) < MIN_UNIQUE_SAMPLES:
            message = f"Tests need {MIN_UNIQUE_SAMPLES} rows that differ in these fields."
            hint = "Give one of them more values, or examples, or leave the constraint out."
            self._refuse(path, message, hint)
        self.together.append(columns)

    def _refuse(self, path: Path, message: str, hint: str) -> bool:
        self.members.problems.at_value(path, "spec.invalid-value", message, hint)
        return False


def _named(
    kind: ConstraintKind, table: str, indexes: Sequence[Index | None], columns: Sequence[str]
) -> Iterator[Index]:
    """Give a name of its own to what would be called like another: ``a, b_c`` and ``a_b, c``."""
    taken = {constraint_name(kind, table, (column,)) for column in columns}
    for item in indexes:
        if item is None:
            continue
        name = constraint_name(kind, table, item.columns)
        if name in taken:
            # No name of a column has two underscores in a row, so this one is free.
            own = constraint_name(kind, table, ("__".join(item.columns),))
            yield replace(item, name=stored_name(own))
        else:
            yield item
        taken.add(name)
