"""The tables that generated models declare, built from a resource without any template.

The stand-ins for the project's own column types emit the DDL that those types emit.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from support.alembic_runs import NAMING

from fastscaffold.model.rules import dialects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fastscaffold.model.ends import Relation
    from fastscaffold.model.resource import Field, Resource


class ExactDecimal(sa.types.TypeDecorator):
    impl = sa.Numeric
    cache_ok = True

    def __init__(self, precision, scale):
        super().__init__(precision=precision, scale=scale)

    def load_dialect_impl(self, dialect):
        return sa.BigInteger() if dialect.name == "sqlite" else self.impl_instance


class UtcDateTime(sa.types.TypeDecorator):
    impl = sa.DateTime(timezone=True)
    cache_ok = True


def checked_enum(enum, *, name):
    return sa.Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=64,
        values_callable=lambda members: [member.value for member in members],
    )


KEYS = {
    "uuid": sa.Uuid(),
    "int": sa.Integer(),
    "bigint": sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
}
PROJECT_TYPES = {
    "ExactDecimal": ExactDecimal,
    "UtcDateTime": UtcDateTime,
    "checked_enum": checked_enum,
    "JSONVariant": sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"),
}


def metadata_of(resources: Iterable[Resource]) -> sa.MetaData:
    metadata = sa.MetaData(naming_convention=NAMING)
    for resource in resources:
        moments = ("created_at", "updated_at") if resource.timestamps else ()
        sa.Table(
            resource.names.table,
            metadata,
            sa.Column("id", KEYS[resource.key], primary_key=True),
            *(_reference(relation) for relation in resource.relations),
            *(_column(field) for field in resource.fields),
            *(sa.Column(name, UtcDateTime(), nullable=False) for name in moments),
            *_constraints(resource),
        )
    return metadata


def _constraints(resource: Resource) -> Iterable[sa.schema.SchemaItem]:
    for item in resource.constraints.unique:
        yield sa.UniqueConstraint(*item.columns, name=item.name or None)
    for item in resource.constraints.index:
        yield sa.Index(item.name or None, *item.columns, unique=item.unique)
    for check in resource.constraints.check:
        for sql, dialect in dialects(check):
            constraint = sa.CheckConstraint(sql, name=check.name)
            yield constraint.ddl_if(dialect=dialect) if dialect else constraint


def _column(field: Field) -> sa.Column:
    return sa.Column(
        field.column_name,
        model_type(field),
        nullable=field.nullable,
        unique=field.unique or None,
        index=(field.index and not field.unique) or None,
    )


def _reference(relation: Relation) -> sa.Column:
    key = sa.ForeignKey(
        f"{relation.target.names.table}.id",
        use_alter=relation.deferred,
        ondelete=relation.on_delete.replace("_", " ").upper(),
    )
    return sa.Column(
        relation.field,
        KEYS[relation.target.key],
        key,
        nullable=relation.nullable,
        unique=relation.unique or None,
        index=(relation.index and not relation.unique) or None,
    )


def model_type(field: Field) -> object:
    """The type as the model writes it, evaluated."""
    names = {**vars(sa), **PROJECT_TYPES}
    if field.enum is not None:
        names[field.enum.class_name] = StrEnum(field.enum.class_name, field.enum.members)
    return eval(field.column.model.text, names)
