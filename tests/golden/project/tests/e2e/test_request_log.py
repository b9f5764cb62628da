"""Each request has an id and one line in the log."""

import json
import logging
from collections.abc import AsyncGenerator
from io import StringIO
from typing import Any, cast

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr

from app.config import Environment, Settings
from app.core.database import Database
from app.core.errors import UnavailableError
from app.core.logging import HANDLER_NAME
from app.main import create_app

TOKEN = "Bearer eyJhbGciOi"  # noqa: S105 # to look for in the log


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """An application as in production, where logs are JSON, with a route for each way to end."""
    app = create_app(settings.model_copy(update={"environment": Environment.PRODUCTION}))

    @app.get("/bug")
    async def bug() -> None:
        password = TOKEN
        raise RuntimeError(f"of {len(password)} characters")

    @app.get("/down")
    async def down() -> None:
        raise UnavailableError("Nothing is printed.") from OSError("no route to the printer")

    @app.get("/teapot")
    async def teapot() -> None:
        raise HTTPException(503)

    @app.get("/broken-stream")
    async def broken_stream() -> StreamingResponse:
        async def chunks() -> AsyncGenerator[bytes, None]:
            yield b"first"
            raise RuntimeError("in the middle")

        return StreamingResponse(chunks())

    return app


def log_of_the_application() -> StringIO:
    """What the application that was created last logs from now on."""
    stream = StringIO()
    for handler in logging.getLogger().handlers:
        if handler.get_name() == HANDLER_NAME:
            cast("logging.StreamHandler[StringIO]", handler).setStream(stream)
    return stream


@pytest.fixture
def log(app: FastAPI) -> StringIO:
    """The log of the application."""
    del app
    return log_of_the_application()


def request_lines(log: StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in lines if line["event"] == "request"]


async def test_one_line_a_request(client: AsyncClient, log: StringIO) -> None:
    response = await client.get("/health?q=private", headers={"Authorization": TOKEN})

    (line,) = request_lines(log)
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/health", 200)
    assert line["client"] == "127.0.0.1"
    assert line["duration_ms"] >= 0
    assert line["level"] == "info"
    assert TOKEN not in str(line)
    assert "private" not in str(line)


async def test_a_probe_writes_nothing_else(
    app: FastAPI, database: Database, client: AsyncClient, log: StringIO
) -> None:
    app.state.database = database

    response = await client.get("/ready")

    assert response.status_code == 200
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["event"] for line in lines] == ["request"]


async def test_a_slow_request_is_a_warning(settings: Settings) -> None:
    production = {"environment": Environment.PRODUCTION, "slow_request_ms": 0}
    app = create_app(settings.model_copy(update=production))
    log = log_of_the_application()
    async with AsyncClient(transport=ASGITransport(app=app), base_url="https://test") as client:
        await client.get("/health")

    assert request_lines(log)[0]["level"] == "warning"


async def test_a_bug_is_logged_with_its_traceback_but_no_values(
    client: AsyncClient, log: StringIO
) -> None:
    await client.get("/bug", headers={"Authorization": TOKEN})

    (line,) = request_lines(log)
    assert (line["level"], line["status"]) == ("error", 500)
    assert line["exception"][0]["exc_type"] == "RuntimeError"
    assert TOKEN not in str(line)


async def test_an_outage_is_logged_with_its_cause(client: AsyncClient, log: StringIO) -> None:
    await client.get("/down")
    await client.get("/teapot")

    line, bare = request_lines(log)
    assert (line["level"], line["status"]) == ("error", 503)
    assert line["exception"][0]["exc_value"] == "no route to the printer"
    assert (bare["level"], bare["status"]) == ("error", 503)


async def test_a_response_that_breaks_off_is_logged(client: AsyncClient, log: StringIO) -> None:
    response = await client.get("/broken-stream")

    (line,) = request_lines(log)
    assert response.content == b"first"
    assert (line["level"], line["status"]) == ("error", 200)


async def test_an_id_is_kept(client: AsyncClient) -> None:
    response = await client.get("/health", headers={"X-Request-ID": "abc-123"})

    assert response.headers["X-Request-ID"] == "abc-123"


@pytest.mark.parametrize(
    "given",
    [b"a b", b"a\tb", b"\x1b[31mred", b'{"a":1}', b"a" * 65, b"a" * 8_192, b"\xff", b""],
)
async def test_an_id_that_could_forge_a_line_is_replaced(
    client: AsyncClient, log: StringIO, given: bytes
) -> None:
    response = await client.get("/health", headers={b"X-Request-ID": given})

    (line,) = request_lines(log)
    assert len(response.headers["X-Request-ID"]) == 36
    assert line["request_id"] == response.headers["X-Request-ID"]


async def test_ids_differ(client: AsyncClient) -> None:
    first, second = [await client.get("/health") for _ in range(2)]

    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


async def test_development_logs_are_for_people(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"environment": Environment.DEVELOPMENT}))
    log = log_of_the_application()
    async with AsyncClient(transport=ASGITransport(app=app), base_url="https://test") as client:
        await client.get("/health")

    assert "path=/health" in log.getvalue()


async def test_secrets_are_not_in_the_settings_text(settings: Settings) -> None:
    assert isinstance(settings.secret_key, SecretStr)
    assert settings.secret_key.get_secret_value() not in str(settings)
