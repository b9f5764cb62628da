"""Fields and foreign keys of a feature as its schemas see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.generators.feature_keys import KEY_PYTHON
from fastscaffold.model.names import wire_name
from fastscaffold.model.reserved import TIMESTAMP_COLUMNS
from fastscaffold.model.resource import Code, Default, Import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.model.resource import Field, KeyType, Resource

SHARED = "app.shared.schemas"

KEY_INPUT: dict[KeyType, Code] = {
    "uuid": KEY_PYTHON["uuid"],
    "int": Code("Int32", (Import(SHARED, "Int32"),)),
    "bigint": Code("Int64", (Import(SHARED, "Int64"),)),
}
_KEY_CRITERION: dict[KeyType, Code] = {
    "uuid": KEY_PYTHON["uuid"],
    "int": Code("QueryInt32", (Import(SHARED, "QueryInt32"),)),
    "bigint": Code("QueryInt64", (Import(SHARED, "QueryInt64"),)),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A field or a foreign key, as schemas see it; attributes as in ``Field``.

    Attributes:
        relation: whether it is a foreign key.
        own: whether it is a column that every feature has.
        examples: of values in JSON, for the documentation.
    """

    name: str
    alias: str
    annotation: Code
    output: Code
    criterion: Code
    nullable: bool
    unique: bool
    immutable: bool
    read_only: bool
    ranged: bool
    default: Default | None
    description: str
    relation: bool = False
    own: bool = False
    secret: bool = False
    examples: tuple[Code, ...] = ()

    @property
    def required(self) -> bool:
        """Whether a create request must carry it."""
        return not (self.read_only or self.nullable or self.default is not None)

    @property
    def updatable(self) -> bool:
        """Whether an update request may carry it."""
        return not (self.read_only or self.immutable)


def members(resource: Resource) -> tuple[Member, ...]:
    """Give foreign keys and fields in the order in which schemas list them."""
    return (*_foreign_keys(resource), *map(_member, resource.fields), *_linked_keys(resource))


def listed_members(resource: Resource) -> dict[str, Member]:
    """Give everything that lists can be filtered and sorted by, by name."""
    found = {item.name: item for item in members(resource)}
    key = KEY_PYTHON[resource.key]
    found["id"] = _own_column("id", key, _KEY_CRITERION[resource.key], ranged=False)
    if resource.timestamps:
        moment = Code("UtcDatetime", (Import(SHARED, "UtcDatetime"),))
        for name in TIMESTAMP_COLUMNS:
            found[name] = _own_column(name, moment, moment, ranged=True)
    return found


def _own_column(name: str, python: Code, criterion: Code, *, ranged: bool) -> Member:
    return Member(
        name=name,
        alias=name,
        annotation=python,
        output=python,
        criterion=criterion,
        nullable=False,
        unique=False,
        immutable=True,
        read_only=True,
        ranged=ranged,
        default=None,
        description="",
        own=True,
    )


def _member(field: Field) -> Member:
    return Member(
        name=field.name,
        alias=field.alias,
        annotation=field.annotation,
        output=field.output,
        criterion=field.criterion or field.annotation,
        nullable=field.nullable,
        unique=field.unique,
        immutable=field.immutable,
        read_only=field.read_only,
        ranged=field.ranged,
        default=field.default,
        description=field.description,
        secret=field.secret,
        examples=tuple(sample.json for sample in field.samples[: field.examples]),
    )


def _foreign_keys(resource: Resource) -> Iterator[Member]:
    for relation in resource.foreign_keys:
        key = relation.target.key
        yield Member(
            name=relation.field,
            alias=relation.field,
            annotation=KEY_INPUT[key],
            output=KEY_PYTHON[key],
            criterion=_KEY_CRITERION[key],
            nullable=relation.nullable,
            unique=relation.unique,
            immutable=relation.immutable,
            read_only=relation.read_only,
            ranged=False,
            default=None,
            description=relation.description,
            relation=True,
        )


def _linked_keys(resource: Resource) -> Iterator[Member]:
    for link in resource.links:
        key, output = KEY_INPUT[link.target.key], KEY_PYTHON[link.target.key]
        keys = Code(f"LinkedKeys[{key.text}]", (*key.imports, Import(SHARED, "LinkedKeys")))
        yield Member(
            name=link.field,
            alias=wire_name(link.name),
            annotation=keys,
            output=Code(f"list[{output.text}]", output.imports),
            criterion=keys,
            nullable=False,
            unique=False,
            immutable=False,
            read_only=False,
            ranged=False,
            default=Default(Code("list"), factory=True),
            description=link.description,
            relation=True,
        )


def unique_inputs(resource: Resource) -> list[Member]:
    """What clients send that no two rows share, by itself or together with others."""
    together = {name for item in resource.constraints.together for name in item.members}
    return [
        item
        for item in members(resource)
        if (item.unique or item.name in together) and not item.read_only
    ]
