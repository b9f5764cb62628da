"""One server on one core, and wrk on another that asks it for a while."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.requests.project import wait_for

if TYPE_CHECKING:
    from collections.abc import Generator

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 16
SERVER_CORE = "0"
LOAD_CORE = "1"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    base: str
    process: int

    @property
    def spent(self) -> float:
        """The seconds that it has computed so far."""
        text = Path(f"/proc/{self.process}/stat").read_text()
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / TICKS


@dataclass(frozen=True)
class Figures:
    """What one round gave.

    Attributes:
        per_second: requests that were answered in a second.
        cpu: microseconds that the server computed for a request. Unlike all others this figure
            hardly depends on what else the machine does.
        p50: milliseconds in which half of the requests were answered.
        p99: milliseconds in which nearly all were.
    """

    per_second: float
    cpu: float
    p50: float
    p99: float


@contextmanager
def serving(
    target: str, folder: Path, environment: dict[str, str], log: Path, *options: str, ready: str
) -> Generator[Server, None, None]:
    """Serve an application with one worker; give it when it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", target, "--app-dir", str(folder)]
    command += ["--port", str(port), "--no-access-log", "--no-server-header", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_pinned(SERVER_CORE), *command], env=environment, stdout=output, stderr=output
        )
        base = f"http://127.0.0.1:{port}"
        try:
            wait_for(base, ready)
            yield Server(base, process.pid)
        finally:
            process.terminate()
            process.wait()


def ask(server: Server, path: str, seconds: float, **values: str) -> Figures:
    """Send requests over some connections; fail unless every answer is 2xx."""
    url = server.base + path
    command = [*_pinned(LOAD_CORE), "wrk", "--threads=1", f"--connections={CONNECTIONS}"]
    command += [f"--duration={seconds:g}s", "--timeout=10s", f"--script={SCRIPT}", url]
    before = server.spent
    done = subprocess.run(
        command, env=os.environ | values, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout[done.stdout.rindex("{") :])
    if found["errors"] or not found["requests"]:
        sys.exit(f"{url}: {found['errors']} of {found['requests']} requests failed")
    return Figures(
        per_second=found["requests"] / found["seconds"],
        cpu=(server.spent - before) / found["requests"] * 1e6,
        p50=found["p50"],
        p99=found["p99"],
    )


def _pinned(core: str) -> list[str]:
    """A prefix that keeps a command on one core, where that can be done."""
    several = (os.cpu_count() or 1) > 1 and shutil.which("taskset") is not None
    return ["taskset", "--cpu-list", core] if several else []
