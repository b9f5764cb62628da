"""Requests that no honest client sends: each is refused in the envelope, and breaks nothing."""

from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from tests.security.operations import operations

# What they reach is covered by the other tests; measuring it would take as long again.
pytestmark = pytest.mark.no_cover

DEEP = 100_000
MANY = 5_000
BODIES = {
    "nothing": b"",
    "no text": b"\xff\xfe",
    "a NUL byte": b"\x00",
    "a lone surrogate": b'"\\ud800"',
    "no object": b"null",
    "a list": b"[]",
    "deep lists": b"[" * DEEP,
    "deep objects": b'{"a":' * DEEP,
    "a long number": b"9" * DEEP,
    "many keys": b"{" + b",".join(b'"%d":0' % number for number in range(MANY)) + b"}",
    "a field that is not declared": b'{"__class__": "x"}',
}
QUERIES = [
    "page=0",
    "page=-1",
    "page=1000000000000000000",
    "page_size=0",
    "page_size=-1",
    "page_size=1000000000",
    "page_size=x",
    "sort=__class__",
    "sort=id%00",
    "__class__=x",
    "_limit=1",
]
KEYS = ["%00", "-1", "x" * 5_000, "..%2F..%2Fetc%2Fpasswd", "9" * 40, "%F0%9F%92%A3", "1%20or%201"]


def assert_refused(response: Response, attack: str) -> None:
    """Expect the fault to be the client's, and told in the envelope."""
    assert 400 <= response.status_code < 500, f"{attack}: {response.status_code}"
    assert response.json()["error"]["request_id"], attack


@pytest.mark.parametrize("body", list(BODIES))
async def test_bodies(app: FastAPI, attacker: AsyncClient, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    for operation in filter(lambda item: item.takes_json, operations(app)):
        response = await attacker.request(
            operation.method, operation.url, content=BODIES[body], headers=headers
        )

        assert_refused(response, f"{operation} with {body}")


@pytest.mark.parametrize("query", QUERIES)
async def test_queries_of_lists(app: FastAPI, attacker: AsyncClient, query: str) -> None:
    for operation in filter(lambda item: item.is_paged, operations(app)):
        response = await attacker.get(f"{operation.url}?{query}")

        assert response.status_code == 422, f"{operation} with {query}"


@pytest.mark.parametrize("key", KEYS)
async def test_keys(app: FastAPI, attacker: AsyncClient, key: str) -> None:
    for operation in operations(app):
        names = [parameter["name"] for parameter in operation.parameters("path")]
        if names:
            url = operation.path.format_map(dict.fromkeys(names, key))
            response = await attacker.request(operation.method, url, json={})

            assert_refused(response, f"{operation} with {key[:40]}")


def test_no_body_takes_fields_that_are_not_declared(app: FastAPI) -> None:
    schemas = app.openapi().get("components", {}).get("schemas", {})
    for operation in filter(lambda item: item.takes_json, operations(app)):
        schema = operation.declared["requestBody"]["content"]["application/json"]["schema"]
        if schema.get("type") == "array":
            continue
        resolved: dict[str, Any] = schemas[schema["$ref"].rpartition("/")[2]]

        assert resolved.get("additionalProperties") is False, str(operation)
