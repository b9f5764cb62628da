"""Connections that were lost are not given to requests."""

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from app.core import pool
from app.core.pool import ping_what_was_idle


def connections_used(*, lost: bool) -> int:
    """How many connections two uses of one pool make, where the first may be lost meanwhile."""
    engine = create_engine("sqlite://", poolclass=QueuePool)
    ping_what_was_idle(engine)
    made: list[object] = []

    def count(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        made.append(connection)

    event.listen(engine, "connect", count)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
    if lost and driver is not None:
        driver.close()
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    engine.dispose()
    return len(made)


def test_one_that_lay_idle_and_is_lost_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "IDLE_SECONDS", 0)

    assert connections_used(lost=True) == 2


def test_one_that_lay_idle_and_works_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "IDLE_SECONDS", 0)

    assert connections_used(lost=False) == 1


def test_one_that_was_just_used_is_not_tried() -> None:
    with pytest.raises(ProgrammingError):
        connections_used(lost=True)
