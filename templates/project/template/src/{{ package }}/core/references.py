"""Foreign keys between models, and the versions of rows that lose what theirs refer to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Select, inspect, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapper, Session, registry


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: ``field`` of the model ``source`` refers to the model ``target``."""

    source: type[Any]
    field: str
    target: type[Any]
    on_delete: str

    @property
    def column(self) -> InstrumentedAttribute[Any]:
        """The foreign key, for queries."""
        return attribute_of(self.source, self.field)

    @property
    def is_nullable(self) -> bool:
        """Whether it may refer to nothing."""
        mapper: Mapper[Any] = inspect(self.source)
        return bool(mapper.columns[self.field].nullable)

    @property
    def is_of_links(self) -> bool:
        """Whether it is the first key of a link table, which is that of the row that has them."""
        mapper: Mapper[Any] = inspect(self.source)
        first, *others = mapper.primary_key
        return bool(others) and mapper.get_property_by_column(first).key == self.field


def attribute_of(model: type[Any], name: str) -> InstrumentedAttribute[Any]:
    """An attribute of a model, for queries."""
    attribute: InstrumentedAttribute[Any] = getattr(model, name)
    return attribute


def key_of(model: type[Any]) -> InstrumentedAttribute[Any]:
    """The primary key of a model."""
    mapper: Mapper[Any] = inspect(model)
    return attribute_of(model, mapper.get_property_by_column(mapper.primary_key[0]).key)


@cache
def references(models: registry) -> tuple[Reference, ...]:
    """All foreign keys between the models of a registry."""
    by_table = {mapper.local_table: mapper for mapper in models.mappers}
    return tuple(
        Reference(
            mapper.class_,
            mapper.get_property_by_column(key.parent).key,
            by_table[key.column.table].class_,
            key.ondelete or "",
        )
        for table, mapper in by_table.items()
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.key)
        if key.column.table in by_table
    )


def referring_to(model: type[Any]) -> tuple[Reference, ...]:
    """The foreign keys that refer to a model."""
    return tuple(item for item in references(model.registry) if item.target is model)


def version_of(model: type[Any]) -> InstrumentedAttribute[Any] | None:
    """The version of the rows of a model, where they have one."""
    mapper: Mapper[Any] = inspect(model)
    column = mapper.version_id_col
    if column is None:
        return None
    return attribute_of(model, mapper.get_property_by_column(column).key)


def change(
    session: Session, model: type[Any], where: ColumnElement[bool], values: Mapping[str, object]
) -> int:
    """Change rows of a model, versions included, and tell how many."""
    version = version_of(model)
    if version is not None:
        values = {**values, version.key: version + 1}
    changed = session.execute(update(model).where(where).values(values))
    return cast("CursorResult[Any]", changed).rowcount


def count_losses(session: Session, model: type[Any], where: ColumnElement[bool]) -> None:
    """Let rows have another version that lose a reference to deleted rows, or a link with them.

    Args:
        session: within whose transaction the rows are deleted next, for good. What becomes of
            others, the database sees to.
        model: of the rows.
        where: the condition of the rows.
    """
    losers = [
        (loser, lost & ~where if loser is model else lost)
        for loser, lost in _losing(model, _with_descendants(model, where))
        if version_of(loser) is not None
    ]
    if losers:
        # The lock lets nobody begin to refer to them meanwhile.
        session.execute(select(key_of(model)).where(where).with_for_update())
    for loser, lost in losers:
        change(session, loser, lost, {})


def count_lost_links(session: Session, reference: Reference, links: ColumnElement[bool]) -> None:
    """Let rows have another version that lose links.

    Args:
        session: within whose transaction the links go.
        reference: of a link table, or of another one, which is left alone.
        links: the condition of the links.
    """
    for owner, where in _owners(reference, links):
        if version_of(owner) is not None:
            change(session, owner, where, {})


def owner_of_links(reference: Reference) -> Reference | None:
    """The first key of the link table that a foreign key is another key of, if it is of one."""
    others = (
        other
        for other in references(reference.source.registry)
        if other.source is reference.source and other.is_of_links and other != reference
    )
    return next(others, None)


def _losing(
    model: type[Any], gone: Select[Any], *above: type[Any]
) -> Iterator[tuple[type[Any], ColumnElement[bool]]]:
    """Models, and which of their rows lose something when rows of a model are deleted.

    Args:
        model: of the deleted rows.
        gone: their keys.
        above: models whose rows took these with them.
    """
    for reference in referring_to(model):
        lost: ColumnElement[bool] = reference.column.in_(gone)
        if reference.on_delete == "SET NULL":
            yield reference.source, lost
        elif reference.on_delete == "CASCADE" and reference.source not in {*above, model}:
            yield from _owners(reference, lost)
            below = _with_descendants(reference.source, lost)
            yield from _losing(reference.source, below, *above, model)


def _owners(
    reference: Reference, links: ColumnElement[bool]
) -> Iterator[tuple[type[Any], ColumnElement[bool]]]:
    """The model whose rows have links, and which of them have some that meet a condition."""
    owner = owner_of_links(reference)
    if owner is not None:
        yield owner.target, key_of(owner.target).in_(select(owner.column).where(links))


def _with_descendants(model: type[Any], where: ColumnElement[bool]) -> Select[Any]:
    """The keys of rows that meet a condition, and of those of the same model that go with them."""
    key = key_of(model)
    found = select(key.label("key")).where(where)
    parents = [
        item.column
        for item in referring_to(model)
        if item.source is model and item.on_delete == "CASCADE"
    ]
    if not parents:
        return found
    tree = found.cte(recursive=True)
    return select(tree.union(select(key).where(or_(*(it == tree.c.key for it in parents)))).c.key)
