from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Few runs need a server, and its driver takes long to import.
# ruff: noqa: PLC0415


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL, one for the whole run."""
    from support.postgres import running_server

    with running_server() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_url) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, one for each test."""
    from support.postgres import fresh_database

    with fresh_database(postgres_url) as url:
        yield url
