"""Texts that no honest client sends, in each place that takes one: refused, or kept exactly."""

import json
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from time import process_time
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from tests.security.bodies import FORM, JSON, creating, valid_body, with_text, with_text_everywhere
from tests.security.operations import Operation, operations

# What they reach is covered by the other tests; measuring it would take as long again.
pytestmark = pytest.mark.no_cover

TEXTS = {
    "a NUL byte": "nul\0byte",
    "a lone surrogate": "lone\ud800surrogate",
    "a long address": "a" * 5_000 + "@fastapi-project.com",
    "from right to left": "\u202egpj.exe",
    "letters that look alike": "\u0430dm\u0456n",
    "bytes beyond two": "\U0001f4a3" * 8,
}
# Parameters of one address, which clients keep below 64 KiB.
TOGETHER = 10
# What the patterns of careless fields match in more ways than there is time for.
LONG = 20_000
HARD = {
    "letters": "a" * LONG + "!",
    "digits": "1" * LONG + "x",
    "signs": "-" * LONG + "_",
    "names": "a.a-" * (LONG // 4) + "_",
}
PROCESSOR_SECONDS = 5
HEADERS = (
    "Accept",
    "Accept-Language",
    "Cookie",
    "If-Match",
    "If-None-Match",
    "Origin",
    "Range",
    "User-Agent",
    "X-Forwarded-For",
    "X-Request-ID",
)


def assert_sound(response: Response, operation: Operation, attack: str) -> None:
    """Expect success, or that the fault is the client's and is told in the envelope."""
    attack = f"{operation} with {attack}: {response.status_code}"
    assert response.status_code < 500, attack
    assert response.status_code != 429, attack
    assert response.status_code != 401 or "security" not in operation.declared, attack
    if response.status_code >= 400:
        assert response.json()["error"]["request_id"], attack


def encoded(text: str) -> str:
    """As it stands in an address, lone surrogates included."""
    return quote(text, safe="", errors="surrogatepass")


def query_of(texts: dict[str, str]) -> str:
    """The part of an address behind the question mark."""
    return "&".join(f"{name}={encoded(text)}" for name, text in texts.items())


def taken(names: list[str], response: Response) -> list[str]:
    """Those of some parameters that a response does not name as refused."""
    if response.status_code != 422:
        return names
    details: list[dict[str, Any]] = response.json()["error"]["details"]
    return [name for name in names if name not in {detail["field"] for detail in details}]


async def send(
    attacker: AsyncClient, operation: Operation, url: str, body: dict[str, Any]
) -> Response:
    """Send JSON in which lone surrogates are escaped, as JSON allows."""
    headers = {"Content-Type": JSON}
    return await attacker.request(operation.method, url, content=json.dumps(body), headers=headers)


@asynccontextmanager
async def undone(session: AsyncSession) -> AsyncGenerator[None, None]:
    """Undo in the end what was stored, so that no value is taken next time."""
    await session.commit()
    connection: AsyncConnection = session.bind  # type: ignore[assignment]
    savepoint = await connection.begin_nested()
    yield
    await session.rollback()
    await savepoint.rollback()
    session.expunge_all()
    session.info.clear()


async def target(
    app: FastAPI, attacker: AsyncClient, session: AsyncSession, operation: Operation
) -> tuple[str, dict[str, Any]]:
    """Where to send a body, to a row that is there if one can be made, and what else it needs."""
    maker = operation if operation.method == "POST" else creating(app, operation)
    if maker is None:
        return operation.url, {}
    body = await valid_body(session, maker)
    await session.commit()
    if maker is operation:
        return operation.url, body
    response = await attacker.post(maker.url, json=body)
    return response.headers.get("Location", operation.url), {}


def keeps(row: dict[str, Any], change: dict[str, Any]) -> bool:
    """Whether a response has the values that were sent, as far as it shows them."""
    return all(row[name] == value for name, value in change.items() if name in row)


@pytest.mark.parametrize("text", list(TEXTS))
async def test_in_bodies(
    app: FastAPI, attacker: AsyncClient, session: AsyncSession, text: str
) -> None:
    for operation in filter(lambda item: item.takes(JSON), operations(app)):
        async with undone(session):
            url, body = await target(app, attacker, session, operation)
            for change in with_text(app, operation, JSON, TEXTS[text]):
                async with undone(session):
                    response = await send(attacker, operation, url, body | change)

                attack = f"{text} in {', '.join(change)}"
                assert_sound(response, operation, attack)
                if response.is_success and response.content:
                    assert keeps(response.json(), change), f"{operation} with {attack}"


@pytest.mark.parametrize("text", list(TEXTS))
async def test_in_forms(app: FastAPI, attacker: AsyncClient, text: str) -> None:
    for operation in filter(lambda item: item.takes(FORM), operations(app)):
        others = with_text_everywhere(app, operation, FORM, "x")
        for change in with_text(app, operation, FORM, TEXTS[text]):
            response = await attacker.request(
                operation.method,
                operation.url,
                content=urlencode(others | change, errors="surrogatepass"),
                headers={"Content-Type": FORM},
            )

            assert_sound(response, operation, f"{text} in {', '.join(change)}")


@pytest.mark.parametrize("text", list(TEXTS))
async def test_in_queries(app: FastAPI, attacker: AsyncClient, text: str) -> None:
    for operation in operations(app):
        names = [parameter["name"] for parameter in operation.parameters("query")]
        for some in (names[at : at + TOGETHER] for at in range(0, len(names), TOGETHER)):
            together = f"{operation.url}?{query_of(dict.fromkeys(some, TEXTS[text]))}"
            response = await attacker.request(operation.method, together)
            assert_sound(response, operation, text)

            # One that is refused keeps the others from the database: these are sent alone, too.
            for name in taken(some, response):
                url = f"{operation.url}?{query_of({name: TEXTS[text]})}"
                response = await attacker.request(operation.method, url)
                assert_sound(response, operation, f"{text} in {name}")


@pytest.mark.parametrize("text", list(TEXTS))
async def test_in_paths(app: FastAPI, attacker: AsyncClient, text: str) -> None:
    for operation in operations(app):
        names = [parameter["name"] for parameter in operation.parameters("path")]
        if names:
            url = operation.path.format_map(dict.fromkeys(names, encoded(TEXTS[text])))

            response = await attacker.request(operation.method, url, json={})

            assert_sound(response, operation, text)


@pytest.mark.parametrize("text", list(TEXTS))
async def test_in_headers(app: FastAPI, attacker: AsyncClient, text: str) -> None:
    value = TEXTS[text].encode(errors="surrogatepass")
    tried: set[tuple[str, ...]] = set()
    for operation in operations(app):
        declared = [parameter["name"] for parameter in operation.parameters("header")]
        # Once for each set that is declared: what reads the others is the same everywhere.
        if (case := (operation.method, *declared)) not in tried:
            tried.add(case)
            headers = [(name.encode(), value) for name in (*HEADERS, *declared)]

            response = await attacker.request(operation.method, operation.url, headers=headers)

            assert_sound(response, operation, text)


@pytest.mark.parametrize("text", list(HARD))
async def test_hard_to_match(app: FastAPI, attacker: AsyncClient, text: str) -> None:
    tried: set[str] = set()
    for operation in operations(app):
        for parameter in operation.parameters("query"):
            # Once for each kind of value: what reads them is the same everywhere.
            kind = json.dumps(parameter["schema"] | {"title": ""}, sort_keys=True)
            if kind not in tried:
                tried.add(kind)
                url = f"{operation.url}?{parameter['name']}={HARD[text]}"
                with soon(operation):
                    response = await attacker.request(operation.method, url)
                assert_sound(response, operation, text)
        body = with_text_everywhere(app, operation, JSON, HARD[text])
        with soon(operation):
            response = await send(attacker, operation, operation.url, body)
        assert_sound(response, operation, text)


@contextmanager
def soon(operation: Operation) -> Generator[None, None, None]:
    """Hold a request to a time of the processor that only a pattern out of hand takes."""
    before = process_time()
    yield
    assert process_time() - before < PROCESSOR_SECONDS, f"{operation} takes too long"
