"""What a transaction gives rise to waits for its commit."""

from collections.abc import Sequence

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from app.core.after_commit import AfterCommit
from app.core.database import Database


@pytest.fixture
def delivered() -> list[str]:
    """What was handed on."""
    return []


@pytest.fixture
def waiting(session: AsyncSession, delivered: list[str]) -> AfterCommit[str]:
    async def deliver(items: Sequence[str]) -> None:
        delivered.extend(items)

    return AfterCommit[str](session, deliver)


async def test_is_handed_on_once(
    session: AsyncSession, waiting: AfterCommit[str], delivered: list[str]
) -> None:
    waiting.add("a")
    async with session.begin_nested():
        waiting.add("b")
    assert delivered == []

    await session.commit()
    await session.connection()
    await session.commit()

    assert delivered == ["a", "b"]


async def test_a_rollback_forgets_it(
    session: AsyncSession, waiting: AfterCommit[str], delivered: list[str]
) -> None:
    waiting.add("a")
    await session.connection()
    await session.rollback()
    await session.commit()

    assert delivered == []


async def test_a_savepoint_takes_back_only_its_own(
    session: AsyncSession, waiting: AfterCommit[str], delivered: list[str]
) -> None:
    waiting.add("a")
    savepoint = await session.begin_nested()
    async with session.begin_nested():
        waiting.add("b")
    await savepoint.rollback()

    await session.commit()

    assert delivered == ["a"]


async def test_a_connection_is_given_back_before_anything_is_handed_on(
    engine_database: Database,
) -> None:
    taken: list[int] = []
    pool = engine_database.engine.pool
    assert isinstance(pool, QueuePool)

    async def deliver(_: Sequence[str]) -> None:
        taken.append(pool.checkedout())

    async with engine_database.sessions() as session:
        before = pool.checkedout()
        waiting = AfterCommit[str](session, deliver)
        waiting.add("a")
        await session.connection()
        assert pool.checkedout() == before + 1
        await session.commit()

    assert taken == [before]


async def test_what_is_first_is_handed_on_first(
    session: AsyncSession, waiting: AfterCommit[str], delivered: list[str]
) -> None:
    async def deliver(items: Sequence[str]) -> None:
        delivered.extend(items)

    first = AfterCommit[str](session, deliver, first=True)
    waiting.add("b")
    first.add("a")
    assert first.waits

    await session.connection()
    await session.commit()

    assert delivered == ["a", "b"]
    assert not first.waits


async def test_readers_commit_for_nothing_else_where_each_statement_is_its_own(
    engine_database: Database,
) -> None:
    seen: list[str] = []

    async def deliver(items: Sequence[str]) -> None:
        seen.extend(items)

    def note_commit(_: Session) -> None:
        seen.append("commit")

    async with engine_database.transaction(read_only=True) as session:
        event.listen(session.sync_session, "before_commit", note_commit)
        await session.execute(select(1))
    alone = engine_database.engine.dialect.name == "postgresql"
    assert seen == ([] if alone else ["commit"])

    seen.clear()
    async with engine_database.transaction(read_only=True) as session:
        event.listen(session.sync_session, "before_commit", note_commit)
        AfterCommit[str](session, deliver).add("told")
        await session.execute(select(1))
    assert seen == ["commit", "told"]
