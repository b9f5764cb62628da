"""One process migrates a database at a time."""

import asyncio
from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# The session keeps the lock, so that the server does as long as it works for who was killed.
TAKE_LOCK = text("SELECT pg_try_advisory_lock(hashtextextended('alembic_version', 0))")
PAUSE = 0.1


async def wait_for_turn(connection: AsyncConnection, tell: Callable[[str], object]) -> None:
    """Wait until nobody else migrates, and keep everybody else from it until the session ends.

    It asks again and again: an index that is built concurrently would wait for whoever waits
    within a statement.

    Args:
        connection: to migrate over.
        tell: is called once with what is waited for, if anything is.
    """
    if connection.dialect.name == "sqlite":
        return
    told = False
    while not await connection.scalar(TAKE_LOCK):
        await connection.commit()
        if not told:
            tell("Somebody else migrates this database: waiting for the end of it.")
            told = True
        await asyncio.sleep(PAUSE)
    await connection.commit()
