"""What models.py of a feature holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.fields.literals import text_literal
from fastscaffold.generators.feature_imports import import_lines
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.model.resource import Field, KeyType, Relation, Resource

CORE_TYPES = "app.core.types"
# From this version on annotations are not evaluated where they stand.
DEFERRED_ANNOTATIONS = (3, 14)

_UUID = Import("uuid", "UUID")
_COLUMN = Import("sqlalchemy.orm", "mapped_column")
_MAPPED = Import("sqlalchemy.orm", "Mapped")

KEY_PYTHON: dict[KeyType, Code] = {
    "uuid": Code("UUID", (_UUID,)),
    "int": Code("int"),
    "bigint": Code("int"),
}
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
        bases: of the model's class.
        columns: statements of its body, relationships included.
    """

    imports: tuple[str, ...]
    enums: tuple[EnumView, ...]
    bases: str
    columns: tuple[str, ...]


def models_view(resource: Resource, package: str, python: tuple[int, int]) -> ModelsView:
    """Decide what models.py of a feature holds."""
    columns = list(_columns(resource, python))
    enums = tuple(
        EnumView(
            field.enum.class_name,
            field.alias,
            tuple((name, text_literal(value)) for name, value in field.enum.members),
        )
        for field in resource.fields
        if field.enum is not None
    )
    bases = ("TimestampMixin", "Base") if resource.timestamps else ("Base",)
    needed = [_COLUMN, _MAPPED, *(Import("app.core.database", base) for base in bases)]
    if enums:
        needed.append(Import("enum", "StrEnum"))
    return ModelsView(
        imports=import_lines(
            [*needed, *columns],
            package=package,
            own_module=f"app.features.{resource.names.feature}.models",
        ),
        enums=enums,
        bases=", ".join(bases),
        columns=tuple(column.text for column in columns),
    )


def _columns(resource: Resource, python: tuple[int, int]) -> Iterator[Code]:
    key, column = KEY_PYTHON[resource.key], _KEY_COLUMNS[resource.key]
    yield Code(
        f"id: Mapped[{key.text}] = mapped_column({column.text})", key.imports + column.imports
    )
    for relation in resource.relations:
        yield _foreign_key(relation)
    for field in resource.fields:
        yield _column(field)
    for relation in resource.relations:
        yield _relationship(resource, relation, python)


def _foreign_key(relation: Relation) -> Code:
    key = KEY_PYTHON[relation.target.key]
    action = relation.on_delete.replace("_", " ").upper()
    arguments = [f'ForeignKey("{relation.target.names.table}.id", ondelete="{action}")']
    if relation.unique:
        arguments.append("unique=True")
    elif relation.index:
        arguments.append("index=True")
    annotation = _optional(key.text, nullable=relation.nullable)
    return Code(
        f"{relation.field}: Mapped[{annotation}] = mapped_column({', '.join(arguments)})",
        (*key.imports, Import("sqlalchemy", "ForeignKey")),
    )


def _column(field: Field) -> Code:
    arguments = [field.column.model.text]
    imports = [*field.python.imports, *field.column.model.imports]
    if field.column_name != field.name:
        arguments.insert(0, f'"{field.column_name}"')
    # What a request may leave out gets its default from the schema, all else gets it here.
    if field.read_only and field.default is not None:
        arguments.append(f"default={field.default.schema.text}")
        imports += field.default.schema.imports
    if field.unique:
        arguments.append("unique=True")
    elif field.index:
        arguments.append("index=True")
    annotation = _optional(field.python.text, nullable=field.nullable)
    return Code(
        f"{field.name}: Mapped[{annotation}] = mapped_column({', '.join(arguments)})",
        tuple(imports),
    )


def _relationship(resource: Resource, relation: Relation, python: tuple[int, int]) -> Code:
    names = relation.target.names
    own = names.feature == resource.names.feature
    rivals = [item for item in resource.relations if item.target == relation.target]
    annotation = _optional(names.class_name, nullable=relation.nullable)
    arguments = ['lazy="raise"']
    if len(rivals) > 1:
        arguments.append(f"foreign_keys=[{relation.field}]")
    if own:
        arguments.append(f'remote_side="{names.class_name}.id"')
        if python < DEFERRED_ANNOTATIONS:
            annotation = f'"{annotation}"'
    return Code(
        f"{relation.name}: Mapped[{annotation}] = relationship({', '.join(arguments)})",
        (
            Import("sqlalchemy.orm", "relationship"),
            Import(f"app.features.{names.feature}.models", names.class_name),
        ),
    )


def _optional(annotation: str, *, nullable: bool) -> str:
    return f"{annotation} | None" if nullable else annotation
