"""What models.py holds of relations that have no column of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.fields.literals import text_literal
from fastscaffold.generators.feature_keys import KEY_PYTHON
from fastscaffold.model.ends import Relation
from fastscaffold.model.names import wire_name
from fastscaffold.model.resource import Code, Import

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.model.ends import Back, Link, Target
    from fastscaffold.model.resource import KeyType, Resource

_ORM = "sqlalchemy.orm"
_RELATIONSHIP = Import(_ORM, "relationship")


@dataclass(frozen=True, slots=True)
class LinkView:
    """The model of a link table, and the keys that it gives to the model of the feature.

    Attributes:
        relation: attribute of the feature's model that leads to the other end.
        table: its name, as an expression; ``columns`` the statements of the model's body.
        field: attribute of the feature's model that holds the keys, of type ``python``.
        rows: attribute that holds the rows; ``other`` is their column of the keys.
    """

    class_name: str
    relation: str
    table: str
    columns: tuple[str, ...]
    field: str
    python: str
    rows: str
    other: str


def link_views(resource: Resource) -> tuple[LinkView, ...]:
    """The models of the link tables that a feature declares."""
    return tuple(
        LinkView(
            class_name=link.class_name,
            relation=link.name,
            table=text_literal(link.table),
            columns=tuple(code.text for code in link_columns(resource, link)),
            field=link.field,
            python=KEY_PYTHON[link.target.key].text,
            rows=link.rows,
            other=link.other,
        )
        for link in resource.links
    )


def link_columns(resource: Resource, link: Link) -> Iterator[Code]:
    """The columns of a link table: both keys are the primary key, and the second has an index.

    Clients know the second by the name of the relation.
    """
    more = f', index=True, info={{"alias": {text_literal(wire_name(link.name))}}}'
    ends: tuple[tuple[str, str, KeyType, str], ...] = (
        (link.own, resource.names.table, resource.key, ""),
        (link.other, link.target.names.table, link.target.key, more),
    )
    for name, table, key, arguments in ends:
        python = KEY_PYTHON[key]
        yield Code(
            f'{name}: Mapped[{python.text}] = mapped_column(ForeignKey("{table}.id", '
            f'ondelete="CASCADE"), primary_key=True{arguments})',
            (*python.imports, Import("sqlalchemy", "ForeignKey")),
        )


def end_columns(resource: Resource, *, quoted: bool) -> Iterator[Code]:
    """The statements of the other directions of relations, and of links.

    Args:
        resource: the feature.
        quoted: whether annotations are evaluated where they stand.
    """
    for back in resource.backs:
        yield _back(resource, back, quoted=quoted)
    for link in resource.links:
        yield from _link(resource, link, quoted=quoted)


def late_models(resource: Resource) -> Iterator[Import]:
    """Models that annotations alone name."""
    for end in resource.ends:
        if not isinstance(end, Relation) and not resource.is_at(end.target):
            yield model_import(end.target)


def model_import(target: Target) -> Import:
    """The import of a feature's model."""
    return Import(f"app.features.{target.names.feature}.models", target.names.class_name)


def _back(resource: Resource, back: Back, *, quoted: bool) -> Code:
    other = back.target.names.class_name
    annotation = f"list[{_quoted(other, quoted=quoted)}]"
    if not back.many:
        annotation = _quoted(f"{other} | None", quoted=quoted)
    arguments: list[str] = []
    if back.link is not None:
        arguments = [f"secondary={text_literal(back.link.table)}"]
        if resource.is_at(back.target):
            arguments += _joins(resource, back.link, back.link.other, back.link.own)
        arguments.append("viewonly=True")
    else:
        arguments.append(f'foreign_keys="{other}.{back.field}"')
        arguments.append(f'back_populates="{back.reverse}"')
        if back.delete_orphan:
            arguments += ['cascade="all, delete-orphan"', "passive_deletes=True"]
        else:
            arguments.append('passive_deletes="all"')
    if back.many:
        arguments.append(f'order_by="{other}.id"')
    arguments.append('lazy="raise"')
    return Code(
        f"{back.name}: Mapped[{annotation}] = relationship({', '.join(arguments)})",
        (_RELATIONSHIP,),
    )


def _link(resource: Resource, link: Link, *, quoted: bool) -> Iterator[Code]:
    names = link.target.names
    arguments = [f"secondary={text_literal(link.table)}"]
    if resource.is_at(link.target):
        arguments += _joins(resource, link, link.own, link.other)
    arguments += ["viewonly=True", f'order_by="{names.class_name}.id"', 'lazy="raise"']
    annotation = f"list[{_quoted(names.class_name, quoted=quoted)}]"
    yield Code(
        f"{link.name}: Mapped[{annotation}] = relationship({', '.join(arguments)})",
        (_RELATIONSHIP,),
    )
    # Responses always have the keys, those of embedded rows as well.
    arguments = ['cascade="all, delete-orphan"', "passive_deletes=True"]
    if resource.is_at(link.target):
        arguments.append(f"foreign_keys=[{link.class_name}.{link.own}]")
    arguments += [f"order_by={link.class_name}.{link.other}", 'lazy="selectin"']
    yield Code(
        f"{link.rows}: Mapped[list[{link.class_name}]] = relationship({', '.join(arguments)})",
        (_RELATIONSHIP,),
    )


def _joins(resource: Resource, link: Link, near: str, far: str) -> list[str]:
    own = resource.names.class_name
    return [
        f'primaryjoin="{own}.id == {link.class_name}.{near}"',
        f'secondaryjoin="{own}.id == {link.class_name}.{far}"',
    ]


def _quoted(annotation: str, *, quoted: bool) -> str:
    return f'"{annotation}"' if quoted else annotation
