"""One run for all who ask while it runs."""

import asyncio
import gc
from typing import Any

import pytest

from app.core.single_flight import SingleFlight


class Work:
    """Goes on until it may end, and counts how often it was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = asyncio.Event()
        self.error: BaseException | None = None

    async def __call__(self) -> int:
        self.begun += 1
        number = self.begun
        await self.may_end.wait()
        if self.error is not None:
            raise self.error
        return number


@pytest.fixture
async def work() -> Work:
    """What is run."""
    return Work()


async def begun(flight: SingleFlight[int], count: int) -> list[asyncio.Task[int]]:
    """Several who ask, and wait by now."""
    asking = [asyncio.create_task(flight()) for _ in range(count)]
    for _ in range(3):
        await asyncio.sleep(0)
    return asking


async def test_all_who_ask_meanwhile_get_one_answer(work: Work) -> None:
    asking = await begun(SingleFlight(work), 20)
    work.may_end.set()

    assert await asyncio.gather(*asking) == [1] * 20


async def test_who_asks_after_it_ended_gets_a_new_answer(work: Work) -> None:
    flight = SingleFlight(work)
    work.may_end.set()

    assert [await flight(), await flight()] == [1, 2]


@pytest.mark.parametrize("error", [ConnectionRefusedError, asyncio.CancelledError])
async def test_all_are_told_what_failed_and_the_next_try_again(
    work: Work, error: type[BaseException]
) -> None:
    flight = SingleFlight(work)
    asking = await begun(flight, 20)
    work.error = error()
    work.may_end.set()

    told = await asyncio.gather(*asking, return_exceptions=True)
    assert [type(each) for each in told] == [error] * 20
    work.error = None
    assert await flight() == 2


@pytest.mark.parametrize("leaving", [0, 1])
async def test_who_goes_away_leaves_it_to_the_others(work: Work, leaving: int) -> None:
    asking = await begun(SingleFlight(work), 3)
    asking.pop(leaving).cancel()
    await asyncio.sleep(0)
    work.may_end.set()

    assert await asyncio.gather(*asking) == [1, 1]


async def test_what_fails_when_all_are_gone_is_nothing_to_report(work: Work) -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    flight = SingleFlight(work)
    asking = await begun(flight, 2)
    for task in asking:
        task.cancel()
    await asyncio.wait(asking)
    work.error = ConnectionRefusedError()
    work.may_end.set()
    await asyncio.sleep(0.01)
    work.error = None

    assert await flight() == 2
    gc.collect()
    asyncio.get_running_loop().set_exception_handler(None)
    assert reported == []
