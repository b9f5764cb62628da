"""Rows that are kept when they are deleted, and go for good once that is long ago."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, bindparam, delete, func, select, true, update
from sqlalchemy.orm import Session, aliased, registry

from app.core.database import Database
from app.core.references import Reference, attribute_of, change, key_of, references
from app.core.soft_delete import (
    SoftDeleteMixin,
    deleted_at,
    deletion_id,
    went_with,
)
from app.core.types import uuid7

# Deletions that go in one transaction, so that nobody waits long for a lock.
BATCH = 500
# Ids of deletions sort by the time at which they were made; this one comes before all.
FIRST = UUID(int=0)
# Parameters. SQLAlchemy wants the names of columns for itself; no attribute begins with a digit.
KEY, DELETION = "1_key", "2_deletion"


@dataclass(frozen=True, slots=True)
class Purged:
    """What became of the rows of a table that were deleted before some moment.

    Attributes:
        left: how many are there still, since other rows refer to them.
    """

    table: str
    deleted: int
    left: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How rows go that are kept.

    Attributes:
        models: of these rows; those that refer to others come before them.
        holding: foreign keys by which a row that stays lets none of these rows go.
        circular: those within a model or against this order that may be null, as they have to be
            before the rows can go.
    """

    models: Sequence[type[Any]]
    holding: Sequence[Reference]
    circular: Sequence[Reference]


async def purge(database: Database, models: registry, before: datetime) -> list[Purged]:
    """Delete for good what was deleted before a moment, batch by batch.

    All that went with one deletion goes together, or is left where rows that stay refer to any of
    it. What becomes of rows that are not kept and refer to it, their foreign keys say.
    """
    plan = _plan(models)
    gone, last = Counter[type[Any]](), FIRST
    for model in plan.models:
        completed = True
        while completed:
            async with database.transaction() as session:
                completed = await session.run_sync(_complete, model, before)
    while True:
        async with database.transaction() as session:
            deletions = await session.run_sync(_next, plan, before, last)
            if not deletions:
                break
            gone.update(await session.run_sync(_purge, plan, deletions))
        last = deletions[-1]
    async with database.transaction(read_only=True) as session:
        left = await session.run_sync(_count, plan, before)
    return [Purged(model.__tablename__, gone[model], left[model]) for model in plan.models]


def _plan(models: registry) -> Plan:
    every: list[type[Any]] = [mapper.class_ for mapper in models.mappers]
    every.sort(key=lambda model: model.__tablename__)
    waiting = [model for model in every if issubclass(model, SoftDeleteMixin)]
    holding = [each for each in references(models) if each.target in waiting and _holds(each)]
    ordered: list[type[Any]] = []
    while waiting:
        ordered.append(_first(waiting, holding))
        waiting.remove(ordered[-1])
    circular = [
        each
        for each in holding
        if each.source in ordered[ordered.index(each.target) :] and each.is_nullable
    ]
    return Plan(ordered, holding, circular)


def _holds(reference: Reference) -> bool:
    """Whether what it refers to stays as long as the row that refers to it."""
    if reference.on_delete == "CASCADE":
        return issubclass(reference.source, SoftDeleteMixin)
    return reference.on_delete != "SET NULL"


def _first(models: Sequence[type[Any]], holding: Sequence[Reference]) -> type[Any]:
    """The model that no other one refers to."""
    # In a circle somebody refers to nothing at first, so one of its foreign keys may be null.
    required = [each for each in holding if not each.is_nullable]
    return next(
        model
        for binding in (holding, required, ())
        for model in models
        if not any(_comes_first(each, model, models) for each in binding)
    )


def _comes_first(reference: Reference, model: type[Any], models: Sequence[type[Any]]) -> bool:
    """Whether one of some models refers to another one of them."""
    source = reference.source
    return reference.target is model and source is not model and source in models


def _complete(session: Session, model: type[Any], before: datetime) -> bool:
    """Let a batch of rows that SQL deleted past the application be of deletions, and tell if any.

    Each is of one of its own.
    """
    key = key_of(model)
    of_none = (deleted_at(model) < before) & deletion_id(model).is_(None)
    keys = session.scalars(select(key).where(of_none).limit(BATCH)).all()
    if keys:
        # Somebody may have restored one since.
        is_row = (key == bindparam(KEY)) & of_none
        given = update(model).where(is_row).values(deletion_id=bindparam(DELETION))
        rows = [{KEY: each, DELETION: uuid7()} for each in keys]
        session.connection().execute(given, rows)
    return bool(keys)


def _next(session: Session, plan: Plan, before: datetime, last: UUID) -> list[UUID]:
    """The deletions of a batch, which come after the last one of the batch before."""
    found: set[UUID] = set()
    for model in plan.models:
        each = deletion_id(model)
        due = select(each).where(deleted_at(model) < before, each > last)
        batch = session.scalars(due.distinct().order_by(each).limit(BATCH))
        found.update(deletion for deletion in batch if deletion is not None)
    return sorted(found)[:BATCH]


def _purge(session: Session, plan: Plan, deletions: Collection[UUID]) -> dict[type[Any], int]:
    """Delete what went with some deletions, and tell how many rows of each model."""
    going = set(deletions)
    while held := _held(session, plan, going):
        going -= held
    for reference in plan.circular:
        where = went_with(reference.source, *going) & reference.column.is_not(None)
        change(session, reference.source, where, {reference.field: None})
    gone: dict[type[Any], int] = {}
    for model in plan.models:
        deleted = session.execute(delete(model).where(went_with(model, *going)))
        gone[model] = cast("CursorResult[Any]", deleted).rowcount
    return gone


def _held(session: Session, plan: Plan, going: Collection[UUID]) -> set[UUID]:
    """Those of some deletions that took a row which one that stays refers to."""
    held: set[UUID] = set()
    for reference in plan.holding:
        by = aliased(reference.source)
        refers = attribute_of(by, reference.field) == key_of(reference.target)
        of_gone = went_with(reference.target, *going)
        found = select(deletion_id(reference.target)).join(by, refers).where(of_gone).distinct()
        if issubclass(reference.source, SoftDeleteMixin):
            found = found.where(went_with(by, *going).is_not(true()))
        held.update(deletion for deletion in session.scalars(found) if deletion is not None)
    return held


def _count(session: Session, plan: Plan, before: datetime) -> dict[type[Any], int]:
    """How many rows of each model were deleted before a moment, and are there still."""
    return {
        model: session.scalar(select(func.count()).where(deleted_at(model) < before)) or 0
        for model in plan.models
    }
