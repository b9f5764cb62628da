"""Derives operations from resources, so that the tables equal those of the generated models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.migrations.operations import (
    AddForeignKey,
    Check,
    Column,
    CreateIndex,
    CreateTable,
    ForeignKey,
    PrimaryKey,
    Unique,
)
from fastscaffold.model.names import constraint_name
from fastscaffold.model.reserved import DELETED_COLUMN, DELETION_COLUMN, VERSION_COLUMN
from fastscaffold.model.resource import Code, Import
from fastscaffold.model.rules import dialects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fastscaffold.migrations.operations import Operation
    from fastscaffold.model.ends import Link, Relation
    from fastscaffold.model.resource import KeyType, Resource

KEY = "id"

_SQLALCHEMY = (Import("sqlalchemy", alias="sa"),)
# SQLite counts up a key by itself only where its type is INTEGER to the letter.
_KEY_TYPES: dict[KeyType, Code] = {
    "uuid": Code("sa.Uuid()", _SQLALCHEMY),
    "int": Code("sa.Integer()", _SQLALCHEMY),
    "bigint": Code('sa.BigInteger().with_variant(sa.Integer(), "sqlite")', _SQLALCHEMY),
}
_LIVE = f"{DELETED_COLUMN} IS NULL"
_DELETED = f"{DELETED_COLUMN} IS NOT NULL"
_MOMENT = Code("sa.DateTime(timezone=True)", _SQLALCHEMY)


def operations_for(resources: Sequence[Resource]) -> tuple[Operation, ...]:
    """Give what creates the tables of some resources.

    Args:
        resources: features of one migration; they may refer to each other in any way, and to
            features that exist already.

    Returns:
        Tables after those that they refer to, each followed by its indexes; then those that link
        rows of two tables; foreign keys that close a cycle come last.
    """
    operations: list[Operation] = []
    closing: list[Operation] = []
    links: list[tuple[Resource, Link]] = []
    for resource, deferred in _ordered(resources):
        operations.append(_create_table(resource, deferred))
        operations += _indexes(resource)
        links += [(resource, link) for link in resource.links]
        closing += [
            AddForeignKey(resource.names.table, _foreign_key(resource, relation))
            for relation in deferred
        ]
    return (*operations, *(item for link in links for item in _link(*link)), *closing)


def _ordered(
    resources: Sequence[Resource],
) -> Iterator[tuple[Resource, tuple[Relation, ...]]]:
    """Each resource with its relations to tables that are not there yet by then."""
    waiting = {resource.names.table: resource for resource in resources}
    while waiting:
        ready = [
            table
            for table in waiting
            if all(relation.deferred for relation in _missing(waiting[table], waiting))
        ]
        # With nothing ready there is a cycle: its first table goes ahead.
        for table in ready or (_in_cycle(waiting),):
            resource = waiting.pop(table)
            yield resource, _missing(resource, waiting)


def _in_cycle(waiting: dict[str, Resource]) -> str:
    """The first table of a cycle; not one that only refers to the tables of a cycle."""
    table, seen = next(iter(waiting)), list[str]()
    while table not in seen:
        seen.append(table)
        table = _missing(waiting[table], waiting)[0].target.names.table
    cycle = seen[seen.index(table) :]
    return next(name for name in waiting if name in cycle)


def _missing(resource: Resource, waiting: dict[str, Resource]) -> tuple[Relation, ...]:
    return tuple(
        relation
        for relation in resource.relations
        if relation.target.names.table in waiting
        and relation.target.names.table != resource.names.table
    )


def _create_table(resource: Resource, deferred: Sequence[Relation]) -> CreateTable:
    table = resource.names.table
    return CreateTable(
        table=table,
        columns=tuple(_columns(resource)),
        primary_key=PrimaryKey(constraint_name("pk", table, (KEY,)), (KEY,)),
        foreign_keys=tuple(
            _foreign_key(resource, relation)
            for relation in resource.foreign_keys
            if relation not in deferred
        ),
        deferred=tuple(_foreign_key(resource, relation) for relation in deferred),
        uniques=() if resource.soft_delete else tuple(_uniques(resource)),
        checks=tuple(
            Check(constraint_name("ck", table, (check.name,)), sql, dialect)
            for check in resource.constraints.check
            for sql, dialect in dialects(check)
        ),
        counts=resource.counts_keys,
    )


def _columns(resource: Resource) -> Iterator[Column]:
    yield Column(KEY, _KEY_TYPES[resource.key])
    for relation in resource.foreign_keys:
        yield Column(relation.field, _KEY_TYPES[relation.target.key], relation.nullable)
    for field in resource.fields:
        yield Column(field.column_name, field.column.migration, field.nullable)
    if resource.timestamps:
        yield Column("created_at", _MOMENT)
        yield Column("updated_at", _MOMENT)
    if resource.soft_delete:
        yield Column(DELETED_COLUMN, _MOMENT, nullable=True)
        yield Column(DELETION_COLUMN, _KEY_TYPES["uuid"], nullable=True)
    if resource.versioned:
        yield Column(VERSION_COLUMN, Code("sa.Integer()", _SQLALCHEMY))


def _uniques(resource: Resource) -> Iterator[Unique]:
    table = resource.names.table
    for column in resource.unique_columns:
        yield Unique(constraint_name("uq", table, (column,)), (column,))
    for item in resource.constraints.unique:
        yield Unique(item.name or constraint_name("uq", table, item.columns), item.columns)


def _uniques_among_live(resource: Resource) -> Iterator[CreateIndex]:
    """What is unique while rows are there; no constraint can say that."""
    table = resource.names.table
    for column in resource.unique_columns:
        name = constraint_name("ix", table, (column,))
        yield CreateIndex(name, table, (column,), unique=True, where=_LIVE)
    for item in resource.constraints.unique:
        name = item.name or constraint_name("ix", table, item.columns)
        yield CreateIndex(name, table, item.columns, unique=True, where=_LIVE)


def _indexes(resource: Resource) -> Iterator[CreateIndex]:
    # A unique constraint brings an index along.
    columns = [item.field for item in resource.foreign_keys if item.index and not item.unique]
    columns += [item.column_name for item in resource.fields if item.index and not item.unique]
    table = resource.names.table
    for column in columns:
        yield CreateIndex(constraint_name("ix", table, (column,)), table, (column,))
    if resource.soft_delete:
        yield from _uniques_among_live(resource)
        name = constraint_name("ix", table, (DELETION_COLUMN,))
        yield CreateIndex(name, table, (DELETION_COLUMN,), where=_DELETED)
    for item in resource.constraints.index:
        name = item.name or constraint_name("ix", table, item.columns)
        where = _LIVE if item.unique and resource.soft_delete else ""
        yield CreateIndex(name, table, item.columns, item.unique, where)


def _foreign_key(resource: Resource, relation: Relation) -> ForeignKey:
    referred = relation.target.names.table
    return ForeignKey(
        name=constraint_name("fk", resource.names.table, (relation.field, referred)),
        columns=(relation.field,),
        referred_table=referred,
        referred_columns=(KEY,),
        on_delete=relation.on_delete,
    )


def _link(resource: Resource, link: Link) -> Iterator[Operation]:
    table, target = link.table, link.target
    ends = ((link.own, resource.names.table), (link.other, target.names.table))
    yield CreateTable(
        table=table,
        columns=(
            Column(link.own, _KEY_TYPES[resource.key]),
            Column(link.other, _KEY_TYPES[target.key]),
        ),
        primary_key=PrimaryKey(
            constraint_name("pk", table, (link.own, link.other)), (link.own, link.other)
        ),
        foreign_keys=tuple(
            ForeignKey(
                name=constraint_name("fk", table, (column, referred)),
                columns=(column,),
                referred_table=referred,
                referred_columns=(KEY,),
                on_delete="cascade",
            )
            for column, referred in ends
        ),
    )
    yield CreateIndex(constraint_name("ix", table, (link.other,)), table, (link.other,))
