"""Rows that are kept when they are deleted: nobody finds them, and they can be restored.

What a foreign key does to rows that are gone, no database does to rows that are kept; this does.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Index, delete, event, inspect, select, text, true
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Mapped,
    Session,
    mapped_column,
    registry,
    with_loader_criteria,
)

from app.core.errors import MISSING_REFERENCE, ConflictError, UnprocessableError
from app.core.references import (
    Reference,
    attribute_of,
    change,
    count_losses,
    count_lost_links,
    key_of,
    owner_of_links,
    references,
    referring_to,
)
from app.core.types import UtcDateTime, uuid7

LIVE = text("deleted_at IS NULL")
DELETED = text("deleted_at IS NOT NULL")


class SoftDeleteMixin:
    """When a row was deleted, and by which deletion; both are null while it is there.

    What went together comes back together. Two deletions may have the same time, so each has an id.
    """

    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), sort_order=902)
    deletion_id: Mapped[UUID | None] = mapped_column(sort_order=903)


# For queries that load relationships: without what is deleted.
LIVE_ONLY = with_loader_criteria(
    SoftDeleteMixin, lambda model: model.deleted_at.is_(None), include_aliases=True
)


def unique_among_live(*columns: str, name: str | None = None) -> Index:
    """Let no two rows that are there share the values of some columns."""
    return Index(name, *columns, unique=True, sqlite_where=LIVE, postgresql_where=LIVE)


def index_of_deleted() -> Index:
    """Find the rows that went with a deletion, among those that are deleted, which are few."""
    return Index(None, "deletion_id", sqlite_where=DELETED, postgresql_where=DELETED)


def deleted_at(model: type[Any]) -> InstrumentedAttribute[datetime | None]:
    """When the rows of a model were deleted."""
    return attribute_of(model, "deleted_at")


def deletion_id(model: type[Any]) -> InstrumentedAttribute[UUID | None]:
    """By which deletion the rows of a model went."""
    return attribute_of(model, "deletion_id")


def is_live(model: type[Any]) -> ColumnElement[bool]:
    """The condition that a row is there; rows that are not kept always are."""
    return deleted_at(model).is_(None) if issubclass(model, SoftDeleteMixin) else true()


def went_with(model: type[Any], *deletions: UUID) -> ColumnElement[bool]:
    """The condition that a row went with one of some deletions."""
    # The index knows only what is deleted, so the condition says that it is.
    return deleted_at(model).is_not(None) & deletion_id(model).in_(deletions)


def soft_delete(session: Session, row: SoftDeleteMixin, moment: datetime) -> None:
    """Delete a row, and do to those that refer to it what their foreign keys say.

    Rows that go with it are of the same deletion; those that are not kept go for good.

    Args:
        session: of the row.
        row: locked, so that nobody begins to refer to it meanwhile.
        moment: when it is deleted.

    Raises:
        ConflictError: rows refer to it that keep it from being deleted.
    """
    deletion = uuid7()
    row.deleted_at, row.deletion_id = moment, deletion
    session.flush()
    for reference in _take_along(session, type(row), moment, deletion):
        _part(session, reference, deletion)


def restore(session: Session, row: SoftDeleteMixin) -> None:
    """Restore a row, and all that was deleted with it.

    Args:
        session: of the row.
        row: deleted, and locked.

    Raises:
        ConflictError: it refers to what is not there any more, or to what it was deleted with:
            only that brings it back.
    """
    deletion = deletion_of(session, row)
    taken_by = _taken_by(session, row, deletion)
    if taken_by is not None:
        raise ConflictError.on(taken_by.field, *MISSING_REFERENCE)
    models = list(_kept_with(type(row)))
    for reference in (item for model in models for item in referred_from(model)):
        _restore_reference(session, reference, deletion)
    row.deleted_at = row.deletion_id = None
    session.flush()
    there = {"deleted_at": None, "deletion_id": None}
    for model in models:
        change(session, model, went_with(model, deletion), there)


def deletion_of(session: Session, row: SoftDeleteMixin) -> UUID:
    """The deletion that a row went with: one of its own where SQL deleted it and gave no id."""
    if row.deletion_id is None:
        row.deletion_id = uuid7()
        session.flush()
    return row.deletion_id


def referred_from(model: type[Any]) -> tuple[Reference, ...]:
    """The foreign keys of a model that refer to rows that are kept when they are deleted."""
    return _to_kept(model.registry).get(model, ())


def _restore_reference(session: Session, reference: Reference, deletion: UUID) -> None:
    """See to it that rows which come back refer to what is there, or comes back with them.

    Raises:
        ConflictError: what they refer to was deleted by itself, and they need it.
    """
    source, target = reference.source, reference.target
    together = went_with(source, deletion)
    wanted = select(reference.column).where(together, reference.column.is_not(None))
    found = select(deleted_at(target), deletion_id(target)).where(key_of(target).in_(wanted))
    # The lock lets nobody delete them meanwhile.
    locked = session.execute(found.with_for_update(read=True)).all()
    if not any(at is not None and by != deletion for at, by in locked):
        return
    if reference.on_delete != "SET NULL":
        raise ConflictError.on(reference.field, *MISSING_REFERENCE)
    others = ~is_live(target) & deletion_id(target).is_distinct_from(deletion)
    lost = reference.column.in_(select(key_of(target)).where(others))
    change(session, source, together & lost, {reference.field: None})


def _taken_by(session: Session, row: SoftDeleteMixin, deletion: UUID) -> Reference | None:
    """The foreign key by which a row went with another; rows of a ring take each other."""
    own = (type(row), getattr(row, key_of(type(row)).key))
    seen, waiting = {own}, [own]
    taken_by = None
    while waiting:
        current = waiting.pop()
        for reference, other in _went_before(session, current, deletion):
            if other == own and current != own:
                return None
            if other not in seen:
                taken_by = taken_by or reference
                seen.add(other)
                waiting.append(other)
    return taken_by


def _went_before(
    session: Session, row: tuple[type[Any], Any], deletion: UUID
) -> Iterator[tuple[Reference, tuple[type[Any], Any]]]:
    """The rows, as model and key, that a row goes with and that went with its deletion."""
    model, key = row
    for reference in referred_from(model):
        if reference.on_delete == "CASCADE":
            target = key_of(reference.target)
            named = select(reference.column).where(key_of(model) == key)
            gone = select(target).where(target.in_(named), went_with(reference.target, deletion))
            for found in session.scalars(gone):
                yield reference, (reference.target, found)


def _to_what_went_with(reference: Reference, deletion: UUID) -> ColumnElement[bool]:
    """The condition that it refers to a row that went with a deletion."""
    gone = select(key_of(reference.target)).where(went_with(reference.target, deletion))
    refers: ColumnElement[bool] = reference.column.in_(gone)
    return refers


@cache
def _to_kept(models: registry) -> dict[type[Any], tuple[Reference, ...]]:
    """The foreign keys of each model that refer to rows that are kept."""
    found: dict[type[Any], tuple[Reference, ...]] = {}
    for item in references(models):
        if issubclass(item.target, SoftDeleteMixin):
            found[item.source] = (*found.get(item.source, ()), item)
    return found


def _kept_with(model: type[Any]) -> Iterator[type[Any]]:
    """A model, and those whose rows are kept when they go with one of it."""
    seen, waiting = {model}, [model]
    while waiting:
        yield (current := waiting.pop())
        for reference in referring_to(current):
            kept = issubclass(reference.source, SoftDeleteMixin)
            if kept and reference.on_delete == "CASCADE" and reference.source not in seen:
                seen.add(reference.source)
                waiting.append(reference.source)


def _take_along(
    session: Session, model: type[Any], moment: datetime, deletion: UUID
) -> list[Reference]:
    """Delete what goes with rows of a model, and tell which foreign keys do not take rows along.

    Which links go is not known until all is deleted.

    Args:
        session: of the deletion.
        model: of rows that went with it.
        moment: when they were deleted.
        deletion: by which.
    """
    gone = {"deleted_at": moment, "deletion_id": deletion}
    others: list[Reference] = []
    waiting = [model]
    while waiting:
        for reference in referring_to(waiting.pop()):
            if reference.is_of_links:
                continue  # Links stay with a row that is kept.
            if reference.on_delete != "CASCADE" or owner_of_links(reference) is not None:
                others.append(reference)
            elif _remove(session, reference.source, _to_what_went_with(reference, deletion), gone):
                waiting.append(reference.source)
    return others


def _part(session: Session, reference: Reference, deletion: UUID) -> None:
    """Do what a foreign key says where rows that stay refer to some that went with a deletion.

    Rows that went, too, come back with what they refer to, and with their links.

    Raises:
        ConflictError: it keeps these from being deleted.
    """
    refers = _to_what_went_with(reference, deletion)
    owner = owner_of_links(reference)
    if owner is not None and issubclass(owner.target, SoftDeleteMixin):
        refers &= ~_to_what_went_with(owner, deletion)
    if reference.on_delete == "CASCADE":
        count_lost_links(session, reference, refers)
        session.execute(delete(reference.source).where(refers))
        return
    refers &= is_live(reference.source)
    if reference.on_delete == "SET NULL":
        change(session, reference.source, refers, {reference.field: None})
    elif session.scalar(select(key_of(reference.source)).where(refers).limit(1)) is not None:
        raise ConflictError("Other resources still refer to this one.", code="referenced")


def _remove(
    session: Session, model: type[Any], where: ColumnElement[bool], gone: Mapping[str, object]
) -> bool:
    """Delete rows of a model, and tell whether some of them are kept.

    Args:
        session: of the deletion.
        model: of the rows.
        where: the condition of the rows.
        gone: what kept rows have once they are deleted.
    """
    if not issubclass(model, SoftDeleteMixin):
        count_losses(session, model, where)
        session.execute(delete(model).where(where))
        return False
    return change(session, model, where & is_live(model), gone) > 0


@event.listens_for(Session, "before_flush")
def _refuse_references_to_deleted(session: Session, *_: object) -> None:
    # A foreign key is content with a row that is kept. The lock lets nobody delete it meanwhile.
    wanted: dict[Reference, set[Any]] = {}
    rows: list[object] = [*session.new, *session.dirty]
    for row in rows:
        for reference in referred_from(type(row)):
            added = inspect(row).attrs[reference.field].history.added
            wanted.setdefault(reference, set()).update(key for key in added if key is not None)
    missing = [
        reference.field
        for reference, keys in wanted.items()
        if keys and _are_deleted(session, reference, keys)
    ]
    if missing:
        raise UnprocessableError.on_all(missing, *MISSING_REFERENCE)


def _are_deleted(session: Session, reference: Reference, keys: Iterable[Any]) -> bool:
    """Whether one of the rows is deleted. Of rows that never were the foreign key tells itself."""
    found = select(deleted_at(reference.target)).where(key_of(reference.target).in_(sorted(keys)))
    rows = session.scalars(found.order_by(key_of(reference.target)).with_for_update(read=True))
    return any(at is not None for at in rows)
