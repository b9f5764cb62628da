"""The schema that clients are generated from, and who may read it."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from app.config import Environment, Settings
from app.main import create_app

METHODS = {"get", "put", "post", "delete", "patch"}
ENVELOPE = {"$ref": "#/components/schemas/ErrorResponse"}


def operations(app: FastAPI) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in app.openapi()["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield f"{method} {path}", operation


async def test_the_schema_is_served(client: AsyncClient, app: FastAPI) -> None:
    response = await client.get("/openapi.json")

    assert response.json()["info"]["title"] == app.title


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_there_are_pages_for_people(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 200


def test_every_error_is_declared_with_the_envelope(app: FastAPI) -> None:
    for name, operation in operations(app):
        for status, response in operation["responses"].items():
            if status == "default" or status.startswith(("4", "5")):
                schema = response["content"]["application/json"]["schema"]
                assert schema == ENVELOPE, f"{name} {status}"


def test_every_operation_has_tags_and_a_name_of_its_own(app: FastAPI) -> None:
    found = dict(operations(app))

    assert all(operation["tags"] for operation in found.values())
    assert len({operation["operationId"] for operation in found.values()}) == len(found)


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
async def test_production_shows_none_of_it(settings: Settings, path: str) -> None:
    app = create_app(settings.model_copy(update={"environment": Environment.PRODUCTION}))
    async with AsyncClient(transport=ASGITransport(app=app), base_url="https://test") as client:
        response = await client.get(path)

    assert response.status_code == 404
