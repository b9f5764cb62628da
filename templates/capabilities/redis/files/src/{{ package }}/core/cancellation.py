"""How tasks that run in the background end."""

import asyncio
from typing import Any

# A cancellation may be lost: before Python 3.12 `asyncio.wait_for`, by which clients of servers
# send, drops one that comes in the moment in which it is done.
PATIENCE_SECONDS = 1.0


async def cancel_and_wait(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks, again where it is lost, and wait until they have ended, however they do."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=PATIENCE_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
