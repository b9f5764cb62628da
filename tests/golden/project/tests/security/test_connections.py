"""What clients do with connections, to a server of its own."""

import re
import socket
from collections.abc import Generator
from contextlib import ExitStack

import pytest
from httpx2 import Client

from app.config import Settings
from tests.conftest import SECRETS
from tests.server import HOST, Server, serving

SLOW = 200
FORGED = (b"a\r\nX-Forged: 1", b"a\nX-Forged: 1", b"\x1b[31mred", b"\xff", b"a" * 8_192)


@pytest.fixture(scope="module")
def server(settings: Settings) -> Generator[Server, None, None]:
    """One server for all tests of this file."""
    variables = {name.upper(): secret for name, secret in SECRETS.items()}
    database_url = settings.database_url.get_secret_value()
    with serving(environment={**variables, "DATABASE_URL": database_url}) as server:
        yield server


def answer(connection: socket.socket) -> bytes:
    """All that the server says until it closes the connection."""
    return b"".join(iter(lambda: connection.recv(65_536), b""))


# Few tests of many requests each: every process that runs one of them starts the server.
def test_nobody_is_told_what_serves(server: Server) -> None:
    with Client(base_url=server.url) as client:
        for path in ("/health", "/nowhere"):
            assert "Server" not in client.get(path).headers, path


def test_others_are_served_while_clients_are_slow(server: Server) -> None:
    with ExitStack() as stack, Client(base_url=server.url) as client:
        for _ in range(SLOW):
            connection = stack.enter_context(server.connect())
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: a")

        assert client.get("/health").status_code == 200


def test_a_request_id_forges_nothing(server: Server) -> None:
    head = f"GET /health HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nX-Request-ID: "
    for forged in FORGED:
        with server.connect() as connection:
            connection.sendall(head.encode() + forged + b"\r\n\r\n")
            said = answer(connection)

        assert b"forged" not in said.lower()
        # A line that is none is refused by the server, before the application sees it.
        assert said.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400")), forged
        if said.startswith(b"HTTP/1.1 200"):
            assert re.search(rb"(?im)^x-request-id: [a-z0-9-]{1,64}\r$", said), forged
