"""Transactions and constraints, with sessions of their own as in production."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import select, text

from app.config import Settings
from app.core.database import Database
from app.core.errors import ConflictError, NotFoundError
from app.dependencies import SessionDep
from app.main import create_app, lifespan
from tests.shelf import Author, Book, ShelfBase


@pytest.fixture
async def shelf_database(engine_database: Database) -> AsyncGenerator[Database, None]:
    """A database in which the tables of the tests are there for everybody."""
    async with engine_database.engine.begin() as connection:
        await connection.run_sync(ShelfBase.metadata.create_all)
    yield engine_database
    async with engine_database.engine.begin() as connection:
        await connection.run_sync(ShelfBase.metadata.drop_all)


@pytest.fixture
async def client(settings: Settings, shelf_database: Database) -> AsyncGenerator[AsyncClient, None]:
    """A client of an application that commits."""
    app = create_app(settings)
    app.state.database = shelf_database

    @app.post("/authors/{name}", status_code=201)
    async def create(name: str, session: SessionDep) -> None:
        session.add(Author(name=name))

    @app.post("/failures")
    async def fail(session: SessionDep) -> None:
        session.add(Author(name="lost"))
        await session.flush()
        raise NotFoundError("Something else is missing.")

    @app.post("/books/{title}", status_code=201)
    async def create_book(title: str, session: SessionDep) -> None:
        session.add(Book(title=title, year=2000))

    transport = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def names(database: Database) -> list[str]:
    async with database.transaction(read_only=True) as session:
        return list(await session.scalars(select(Author.name)))


async def test_a_request_commits(client: AsyncClient, shelf_database: Database) -> None:
    await client.post("/authors/Ann")

    assert await names(shelf_database) == ["Ann"]


async def test_a_request_that_fails_changes_nothing(
    client: AsyncClient, shelf_database: Database
) -> None:
    response = await client.post("/failures")

    assert response.status_code == 404
    assert await names(shelf_database) == []


async def test_a_commit_that_fails_is_an_error(client: AsyncClient) -> None:
    await client.post("/books/twice")
    response = await client.post("/books/twice")

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "conflict"


async def test_of_requests_that_race_for_a_value_one_wins(client: AsyncClient) -> None:
    responses = await asyncio.gather(*(client.post("/books/same") for _ in range(8)))

    assert sorted(response.status_code for response in responses) == [201] + [409] * 7


async def test_a_constraint_means_the_same_outside_of_requests(shelf_database: Database) -> None:
    async with shelf_database.transaction() as session:
        session.add(Book(title="a", isbn="1", year=2000))

    with pytest.raises(ConflictError):
        async with shelf_database.transaction() as session:
            session.add(Book(title="a", isbn="1", year=2000))


async def test_foreign_keys_are_enforced(shelf_database: Database) -> None:
    async with shelf_database.transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert await session.scalar(text("PRAGMA foreign_keys")) == 1


async def test_the_application_lets_its_connections_go(settings: Settings) -> None:
    app = create_app(settings)
    database: Database = app.state.database
    async with lifespan(app):
        async with database.transaction(read_only=True) as session:
            await session.execute(select(1))
        pool = database.engine.pool

    assert database.engine.pool is not pool
