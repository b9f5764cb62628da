"""The process that serves, and how it stops."""

import signal
import time

from app.config import Settings
from tests.conftest import SECRETS
from tests.server import listens, serving


def test_finishes_what_it_serves_when_it_is_told_to_stop(settings: Settings) -> None:
    variables = {name.upper(): secret for name, secret in SECRETS.items()}
    environment = {**variables, "DATABASE_URL": settings.database_url.get_secret_value()}
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
