"""Who attacks."""

from collections.abc import AsyncGenerator
from itertools import count

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from starlette.types import Receive, Scope, Send

from tests.fixtures import contract_headers


@pytest.fixture
async def attacker(app: FastAPI) -> AsyncGenerator[AsyncClient, None]:
    """A client that may do everything, from many addresses: nothing else stops its requests."""
    addresses = count(1)

    async def from_anywhere(scope: Scope, receive: Receive, send: Send) -> None:
        number = next(addresses)
        scope["client"] = (f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 50_000)
        await app(scope, receive, send)

    transport = ASGITransport(app=from_anywhere, raise_app_exceptions=False)
    headers = {"If-Match": "*", **contract_headers(app)}
    async with AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client
