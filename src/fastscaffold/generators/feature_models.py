"""What models.py of a feature holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.fields.literals import text_literal
from fastscaffold.generators.feature_ends import (
    end_columns,
    late_models,
    link_columns,
    link_views,
    model_import,
)
from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.generators.feature_keys import KEY_PYTHON
from fastscaffold.generators.feature_table import table_arguments
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.generators.feature_ends import LinkView
    from fastscaffold.model.ends import Relation
    from fastscaffold.model.resource import Default, Field, KeyType, Resource

CORE_TYPES = "app.core.types"
# From this version on annotations are not evaluated where they stand.
DEFERRED_ANNOTATIONS = (3, 14)

_COLUMN = Import("sqlalchemy.orm", "mapped_column")
_MAPPED = Import("sqlalchemy.orm", "Mapped")

_KEY_COLUMNS: dict[KeyType, Code] = {
    "uuid": Code("primary_key=True, default=uuid7", (Import(CORE_TYPES, "uuid7"),)),
    "int": Code("primary_key=True"),
    "bigint": Code(
        'BigInteger().with_variant(Integer(), "sqlite"), primary_key=True',
        (Import("sqlalchemy", "BigInteger"), Import("sqlalchemy", "Integer")),
    ),
}


@dataclass(frozen=True, slots=True)
class EnumView:
    """An enum; the values of its members are expressions."""

    class_name: str
    field: str
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ModelsView:
    """What the template of models.py sees.

    Attributes:
        late_imports: for type checkers alone: of modules that import this one.
        links: models of link tables.
        bases: of the model's class.
        arguments: of the table: constraints and indexes over several columns, and its options.
        columns: statements of its body, relationships included.
    """

    imports: tuple[str, ...]
    late_imports: tuple[str, ...]
    enums: tuple[EnumView, ...]
    links: tuple[LinkView, ...]
    bases: str
    arguments: tuple[str, ...]
    columns: tuple[str, ...]


def models_view(resource: Resource, package: str, python: tuple[int, int]) -> ModelsView:
    """Decide what models.py of a feature holds."""
    columns = list(_columns(resource, python))
    arguments = list(table_arguments(resource))
    enums = tuple(
        EnumView(
            field.enum.class_name,
            field.alias,
            tuple((name, text_literal(value)) for name, value in field.enum.members),
        )
        for field in resource.fields
        if field.enum is not None
    )
    bases = tuple(_bases(resource))
    needed = [_COLUMN, _MAPPED, *bases]
    if enums:
        needed.append(Import("enum", "StrEnum"))
    early = {model_import(item.target) for item in resource.relations if not item.deferred}
    late = [model_import(item.target) for item in resource.relations if item.deferred]
    late += [item for item in late_models(resource) if item not in early]
    links = [code for link in resource.links for code in link_columns(resource, link)]
    if late:
        needed.append(Import("typing", "TYPE_CHECKING"))
    return ModelsView(
        imports=import_lines(
            [*needed, *arguments, *links, *columns],
            package=package,
            own_module=f"app.features.{resource.names.feature}.models",
        ),
        late_imports=import_lines(late, package=package),
        enums=enums,
        links=link_views(resource),
        bases=", ".join(base.name for base in bases),
        arguments=tuple(argument.text for argument in arguments),
        columns=tuple(column.text for column in columns),
    )


def _bases(resource: Resource) -> Iterator[Import]:
    if resource.timestamps:
        yield Import("app.core.database", "TimestampMixin")
    if resource.soft_delete:
        yield Import("app.core.soft_delete", "SoftDeleteMixin")
    if resource.versioned:
        yield Import("app.core.database", "VersionMixin")
    yield Import("app.core.database", "Base")


def _columns(resource: Resource, python: tuple[int, int]) -> Iterator[Code]:
    key, column = KEY_PYTHON[resource.key], _KEY_COLUMNS[resource.key]
    yield Code(
        f"id: Mapped[{key.text}] = mapped_column({column.text})", key.imports + column.imports
    )
    for relation in resource.foreign_keys:
        yield _foreign_key(resource, relation)
    for field in resource.fields:
        yield _column(resource, field)
    for relation in resource.relations:
        yield _relationship(resource, relation, python)
    yield from end_columns(resource, quoted=python < DEFERRED_ANNOTATIONS)


def _foreign_key(resource: Resource, relation: Relation) -> Code:
    key = KEY_PYTHON[relation.target.key]
    action = relation.on_delete.replace("_", " ").upper()
    options = f'ondelete="{action}"' + (", use_alter=True" if relation.deferred else "")
    arguments = [f'ForeignKey("{relation.target.names.table}.id", {options})']
    if relation.unique and not resource.soft_delete:
        arguments.append("unique=True")
    elif relation.index and not relation.unique:
        arguments.append("index=True")
    annotation = _optional(key.text, nullable=relation.nullable)
    return Code(
        f"{relation.field}: Mapped[{annotation}] = mapped_column({', '.join(arguments)})",
        (*key.imports, Import("sqlalchemy", "ForeignKey")),
    )


def _column(resource: Resource, field: Field) -> Code:
    arguments = [field.column.model.text]
    imports = [*field.python.imports, *field.column.model.imports]
    if field.column_name != field.name:
        arguments.insert(0, f'"{field.column_name}"')
    if field.alias != field.column_name:
        # What errors of the database call it.
        arguments.append(f'info={{"alias": "{field.alias}"}}')
    # Of a request the schema fills in what is left out; this is for rows that other code makes.
    # SQLAlchemy takes None for left out, and a client may store null in a field that is nullable.
    if field.default is not None and (field.read_only or not field.nullable):
        default = _model_default(field, field.default)
        arguments.append(f"default={default.text}")
        imports += default.imports
    if field.unique and not resource.soft_delete:
        arguments.append("unique=True")
    elif field.index and not field.unique:
        arguments.append("index=True")
    annotation = _optional(field.python.text, nullable=field.nullable)
    return Code(
        f"{field.name}: Mapped[{annotation}] = mapped_column({', '.join(arguments)})",
        tuple(imports),
    )


def _model_default(field: Field, default: Default) -> Code:
    # The factory of bytes is for pydantic, which cannot write them into a schema.
    constant = default.constant if field.type_name == "bytes" else None
    return constant or default.schema


def _relationship(resource: Resource, relation: Relation, python: tuple[int, int]) -> Code:
    names = relation.target.names
    own = resource.is_at(relation.target)
    rivals = [item for item in resource.relations if item.target == relation.target]
    annotation = _optional(names.class_name, nullable=relation.nullable)
    arguments = ['lazy="raise"']
    if relation.back:
        arguments.append(f'back_populates="{relation.back}"')
    if len(rivals) > 1 or relation.mutual:
        arguments.append(f"foreign_keys=[{relation.field}]")
    if own:
        arguments.append(f'remote_side="{names.class_name}.id"')
    if (own or relation.deferred) and python < DEFERRED_ANNOTATIONS:
        annotation = f'"{annotation}"'
    return Code(
        f"{relation.name}: Mapped[{annotation}] = relationship({', '.join(arguments)})",
        (
            Import("sqlalchemy.orm", "relationship"),
            *(() if relation.deferred else (model_import(relation.target),)),
        ),
    )


def _optional(annotation: str, *, nullable: bool) -> str:
    return f"{annotation} | None" if nullable else annotation
