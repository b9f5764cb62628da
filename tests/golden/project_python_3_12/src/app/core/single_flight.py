"""Something that many ask for at once is done once for all of them."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class SingleFlight[ResultT]:
    """Runs something once for all who ask while it runs; who asks after that has it run again.

    The run belongs to none of them: whoever goes away leaves it to the others.
    """

    def __init__(self, run: Callable[[], Coroutine[Any, Any, ResultT]]) -> None:
        """Take what is to be run."""
        self._run = run
        self._running: asyncio.Task[ResultT] | None = None

    async def __call__(self) -> ResultT:
        """What the run returns. What it raises is raised for each who asked."""
        running = self._running
        if running is None or running.done():
            running = self._running = asyncio.create_task(self._run())
            running.add_done_callback(_look_at_error)
        # Unlike an await of the task, it does not cancel what it waits for.
        await asyncio.wait((running,))
        return running.result()


def _look_at_error(ended: asyncio.Task[Any]) -> None:
    # If all who asked are gone, asyncio would write to the log that nobody did.
    if not ended.cancelled():
        ended.exception()
