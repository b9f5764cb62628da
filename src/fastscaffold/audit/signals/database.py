"""The database: whether it is awaited through an ORM, and whether its schema is migrated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.migrations import creations, migration_tool, migrations
from fastscaffold.audit.facts.databases.shared_sessions import shared_databases
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.verdicts import (
    Judgement,
    met,
    not_applicable,
    not_met,
    partial,
    some,
    unknown,
)

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

_ELSEWHERE = "another package opens the database"


def judge(facts: Facts) -> Judgement:
    """Met by an ORM that awaits, and at least one migration.

    Documents have a shape, too, and old ones are migrated by nobody: they are half of it.
    """
    found = facts.stores
    if not found.any:
        elsewhere = some(shared_databases(facts), 1)
        return unknown(*elsewhere, because=_ELSEWHERE) if elsewhere else not_applicable()
    evidence = some(found.async_orm or found.others, 2)
    if not found.needs_migrations:
        return _documents(facts, evidence)
    made = migrations(facts)
    if found.async_orm and made:
        return met(*evidence, made[0])
    if found.async_orm or made:
        return partial(*evidence, *(some(made, 1) or _without(facts)))
    return _half(found.awaits and migration_tool(facts) is not None, (*evidence, *_without(facts)))


def _documents(facts: Facts, evidence: tuple[Place, ...]) -> Judgement:
    made = migrations(facts)
    if facts.stores.async_orm and made:
        return met(*evidence, made[0])
    return _half(bool(facts.stores.async_orm) or facts.stores.awaits, evidence)


def _half(is_half: bool, evidence: tuple[Place, ...]) -> Judgement:  # noqa: FBT001
    return partial(*evidence) if is_half else not_met(*evidence)


def _without(facts: Facts) -> tuple[Place, ...]:
    tool = migration_tool(facts)
    unused = [Place(tool.path, tool.line, "no migration yet")] if tool else []
    return some([*unused, *creations(facts)], 2)
