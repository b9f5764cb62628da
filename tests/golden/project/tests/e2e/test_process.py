"""The process that serves: how it starts, what it tells of itself, and how it stops."""

import signal
import time

import pytest
from httpx2 import Client

from app.config import Settings
from tests.conftest import SECRETS
from tests.server import listens, serving, start

VARIABLES = {name.upper(): secret for name, secret in SECRETS.items()}


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """What a process needs in order to start."""
    return {**VARIABLES, "DATABASE_URL": settings.database_url.get_secret_value()}


@pytest.mark.parametrize("name", VARIABLES)
def test_does_not_start_with_a_weak_secret(environment: dict[str, str], name: str) -> None:
    process = start(environment={**environment, name: "changeme"})
    said, _ = process.communicate()

    assert process.returncode > 0
    assert f"{name}: " in said
    assert "changeme" not in said


def test_does_not_say_what_serves(environment: dict[str, str]) -> None:
    with serving(environment=environment) as server, Client(base_url=server.url) as client:
        for path in ("/health", "/nowhere"):
            assert "Server" not in client.get(path).headers


def test_finishes_what_it_serves_when_it_is_told_to_stop(environment: dict[str, str]) -> None:
    with (
        serving("tests.slow_app:create_app", environment=environment) as server,
        server.connect() as connection,
    ):
        head = "POST /slow HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\nExpect: 100-continue"
        connection.sendall(f"{head}\r\n\r\n".encode())
        assert b" 100 " in connection.recv(1_000), "the endpoint waits for the body"

        server.process.send_signal(signal.SIGTERM)
        while listens(server):
            time.sleep(0.05)
        connection.sendall(b"done")

        answer = b"".join(iter(lambda: connection.recv(1_000), b""))
        server.process.wait()
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\n4")
    assert server.process.returncode in {0, -signal.SIGTERM}
