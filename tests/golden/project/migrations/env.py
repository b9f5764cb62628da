"""How Alembic reaches the database and the models."""

import asyncio
import pkgutil
from importlib import import_module
from importlib.util import find_spec

from alembic import context
from sqlalchemy import Connection

import app.features
from app.config import get_settings
from app.core.database import Base, create_engine


def import_models() -> None:
    """Import every feature's models, so that their tables are known."""
    for feature in pkgutil.iter_modules(app.features.__path__, "app.features."):
        if find_spec(f"{feature.name}.models"):
            import_module(f"{feature.name}.models")


def run_migrations(connection: Connection | None = None) -> None:
    """Run over a connection, or write SQL where there is none."""
    dialect = connection.dialect.name if connection else None
    context.configure(
        connection=connection,
        dialect_name=None if connection else "postgresql",
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=True,
        render_as_batch=dialect == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_online() -> None:
    """Connect and run."""
    settings = context.config.attributes.get("settings") or get_settings()
    engine = create_engine(settings)
    async with engine.connect() as connection:
        await connection.run_sync(run_migrations)
    await engine.dispose()


import_models()
if context.is_offline_mode():
    run_migrations()
else:
    asyncio.run(run_online())
