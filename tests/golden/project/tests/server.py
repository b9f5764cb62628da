"""The application in a process of its own, for what cannot be seen from within the tests."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from app.config import PROJECT_ROOT

HOST = "127.0.0.1"
# As in production; README.md has the whole line.
OPTIONS = (
    "--no-access-log",
    "--no-server-header",
    "--ws-max-size",
    "65536",
    "--timeout-keep-alive",
    "75",
    "--timeout-graceful-shutdown",
    "30",
)
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A process that serves, and where."""

    process: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://{HOST}:{self.port}"

    def connect(self) -> socket.socket:
        """Open a connection.

        Raises:
            ConnectionRefusedError: it does not listen, or not any more.
        """
        return socket.create_connection((HOST, self.port), PATIENCE_SECONDS)


def start(
    *options: str,
    factory: str = "app.main:create_app",
    environment: Mapping[str, str],
    output: int | IO[str] = subprocess.PIPE,
) -> subprocess.Popen[str]:
    """Start a server that sees no other variables, and no ``.env``."""
    # Nothing there is read or imported by accident.
    directory = PROJECT_ROOT / "src"
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}"}
    return subprocess.Popen(  # noqa: S603 # words of our own
        [sys.executable, "-m", "uvicorn", "--factory", factory, *OPTIONS, *options],
        cwd=directory,
        env={**own, **environment},
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def serving(
    factory: str = "app.main:create_app", *, environment: Mapping[str, str]
) -> Generator[Server, None, None]:
    """Serve until the end of a ``with`` block.

    Raises:
        RuntimeError: it does not start; with what it said.
    """
    # It chooses a port itself: of one that is only free now, others may be quicker.
    options = ("--host", HOST, "--port", "0")
    with TemporaryFile("w+") as output:
        process = start(*options, factory=factory, environment=environment, output=output)
        try:
            while not (said := re.search(rf"http://{HOST}:(\d+)", read(output))):
                if process.poll() is not None:
                    raise RuntimeError(read(output))
                time.sleep(0.05)
            yield Server(process, int(said[1]))
        finally:
            process.kill()
            process.wait()


def read(output: IO[str]) -> str:
    """What a process has written so far; it goes on where it was."""
    return os.pread(output.fileno(), 1_000_000, 0).decode()


def listens(server: Server) -> bool:
    """Whether a connection can be opened.

    While it stops listening, one that waits to be accepted is reset.
    """
    try:
        server.connect().close()
    except ConnectionError:
        return False
    return True
