"""What transactions do to each other that come at the same moment."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from sqlalchemy import delete, func, select, text

from app.core.database import Database
from app.core.errors import NotFoundError, UnprocessableError
from app.core.references import count_losses
from app.core.types import uuid7
from app.dependencies import SessionDep
from app.shared.soft_delete import SoftDeleteRepository
from tests.kept import Desk, Desks, Document, Documents, Folder, Folders, KeptBase

PATIENCE = 60
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
FOLDER, DOCUMENT = uuid7(), uuid7()


@pytest.fixture
async def database(engine_database: Database) -> AsyncGenerator[Database, None]:
    """A database in which all sessions see a folder, and a document in it."""
    if engine_database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one lock, which whoever writes holds from the first look.")
    async with engine_database.engine.begin() as connection:
        await connection.run_sync(KeptBase.metadata.create_all)
    async with engine_database.transaction() as session:
        await Folders(session).add(Folder(id=FOLDER, name="letters"))
        await Documents(session).add(Document(id=DOCUMENT, title="a", place=1, folder_id=FOLDER))
    yield engine_database
    async with engine_database.engine.begin() as connection:
        await connection.run_sync(KeptBase.metadata.drop_all)


async def begin(database: Database, rival: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Let another transaction go on until it waits for a lock, or has ended."""
    task = asyncio.create_task(rival)
    async with asyncio.timeout(PATIENCE), database.engine.connect() as connection:
        while not (task.done() or await connection.scalar(WAITING)):
            await asyncio.wait([task], timeout=0.01)
    return task


async def remove(database: Database, rows: type[SoftDeleteRepository[Any]], key: object) -> None:
    async with database.transaction() as session:
        repository = rows(session)
        await repository.delete(await session.get_one(repository.model, key))


async def restore_document(database: Database, *, is_there: bool) -> None:
    async with database.transaction() as session:
        restored = await Documents(session).restore(DOCUMENT)
    assert (restored is not None) is is_there


async def move_up(database: Database) -> None:
    async with database.transaction() as session:
        document = await Documents(session).get_locked(DOCUMENT)
        assert document is not None
        assert document.place is not None
        await Documents(session).update(document, {"place": document.place + 1})


async def put_on_desk(database: Database) -> None:
    async with database.transaction() as session:
        await Desks(session).add(Desk(folder_id=FOLDER))


async def test_who_gets_a_row_locked_sees_what_the_last_one_made_of_it(database: Database) -> None:
    async with database.transaction() as session:
        document = await Documents(session).get_locked(DOCUMENT)
        assert document is not None
        rival = await begin(database, move_up(database))
        await Documents(session).update(document, {"place": 5})
    await rival

    async with database.transaction(read_only=True) as session:
        assert await session.scalar(select(Document.place)) == 6


async def test_of_two_who_delete_a_row_the_second_does_not_find_it(database: Database) -> None:
    async with database.transaction() as session:
        await Documents(session).delete(await session.get_one(Document, DOCUMENT))
        rival = await begin(database, remove(database, Documents, DOCUMENT))

    with pytest.raises(NotFoundError):
        await rival


async def test_of_two_who_restore_a_row_the_second_finds_it_restored(database: Database) -> None:
    await remove(database, Documents, DOCUMENT)
    async with database.transaction() as session:
        assert await Documents(session).restore(DOCUMENT) is not None
        rival = await begin(database, restore_document(database, is_there=False))

    await rival


async def test_what_is_restored_goes_with_what_it_refers_to(database: Database) -> None:
    await remove(database, Documents, DOCUMENT)
    async with database.transaction() as session:
        assert await Documents(session).restore(DOCUMENT) is not None
        rival = await begin(database, remove(database, Folders, FOLDER))
    await rival

    async with database.transaction(read_only=True) as session:
        assert not await Documents(session).exists()


async def test_what_is_restored_loses_what_is_deleted_meanwhile(database: Database) -> None:
    answer = uuid7()
    async with database.transaction() as session:
        await Documents(session).add(Document(id=answer, title="b", answers_id=DOCUMENT))
    await remove(database, Documents, answer)
    async with database.transaction() as session:
        assert await Documents(session).restore(answer) is not None
        rival = await begin(database, remove(database, Documents, DOCUMENT))
    await rival

    async with database.transaction(read_only=True) as session:
        (left,) = await session.scalars(select(Document).where(Document.deleted_at.is_(None)))
        assert (left.id, left.answers_id) == (answer, None)


async def test_nobody_begins_to_refer_to_a_row_whose_losses_are_counted(
    database: Database,
) -> None:
    where = Folder.id == FOLDER
    async with database.transaction() as session:
        await session.run_sync(count_losses, Folder, where)
        rival = await begin(database, put_on_desk(database))
        await session.execute(delete(Folder).where(where))

    with pytest.raises(UnprocessableError, match="folder_id"):
        await rival


async def test_who_embeds_rows_sees_one_moment(
    app: FastAPI, client: AsyncClient, database: Database
) -> None:
    @app.get("/desks")
    async def count_twice(session: SessionDep) -> list[int | None]:
        count = select(func.count()).select_from(Desk)
        first = await session.scalar(count)
        await put_on_desk(database)
        return [first, await session.scalar(count)]

    assert (await client.get("/desks?include=folder")).json() == [0, 0]
    assert (await client.get("/desks")).json() == [1, 2]
