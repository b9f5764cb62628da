"""Bodies of requests, from what the schema says of them."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories.base import all_factories
from tests.security.operations import Operation, operations

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


async def valid_body(session: AsyncSession, operation: Operation) -> dict[str, Any]:
    """A body that creates a row; empty where there is no factory for it."""
    factory = all_factories().get(operation.schema_name(JSON))
    return {} if factory is None else await factory.valid_body(session)


def creating(app: FastAPI, operation: Operation) -> Operation | None:
    """The endpoint that makes what ``operation`` changes, if there is one."""
    collection, _, key = operation.path.rpartition("/")
    candidates = [
        item for item in operations(app) if (item.method, item.path) == ("POST", collection)
    ]
    return candidates[0] if candidates and key.startswith("{") else None


def with_text(app: FastAPI, operation: Operation, kind: str, text: str) -> Iterator[dict[str, Any]]:
    """A text for each property of a body that can hold one, in a body of its own."""
    schema = {"$ref": f"#/components/schemas/{operation.schema_name(kind)}"}
    schemas = app.openapi().get("components", {}).get("schemas", {})
    yield from (value for value in _values(schemas, schema, text) if isinstance(value, dict))


def with_text_everywhere(
    app: FastAPI, operation: Operation, kind: str, text: str
) -> dict[str, Any]:
    """A body with a text for all properties that can hold one."""
    body: dict[str, Any] = {}
    for change in with_text(app, operation, kind, text):
        body |= change
    return body


def _values(
    schemas: dict[str, Any], schema: dict[str, Any], text: str
) -> Iterator[dict[str, Any] | list[Any] | str]:
    if "$ref" in schema:
        schema = schemas.get(schema["$ref"].rpartition("/")[2], {"type": "null"})
    for option in schema.get("anyOf", []):
        yield from _values(schemas, option, text)
    if schema.get("type") == "array":
        yield from ([value] for value in _values(schemas, schema.get("items", {}), text))
    elif schema.get("type") == "object":
        for name, member in schema.get("properties", {text: {}}).items():
            yield from ({name: value} for value in _values(schemas, member, text))
    elif schema.get("type", "string") == "string" and "anyOf" not in schema:
        yield text
