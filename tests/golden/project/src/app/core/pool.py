"""Connections that were lost while they lay idle are found before a request gets them."""

import time

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

LAST_USED = "last_used"
IDLE_SECONDS = 1


def ping_what_was_idle(engine: Engine) -> None:
    """Try connections that nobody used for a second, and renew all if one is lost.

    SQLAlchemy's own ``pool_pre_ping`` asks the database once more for each request, also where
    the request before it has just shown that the connection works.
    """

    def remember(_: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info[LAST_USED] = time.monotonic()

    def ping(
        connection: DBAPIConnection, record: ConnectionPoolEntry, _: PoolProxiedConnection
    ) -> None:
        last_used = record.info.get(LAST_USED)
        if last_used is None or time.monotonic() - last_used < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", remember)
    event.listen(engine, "checkout", ping)
