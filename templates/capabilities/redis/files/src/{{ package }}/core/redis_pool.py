"""Connections to Redis: there are so many, and commands wait for one in the order they came."""

import asyncio
from contextvars import ContextVar
from typing import Any

from redis.asyncio import ConnectionPool
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import MaxConnectionsError

# Whether a command gave up its wait for a connection while others were answered. A time limit
# ends such a wait by a cancellation, which cannot say so.
crowded_out: ContextVar[bool] = ContextVar("crowded_out", default=False)


class FairConnectionPool(ConnectionPool):
    """Lets commands wait while all connections are taken.

    The pools of the client refuse them at once, or serve the latest first and some never.
    """

    def __init__(self, *, timeout: float, **options: Any) -> None:  # noqa: ANN401 # so it is there
        """Take how many seconds a connection is waited for."""
        super().__init__(**options)  # pyright: ignore[reportUnknownMemberType] # has no types
        self._timeout = timeout
        self._free = asyncio.Semaphore(self.max_connections)
        self._given = set[AbstractConnection]()
        self._answered = 0

    async def get_connection(
        self,
        command_name: str | None = None,  # noqa: ARG002 # deprecated, as are the others
        *keys: Any,  # noqa: ANN401, ARG002
        **options: Any,  # noqa: ANN401, ARG002
    ) -> AbstractConnection:
        """Give a connection that is ready.

        Raises:
            MaxConnectionsError: all are taken, for longer than one waits.
        """
        await self._wait()
        try:
            connection: AbstractConnection = await super().get_connection()  # type: ignore[no-untyped-call]
        except BaseException:
            self._free.release()
            raise
        self._given.add(connection)
        return connection

    async def release(self, connection: AbstractConnection) -> None:
        """Take a connection back; whoever has waited longest gets it."""
        try:
            await super().release(connection)
        finally:
            # One that could not be made ready comes back, too, and was never given.
            if connection in self._given:
                self._given.remove(connection)
                # Without an answer it is closed.
                self._answered += connection.is_connected
                self._free.release()

    async def _wait(self) -> None:
        answered = self._answered
        try:
            async with asyncio.timeout(self._timeout):
                await self._free.acquire()
        except TimeoutError as error:
            crowded_out.set(self._answered > answered)
            raise MaxConnectionsError("All connections are taken.") from error
        except asyncio.CancelledError:
            crowded_out.set(self._answered > answered)
            raise
