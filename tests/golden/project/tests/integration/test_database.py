"""Transactions and constraints, with sessions of their own as in production."""

import asyncio
import traceback
from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import pytest
from fastapi import Depends, FastAPI
from httpx2 import ASGITransport, AsyncClient
from psycopg import errors
from pydantic import SecretStr
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from app.config import ConfigurationError, Settings
from app.core.database import Database, open_database
from app.core.errors import (
    ConflictError,
    NotFoundError,
    UnavailableError,
    UnprocessableError,
)
from app.core.types import uuid7
from app.dependencies import SessionDep, read_snapshot
from app.main import create_app, lifespan
from app.shared.filters import search
from tests.shelf import Author, Book, Loan, ShelfBase

LIMITS = {
    "database_lock_timeout": 1,
    "database_statement_timeout": 2,
    "database_idle_timeout": 1,
}


@pytest.fixture
async def shelf_database(engine_database: Database) -> AsyncGenerator[Database, None]:
    """A database in which the tables of the tests are there for everybody."""
    async with engine_database.engine.begin() as connection:
        await connection.run_sync(ShelfBase.metadata.create_all)
    yield engine_database
    async with engine_database.engine.begin() as connection:
        await connection.run_sync(ShelfBase.metadata.drop_all)


@pytest.fixture
def app(app: FastAPI, shelf_database: Database) -> FastAPI:
    """The application, which commits, with endpoints that write."""
    app.state.database = shelf_database

    @app.post("/authors/{name}", status_code=201)
    async def create(name: str, session: SessionDep) -> None:
        session.add(Author(name=name))

    @app.post("/failures")
    async def fail(session: SessionDep) -> None:
        session.add(Author(name="lost"))
        await session.flush()
        raise NotFoundError("Something else is missing.")

    @app.post("/years/{year}")
    async def create_of_year(year: int, session: SessionDep) -> None:
        session.add(Book(title="any", year=year))

    @app.post("/books/{title}", status_code=201)
    async def create_book(title: str, session: SessionDep) -> None:
        session.add(Book(title=title, year=2000))

    @app.post("/loans/{book_id}", status_code=201)
    async def lend(book_id: UUID, session: SessionDep) -> None:
        session.add_all([Loan(book_id=book_id), Author(name="lent to")])

    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncGenerator[AsyncClient, None]:
    """A client of the application."""
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as client:
        yield client


async def names(database: Database) -> list[str]:
    async with database.transaction(read_only=True) as session:
        return list(await session.scalars(select(Author.name)))


async def test_a_request_commits(client: AsyncClient, shelf_database: Database) -> None:
    await client.post("/authors/Ann")

    assert await names(shelf_database) == ["Ann"]


async def test_who_is_answered_finds_what_was_stored(
    app: FastAPI, shelf_database: Database
) -> None:
    found: list[str] = []

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def watched_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                found.extend(await names(shelf_database))
            await send(message)

        await app(scope, receive, watched_send)

    async with AsyncClient(transport=ASGITransport(app=watched), base_url="http://test") as client:
        assert (await client.post("/authors/Ann")).status_code == 201

    assert found == ["Ann"]


async def test_a_request_that_fails_changes_nothing(
    client: AsyncClient, shelf_database: Database
) -> None:
    response = await client.post("/failures")

    assert response.status_code == 404
    assert await names(shelf_database) == []


async def test_a_request_that_fails_changes_nothing_after_one_that_read(
    client: AsyncClient, shelf_database: Database
) -> None:
    assert await names(shelf_database) == []

    await client.post("/failures")

    assert await names(shelf_database) == []


async def test_a_commit_that_fails_is_an_error(client: AsyncClient) -> None:
    await client.post("/books/twice")
    response = await client.post("/books/twice")

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "conflict"


async def test_of_a_commit_that_fails_nothing_is_stored(
    client: AsyncClient, shelf_database: Database
) -> None:
    response = await client.post(f"/loans/{uuid7()}")

    assert response.status_code == 422
    assert await names(shelf_database) == []
    assert (await client.post("/authors/Ann")).status_code == 201
    assert await names(shelf_database) == ["Ann"]


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
    with pytest.raises(UnprocessableError):
        async with shelf_database.transaction() as session:
            session.add(Book(title="a", year=2000, author_id=uuid7()))


async def test_who_reads_before_writing_waits_for_others(shelf_database: Database) -> None:
    async def write(number: int) -> None:
        async with shelf_database.transaction() as session:
            await session.scalar(select(func.count()).select_from(Author))
            await asyncio.sleep(0.01)
            session.add(Author(name=str(number)))

    await asyncio.gather(*(write(number) for number in range(4)))

    assert sorted(await names(shelf_database)) == ["0", "1", "2", "3"]


async def test_a_request_may_see_one_moment(
    app: FastAPI, client: AsyncClient, shelf_database: Database
) -> None:
    @app.get("/counts", dependencies=[Depends(read_snapshot)])
    async def count(session: SessionDep) -> list[int | None]:
        counts = [await session.scalar(select(func.count()).select_from(Author))]
        async with shelf_database.transaction() as another:
            another.add(Author(name="new"))
        return [*counts, await session.scalar(select(func.count()).select_from(Author))]

    assert (await client.get("/counts")).json() == [0, 0]
    assert await names(shelf_database) == ["new"]


async def test_a_request_that_is_not_valid_waits_for_nobody(
    client: AsyncClient, shelf_database: Database
) -> None:
    async with asyncio.timeout(60), shelf_database.transaction() as session:
        session.add(Author(name="at work"))
        await session.flush()
        response = await client.post("/years/none")

    assert response.status_code == 422


async def test_who_reads_cannot_store(shelf_database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with shelf_database.transaction(read_only=True) as session:
            session.add(Author(name="lost"))
    with pytest.raises(RuntimeError):
        async with shelf_database.transaction(read_only=True) as session:
            await session.execute(insert(Author).values(name="lost"))

    assert await names(shelf_database) == []


async def test_who_asks_for_an_isolation_level_gets_it(shelf_database: Database) -> None:
    async with shelf_database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(insert(Author).values(name="kept"))
            await connection.rollback()
            assert await names(shelf_database) == ["kept"]


async def test_errors_do_not_hold_what_was_sent(shelf_database: Database) -> None:
    async with shelf_database.sessions() as session:
        with pytest.raises(DBAPIError) as caught:
            await session.execute(text("SELECT :word FROM nowhere"), {"word": "a secret"})

    assert "a secret" not in str(caught.value)


PRIVATE = "Ann Private"
COPY = "INSERT INTO shelf_books SELECT gen_random_uuid(), title, isbn, year FROM shelf_books"


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        (COPY, ConflictError),
        ("UPDATE shelf_books SET year = 0", UnprocessableError),
        ("SELECT CAST(title AS int) FROM shelf_books", DBAPIError),
    ],
    ids=["unique", "check", "cast"],
)
async def test_errors_do_not_hold_what_is_stored(
    shelf_database: Database, statement: str, error: type[Exception]
) -> None:
    if shelf_database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite tells no more than what is broken.")
    async with shelf_database.transaction() as session:
        session.add(Book(title=PRIVATE, year=2000))

    with pytest.raises(error) as caught:
        async with shelf_database.transaction() as session:
            await session.execute(text(statement))

    logged = "".join(traceback.format_exception(caught.value))
    assert "psycopg.errors." in logged
    assert PRIVATE not in logged


@pytest.mark.parametrize("error", [InterfaceError, OperationalError])
async def test_a_database_that_does_not_answer_is_unavailable(
    shelf_database: Database, error: type[DBAPIError]
) -> None:
    with pytest.raises(UnavailableError) as caught:
        async with shelf_database.transaction():
            raise error("SELECT 1", None, OSError("gone"))

    assert caught.value.headers == {"Retry-After": "1"}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM nowhere",
        "SELECT nowhere FROM shelf_authors",
        "INSERT INTO shelf_authors (nowhere) VALUES (1)",
    ],
)
async def test_a_database_without_the_newest_tables_and_columns_is_outdated(
    app: FastAPI, client: AsyncClient, statement: str
) -> None:
    @app.post("/statements")
    async def execute(session: SessionDep) -> None:
        await session.execute(text(statement))

    with capture_logs() as logs:
        response = await client.post("/statements")

    assert response.status_code == 503
    assert response.json()["error"]["code"] == "database_outdated"
    assert "nowhere" not in response.text
    assert {"event": "database_outdated", "hint": "alembic upgrade head"}.items() <= logs[0].items()


async def test_a_statement_that_is_wrong_is_a_bug(shelf_database: Database) -> None:
    with pytest.raises(ProgrammingError):
        async with shelf_database.transaction():
            raise ProgrammingError("SELEC", None, errors.SyntaxError())


async def test_of_transactions_that_wait_for_each_other_one_is_to_be_sent_again(
    app: FastAPI, client: AsyncClient, shelf_database: Database
) -> None:
    if shelf_database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one lock, which nobody holds while waiting for it.")
    both = asyncio.Barrier(2)

    @app.put("/authors/{first}/{second}")
    async def rename(first: str, second: str, session: SessionDep) -> None:
        await session.execute(update(Author).where(Author.name == first).values(name=first))
        await both.wait()
        await session.execute(update(Author).where(Author.name == second).values(name=second))

    for name in ("Ann", "Bob"):
        await client.post(f"/authors/{name}")
    async with asyncio.timeout(60):
        responses = await asyncio.gather(
            client.put("/authors/Ann/Bob"), client.put("/authors/Bob/Ann")
        )

    done, undone = sorted(responses, key=lambda response: response.status_code)
    assert done.status_code == 200
    assert undone.status_code == 409
    assert undone.json()["error"]["code"] == "transaction_conflict"
    assert undone.headers["Retry-After"] == "1"


@pytest.fixture
async def impatient(settings: Settings, shelf_database: Database) -> AsyncGenerator[Database, None]:
    """Connections to PostgreSQL that wait a second at most."""
    if shelf_database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite waits for nothing but the one lock that it has.")
    database = open_database(settings.model_copy(update=LIMITS))
    async with database.running():
        yield database


async def test_a_lock_is_not_waited_for_for_ever(
    app: FastAPI, client: AsyncClient, shelf_database: Database, impatient: Database
) -> None:
    app.state.database = impatient
    async with asyncio.timeout(60), shelf_database.transaction() as session:
        await session.execute(text("LOCK TABLE shelf_authors"))
        response = await client.post("/authors/Ann")

    assert response.status_code == 503
    assert response.json()["error"]["code"] == "lock_timeout"
    assert response.headers["Retry-After"] == "1"
    assert (await client.post("/authors/Ann")).status_code == 201


@pytest.mark.parametrize("read_only", [True, False])
async def test_a_statement_that_takes_too_long_is_stopped(
    impatient: Database, *, read_only: bool
) -> None:
    with pytest.raises(UnavailableError) as caught:
        async with asyncio.timeout(60), impatient.transaction(read_only=read_only) as session:
            await session.execute(text("SELECT pg_sleep(60)"))

    # Whoever sends the same at once waits as long for nothing.
    assert (caught.value.code, caught.value.headers) == ("database_timeout", None)


async def test_who_is_silent_in_a_transaction_keeps_no_locks(
    shelf_database: Database, impatient: Database
) -> None:
    async def fall_silent() -> None:
        async with impatient.transaction() as halted:
            halted.add(Author(name="lost"))
            await halted.execute(text("LOCK TABLE shelf_authors"))
            # Others wait for the lock, and get it.
            async with shelf_database.transaction() as session:
                session.add(Author(name="kept"))

    with pytest.raises(UnavailableError) as caught:
        await asyncio.wait_for(fall_silent(), 60)

    assert caught.value.code == "database_timeout"
    assert await names(shelf_database) == ["kept"]


async def test_what_the_url_says_of_sessions_holds_as_well(
    settings: Settings, impatient: Database
) -> None:
    own = {"options": "-c application_name=mine", "connect_timeout": "7"}
    url = impatient.engine.url.update_query_dict(own).render_as_string(hide_password=False)
    database = open_database(settings.model_copy(update={"database_url": SecretStr(url), **LIMITS}))
    names = (
        "application_name",
        "timezone",
        "lock_timeout",
        "statement_timeout",
        "idle_in_transaction_session_timeout",
    )
    async with database.running(), database.engine.connect() as connection:
        values = [await connection.scalar(text(f"SHOW {name}")) for name in names]
        driver: Any = (await connection.get_raw_connection()).driver_connection
        waits = driver.info.get_parameters()["connect_timeout"]

    assert values == ["mine", "UTC", "1s", "2s", "1s"]
    assert waits == "7"


async def test_a_pooler_may_be_spared_the_options(settings: Settings, impatient: Database) -> None:
    url = impatient.engine.url.render_as_string(hide_password=False)
    own = {"database_url": SecretStr(url), "database_session_options": False, **LIMITS}
    database = open_database(settings.model_copy(update=own))
    async with database.running(), database.engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        given = driver.info.get_parameters()

    assert "options" not in given


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("statement_timeout", "DATABASE_STATEMENT_TIMEOUT"),
        ("Lock-Timeout ", "DATABASE_LOCK_TIMEOUT"),
        ("idle_in_transaction_session_timeout", "DATABASE_IDLE_TIMEOUT"),
        ("TimeZone", "UTC"),
    ],
)
def test_what_two_would_set_is_refused(settings: Settings, name: str, instead: str) -> None:
    url = f"postgresql+psycopg://127.0.0.1:1/none?options=-c%20{name}=1"

    with pytest.raises(ConfigurationError, match=rf"leave .* out of its options; .*{instead}"):
        open_database(settings.model_copy(update={"database_url": SecretStr(url)}))


async def test_who_is_gone_is_not_waited_for(settings: Settings, impatient: Database) -> None:
    async with impatient.engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        given = driver.info.get_parameters()

    probes = int(given["keepalives_count"]) * int(given["keepalives_interval"])
    assert 0 < int(given["keepalives_idle"]) + probes <= settings.database_connect_timeout
    assert int(given["tcp_user_timeout"]) == settings.database_connect_timeout * 1_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ángel", "ÁNG"),
        ("\u039d\u038a\u039a\u039f\u03a3", "\u03af\u03ba\u03bf\u03c3"),
        ("\u0130pek", "IPE"),
    ],
    ids=["accent", "sigma at the end", "I with a dot"],
)
async def test_sqlite_knows_letters_beyond_ascii(
    shelf_database: Database, name: str, text: str
) -> None:
    async with shelf_database.transaction() as session:
        session.add(Author(name=name))
        if session.get_bind().dialect.name == "sqlite":
            query = select(Author.name).where(*search(text, [Author.name]))
            assert list(await session.scalars(query)) == [name]


async def test_the_application_lets_its_connections_go(settings: Settings) -> None:
    app = create_app(settings)
    database: Database = app.state.database
    async with lifespan(app):
        async with database.transaction(read_only=True) as session:
            await session.execute(select(1))
        pools = [database.engine.pool, database.probe.pool]

    assert database.engine.pool is not pools[0]
    assert database.probe.pool is not pools[1]
