"""What does without Redis while it does not answer notices that once, and goes on without delay."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

PAUSE_SECONDS = 1

logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)


class NoAnswerError(Exception):
    """Redis did not answer, or is not asked for a while since it did not."""


class Outage:
    """Keeps those who use Redis from waiting for it in vain: one tries it every second."""

    def __init__(
        self,
        *,
        begins: str,
        ends: str,
        consequence: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take what the log says when an outage begins, and when it ends."""
        self._begins = begins
        self._ends = ends
        self._consequence = consequence
        self._clock = clock
        self._is_out = False
        self._ask_again = 0.0

    @contextmanager
    def noticed(self) -> Generator[None, None, None]:
        """Ask Redis within this.

        Raises:
            NoAnswerError: it does not answer, or did not and is not asked again yet.
        """
        if self._is_out:
            if self._clock() < self._ask_again:
                raise NoAnswerError
            # One tries; the others go on without.
            self._ask_again = self._clock() + PAUSE_SECONDS
        try:
            yield
        except (RedisError, OSError) as error:
            self._ask_again = self._clock() + PAUSE_SECONDS
            if not self._is_out:
                self._is_out = True
                logger.warning(self._begins, error=repr(error), consequence=self._consequence)
            raise NoAnswerError from error
        if self._is_out:
            self._is_out = False
            logger.info(self._ends)


class Commands:
    """Sends commands to a Redis that can be done without: none of them waits for long."""

    def __init__(self, redis: Redis, outage: Outage, seconds: float) -> None:
        """Take who notices outages, and how long an answer is waited for, connecting included."""
        self._do: Callable[..., Awaitable[Any]] = redis.execute_command  # pyright: ignore[reportUnknownMemberType] # has no types
        self._outage = outage
        self._seconds = seconds

    async def send(self, *command: str | bytes | float) -> Any:  # noqa: ANN401 # so it is in the client
        """Give the answer to a command.

        Raises:
            NoAnswerError: there is none in time, or Redis is not asked for a while.
        """
        with self._outage.noticed():
            async with asyncio.timeout(self._seconds):
                return await self._do(*command)
