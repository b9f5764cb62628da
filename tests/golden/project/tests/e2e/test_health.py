"""The probes."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient
from pydantic import SecretStr

from app.config import Settings
from app.core import health
from app.core.database import Database, open_database


async def test_health(client: AsyncClient) -> None:
    response = await client.get("/health")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


async def test_ready(client: AsyncClient) -> None:
    response = await client.get("/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/health", "/ready"])
async def test_load_balancers_may_ask_by_head(client: AsyncClient, path: str) -> None:
    assert (await client.head(path)).status_code == 200


async def problem(client: AsyncClient) -> tuple[str, str]:
    response = await client.get("/ready")
    assert response.status_code == 503
    (detail,) = response.json()["error"]["details"]
    return detail["field"], detail["code"]


@pytest.mark.parametrize(
    "url", ["sqlite+aiosqlite:////no/such/directory/a.db", "postgresql+psycopg://127.0.0.1:1/none"]
)
async def test_not_ready_without_a_database(
    app: FastAPI, client: AsyncClient, settings: Settings, url: str
) -> None:
    app.state.database = open_database(settings.model_copy(update={"database_url": SecretStr(url)}))

    assert await problem(client) == ("database", "unavailable")


async def test_ready_while_requests_have_all_connections(
    app: FastAPI, client: AsyncClient, settings: Settings
) -> None:
    # As many as a pool of SQLite has.
    few = {"database_pool_size": 15, "database_max_overflow": 0}
    app.state.database = database = open_database(settings.model_copy(update=few))
    app.state.settings = settings.model_copy(update={"readiness_timeout": 10})
    async with database.running(), AsyncExitStack() as taken:
        for _ in range(15):
            await taken.enter_async_context(database.engine.connect())
        answers = await asyncio.gather(*(client.get("/ready") for _ in range(5)))

    assert [answer.status_code for answer in answers] == [200] * 5


async def test_not_ready_when_the_database_hangs(app: FastAPI, client: AsyncClient) -> None:
    app.state.settings = app.state.settings.model_copy(update={"readiness_timeout": 0})

    assert await problem(client) == ("database", "timeout")


async def test_not_ready_while_a_resource_is_not(app: FastAPI, client: AsyncClient) -> None:
    answers = [True, False]

    async def probe() -> bool:
        return answers.pop(0)

    app.state.resources.probes["mail"] = probe
    assert (await client.get("/ready")).status_code == 200
    assert await problem(client) == ("mail", "unavailable")


async def test_not_ready_while_a_resource_cannot_be_reached(
    app: FastAPI, client: AsyncClient
) -> None:
    async def probe() -> bool:
        raise ConnectionRefusedError

    app.state.resources.probes["mail"] = probe
    assert await problem(client) == ("mail", "unavailable")


async def test_not_ready_while_a_resource_hangs(app: FastAPI, client: AsyncClient) -> None:
    async def probe() -> bool:
        await asyncio.sleep(60)
        return True

    app.state.resources.probes["mail"] = probe
    app.state.settings = app.state.settings.model_copy(update={"readiness_timeout": 1})
    assert await problem(client) == ("mail", "timeout")


async def all_wait() -> None:
    """Let requests come to where they wait for something."""
    for _ in range(200):
        await asyncio.sleep(0)


async def test_all_who_ask_at_once_share_one_check(app: FastAPI, client: AsyncClient) -> None:
    answers = [True, False, True]
    asked = asyncio.Event()

    async def probe() -> bool:
        await asked.wait()
        return answers.pop(0)

    app.state.resources.probes["mail"] = probe
    methods = ["GET", "HEAD"] * 10
    for status in (200, 503, 200):
        asked.clear()
        asking = [asyncio.create_task(client.request(method, "/ready")) for method in methods]
        await all_wait()
        asked.set()
        assert [answer.status_code for answer in await asyncio.gather(*asking)] == [status] * 20
    assert answers == []


async def test_who_goes_away_does_not_end_the_check_of_others(
    app: FastAPI, client: AsyncClient
) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def probe() -> bool:
        begun.set()
        await may_end.wait()
        return True

    app.state.resources.probes["mail"] = probe
    first = asyncio.create_task(client.get("/ready"))
    await begun.wait()
    begun.clear()
    second = asyncio.create_task(client.get("/ready"))
    await all_wait()
    first.cancel()
    await asyncio.wait((first,))
    may_end.set()

    assert (await second).status_code == 200
    assert not begun.is_set()


async def test_not_ready_before_migrations(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = health.known_revisions()
    newer = health.Revisions(known.all | {"newer"}, frozenset({"newer"}))
    monkeypatch.setattr(health, "known_revisions", lambda: newer)

    assert await problem(client) == ("migrations", "outdated")


async def test_ready_once_the_next_version_has_migrated(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def applied(_: Database) -> frozenset[str]:
        return frozenset({"of-the-next-version"})

    monkeypatch.setattr(health, "applied_revisions", applied)

    assert (await client.get("/ready")).status_code == 200
