"""The endpoints of the features, as OpenAPI names them, and requests that they accept."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from pydantic import ValidationError
from sqlalchemy import Column, Table, UniqueConstraint
from sqlalchemy.orm import class_mapper

from app.core.database import Base
from benchmarks.load import request
from tests.factories.base import Factory, all_factories
from tests.fixtures import login_headers
from tests.security.operations import Operation, operations

ROWS = 50
# Bodies must be valid however many were sent.
SAMPLES = (0, 10, 10_000_000)

# Hashing is slow on purpose, and no slowness of the endpoint.
HASHES = "hashes a secret with each request"

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """Requests of one kind.

    Attributes:
        name: how it is printed.
        requests: one after the other, without an end.
        note: why it takes as long as it does, where that is known.
    """

    name: str
    requests: Iterator[bytes]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cases:
    """What can be measured, and what cannot.

    Attributes:
        reads: leave the rows as they are.
        creates: add one with each request.
        skipped: names of endpoints that take no requests in any number.
    """

    reads: list[Case]
    creates: list[Case]
    skipped: list[str]


async def find_cases(app: FastAPI) -> Cases:
    """Store some rows of each feature, and give the requests that find them and add more."""
    headers = await login_headers(app)
    cases = Cases([], [], [])
    found = {(operation.method, operation.path): operation for operation in operations(app)}
    factories = all_factories()
    async with app.state.database.transaction() as session:
        examples = {name: await factory.valid_body(session) for name, factory in factories.items()}
    transport = ASGITransport(app=app)
    url = "http://localhost"
    async with AsyncClient(transport=transport, base_url=url, headers=headers) as client:
        for (method, path), operation in found.items():
            schema = operation.schema_name("application/json")
            if method != "POST" or schema not in factories:
                continue
            first = examples[schema]
            bodies = _bodies(factories[schema], first)
            created: list[str] = []
            for number in range(ROWS if bodies else 1):
                response = await client.post(path, json=bodies(number) if bodies else first)
                response.raise_for_status()
                created.append(response.headers.get("Location", ""))
            _add_reads(cases, found, path, created, headers)
            if bodies is None:
                cases.skipped.append(f"POST {path}")
            else:
                requests = _creates(path, headers, bodies)
                note = HASHES if _has_secret(app, schema, first) else ""
                cases.creates.append(Case(f"POST {path}", requests, note))
    return cases


def _add_reads(
    cases: Cases,
    found: Mapping[tuple[str, str], Operation],
    path: str,
    created: list[str],
    headers: Mapping[str, str],
) -> None:
    for method, other in found:
        if method == "GET" and other == path:
            listing = request("GET", f"{path}?page_size=20", headers)
            cases.reads.append(Case(f"GET {path}", cycle([listing])))
        elif method == "GET" and other.rpartition("/{")[0] == path:
            each = [request("GET", location, headers) for location in created]
            cases.reads.append(Case(f"GET {other}", cycle(each)))


def _has_secret(app: FastAPI, schema: str, body: Body) -> bool:
    properties: Body = app.openapi()["components"]["schemas"][schema]["properties"]
    sent = {name: properties[name] for name, value in body.items() if value is not None}
    return '"format": "password"' in json.dumps(sent)


def _creates(
    path: str, headers: Mapping[str, str], bodies: Callable[[int], Body]
) -> Iterator[bytes]:
    return (request("POST", path, headers, bodies(number)) for number in count(ROWS))


def _bodies(factory: type[Factory[Any]], first: Body) -> Callable[[int], Body] | None:
    """Bodies that differ where rows must; None where there are not enough of them."""
    names = _distinct_fields(factory)
    if names is None:
        return None

    def body(number: int) -> Body:
        return first | {name: _variant(first[name], number) for name in names}

    try:
        for number in SAMPLES:
            factory.schema.model_validate(body(number))
    except (ValidationError, KeyError, TypeError):
        return None
    return body


def _distinct_fields(factory: type[Factory[Any]]) -> list[str] | None:
    """One field of each constraint that keeps values apart; None where it has but references."""
    row: Base = factory.build()
    model = type(row)
    mapper = class_mapper(model)
    names: list[str] = []
    for columns in _unique(Base.metadata.tables[model.__tablename__]):
        own = [mapper.get_property_by_column(it).key for it in columns if not it.foreign_keys]
        fields = [name for name in own if name in factory.schema.model_fields]
        if not fields:
            return None
        names.append(factory.schema.model_fields[fields[0]].alias or fields[0])
    return names


def _unique(table: Table[Any]) -> Iterator[list[Column[Any]]]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield [table.columns[column.key] for column in index.columns if column.key]


def _variant(value: object, number: int) -> object:
    """A value like another; numbers give different ones."""
    match value:
        case bool():
            raise TypeError(value)
        case int():
            return number
        case str() if _is_uuid(value):
            return str(uuid4())
        case str() if "@" in value:
            return f"{number}{value}"
        case str():
            return f"{value}{number}"
        case _:
            raise TypeError(value)


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
