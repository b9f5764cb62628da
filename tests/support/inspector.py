"""Imports and runs generated projects, each in a fresh process that costs next to nothing.

Importing the libraries of a project takes longer than all else that is done to it here, so one
process imports them and forks for each project.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import pkgutil
import signal
import subprocess
import sys
import traceback
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARIES = (
    "aiosqlite",
    "alembic.autogenerate",
    "alembic.command",
    "alembic.config",
    "anyio._backends._asyncio",
    "email_validator",
    "fastapi.openapi.utils",
    "httpx2",
    "pydantic.v1",
    "pydantic_settings",
    "pytest",
    "redis.asyncio",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.ext.asyncio",
    "structlog",
    "uvicorn",
)
TIMEOUT_SECONDS = 300
ROWS = 3
# Of what has versions and of what has none.
ANY_VERSION = {"If-Match": "*"}


@dataclass(frozen=True)
class Inspector:
    """The process that forks, as the tests see it."""

    process: subprocess.Popen[str]

    @contextmanager
    def inspecting(self, project: Path, scratch: Path) -> Iterator[None]:
        """Import and run a project, while something else is done here.

        Args:
            project: is read only.
            scratch: an empty directory, for the database.

        Raises:
            AssertionError: something is wrong; with all that was printed.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps([str(project), str(scratch)]), file=self.process.stdin, flush=True)
        try:
            yield
        finally:
            status, output = json.loads(self.process.stdout.readline())
        assert status == 0, f"status {status}\n{output}"


@contextmanager
def running_inspector() -> Iterator[Inspector]:
    """Start the process that forks."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    with subprocess.Popen(
        # Isolated, so that a project's `tests` are not taken for ours; and nothing is left in it.
        [sys.executable, "-I", "-B", __file__],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield Inspector(process)
        assert process.stdin is not None
        process.stdin.close()


def _serve() -> None:
    for name in LIBRARIES:
        import_module(name)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        project, scratch = json.loads(line)
        print(json.dumps(_in_a_child(Path(project), Path(scratch))), flush=True)  # noqa: T201


def _in_a_child(project: Path, scratch: Path) -> tuple[int, str]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        for standard in (1, 2):
            os.dup2(writing, standard)
        _run(project, scratch)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as output:
        text = output.read()
    _, status = os.waitpid(child, 0)
    return status, text


def _run(project: Path, scratch: Path) -> NoReturn:
    signal.alarm(TIMEOUT_SECONDS)
    warnings.simplefilter("error")
    try:
        _inspect(project, scratch)
    except BaseException:  # noqa: BLE001 # whatever it is, it is told
        traceback.print_exc()
        sys.stdout.flush()
        os._exit(1)
    os._exit(0)


def _inspect(project: Path, scratch: Path) -> None:
    os.chdir(project)
    os.environ["DATABASE_URL"] = f"sqlite:///{scratch / 'test.db'}"
    # What is kept counts at once, so that whatever is not forgotten shows.
    os.environ["CACHE_SETTLE_SECONDS"] = "0"
    sys.path[:0] = [str(project / "src"), str(project)]
    features = _import_features(project)
    app = import_module("app.main").create_app()
    json.dumps(app.openapi(), allow_nan=False)
    _migrate()
    asyncio.run(_make_rows(app, features))


def _import_features(project: Path) -> list[str]:
    package = import_module("app.features")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    for name in names:
        for path in project.glob(f"tests/*/{name}/test_*.py"):
            import_module(".".join(path.relative_to(project).with_suffix("").parts))
    return names


def _migrate() -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config("alembic.ini")
    command.upgrade(config, "head")
    command.check(config)
    command.downgrade(config, "base")
    command.upgrade(config, "head")


async def _make_rows(app: Any, features: list[str]) -> None:
    from httpx2 import ASGITransport, AsyncClient  # noqa: PLC0415

    database = app.state.database
    transport = ASGITransport(app=app)
    async with (
        AsyncClient(transport=transport, base_url="http://test") as client,
        database.sessions() as session,
    ):
        for factory, url in _factories(features):
            methods = _methods(app, url)
            for index in range(ROWS):
                if hasattr(factory, "schema"):
                    body = await factory.valid_body(session, index)
                    await session.commit()
                    factory.schema.model_validate_json(json.dumps(body))
                    if index == 0 and methods & {"post", "post bulk"}:
                        row = await _come_and_go(client, url, body, methods)
                        await session.execute(_removal(factory.model, row))
                await factory.shared(session, index)
                await session.commit()
    await database.engine.dispose()


def _factories(features: list[str]) -> list[tuple[Any, str]]:
    """Factories and URLs; those that others refer to first."""
    tables = [
        table.name for table in import_module("app.core.database").Base.metadata.sorted_tables
    ]
    found = []
    for name in features:
        module = import_module(f"tests.factories.{name}")
        [factory] = [
            item
            for item in vars(module).values()
            if isinstance(item, type) and item.__module__ == module.__name__
        ]
        url = import_module(f"tests.e2e.{name}.test_router").URL
        found.append((tables.index(factory.model.__tablename__), factory, url))
    return [(factory, url) for _, factory, url in sorted(found, key=lambda item: item[0])]


def _secrets(url: str) -> set[str]:
    """What responses below a URL keep to themselves."""
    modules = [module for name, module in sys.modules.items() if name.endswith(".test_router")]
    return {
        name
        for module in modules
        if getattr(module, "URL", "") == url
        for name in getattr(module, "SECRETS", {})
    }


def _methods(app: Any, url: str) -> set[str]:
    """What a feature can be asked for: ``post``, ``post bulk``, ``patch {}`` and so on."""
    return {
        f"{method} {'{}' if rest.startswith('/{') else rest[1:]}".strip()
        for path, item in app.openapi()["paths"].items()
        for rest in [path.removeprefix(url)]
        if path.startswith(url) and rest.count("/") < 2 and rest[:1] in {"", "/"}
        for method in item
    }


def _removal(model: Any, row: dict[str, Any]) -> Any:
    """Rows of the same values are to follow, whether clients can delete one or not."""
    from sqlalchemy import delete  # noqa: PLC0415

    key = row["id"]
    return delete(model).where(model.id == (UUID(key) if isinstance(key, str) else key))


async def _come_and_go(
    client: Any, url: str, body: dict[str, Any], methods: set[str]
) -> dict[str, Any]:
    """Make a row, look at it, and delete it, as far as clients can."""
    if "get" in methods:
        # What is kept of the list must not outlive what follows.
        assert (await client.get(url)).status_code == 200
    if "post" in methods:
        made = await client.post(url, json=body)
    else:
        made = await client.post(f"{url}/bulk", json={"items": [body]})
    assert made.status_code == 201, (made.text, body)
    row: dict[str, Any] = made.json() if "post" in methods else made.json()[0]
    told = {name: value for name, value in body.items() if name not in _secrets(url)}
    assert row.items() >= told.items(), (made.text, body)
    place = f"{url}/{row['id']}"
    if "get {}" in methods:
        assert (await client.get(place)).json() == row
    if "get" in methods:
        assert row in (await client.get(url)).json()["items"]
    if "patch {}" in methods:
        assert (await client.patch(place, json={}, headers=ANY_VERSION)).status_code == 200
    if "delete {}" in methods:
        assert (await client.delete(place, headers=ANY_VERSION)).status_code == 204
        if "get" in methods:
            keys = [item["id"] for item in (await client.get(url)).json()["items"]]
            assert row["id"] not in keys
    return row


if __name__ == "__main__":
    _serve()
