"""Where the requests of the contract tests are stored, and how they leave no trace."""

from collections.abc import AsyncGenerator

import pytest

from app.config import Settings
from app.core.database import Base, Database, open_database
from tests.contract.api import app


@pytest.fixture(scope="package", autouse=True)
async def _committed(settings: Settings, engine_database: Database) -> AsyncGenerator[None, None]:
    # Schemathesis runs the application in an event loop of its own: so does its engine.
    app.state.database = open_database(settings)
    yield
    async with engine_database.engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            await connection.execute(table.delete())
