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
