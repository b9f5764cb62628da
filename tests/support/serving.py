"""A generated project that serves, over two processes."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def migrated(project: Path, environment: dict[str, str]) -> None:
    """Bring the database of an environment up to date."""
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)


@contextmanager
def serving(
    project: Path, environment: dict[str, str], log: Path
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Two workers and who restarts them; give its process and the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app"]
    command += ["--workers", "2", "--port", str(port), "--no-access-log"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=project, env=environment, stdout=output, stderr=output
        )
        try:
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


async def ready(client: httpx2.AsyncClient) -> None:
    """Wait until requests can be served, half a minute at most."""
    async with asyncio.timeout(30):
        while True:
            with suppress(httpx2.TransportError):
                if (await client.get("/ready")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
