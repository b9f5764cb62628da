"""Texts of exceptions in what is streamed, and in what handlers of the project's own answer with."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules import rule

LEAKS = rule("ERR006")
STREAM = """from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


class Chat:
    async def events(self):
        try:
            yield await ask()
        except Exception as error:
            yield f"failed: {error}"


async def sent(chat: Chat):
BODY


@app.get("/")
async def stream():
    return StreamingResponse(sent(Chat()))
"""
TOLD = """from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()


class ShopError(Exception):
    level = "error"

    def __init__(self, message: str, shown: str | None = None):
        super().__init__(message)
        self.shown = shown or "It failed."


@app.exception_handler(ShopError)
async def answer(request, exc: ShopError):
    write = getattr(log, exc.level, log.error)
    write("failed")
    return JSONResponse({"detail": exc.shown})


def buy():
    try:
        pay()
    except OSError as error:
        raise RAISED
"""


@pytest.mark.parametrize(
    "body",
    [
        "    async for event in chat.events():\n        yield event",
        "    async for event in chat.events():\n        yield {'data': event}",
        "    for event in chat.events():\n        yield event.data",
        "    yield from chat.events()",
    ],
)
def test_what_a_generator_takes_of_another_is_streamed(body):
    assert lines(LEAKS, STREAM.replace("BODY", body)) == [12]


@pytest.mark.parametrize(
    "body",
    [
        "    async for event in chat.events():\n        log(event)\n        yield 1",
        "    yield chat",
    ],
)
def test_what_a_generator_keeps_is_not_streamed(body):
    assert lines(LEAKS, STREAM.replace("BODY", body)) == []


@pytest.mark.parametrize(
    ("raised", "found"),
    [
        ("ShopError(str(error))", []),
        ("ShopError(message=str(error), shown='The shop is closed.')", []),
        ("ShopError('closed', str(error))", [26]),
    ],
)
def test_an_attribute_of_a_class_holds_nothing_that_an_instance_is_made_with(raised, found):
    assert lines(LEAKS, TOLD.replace("RAISED", raised)) == found


QUEUED = """import asyncio
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()


@app.get("/")
async def stream():
    async def events():
        queue: asyncio.Queue = asyncio.Queue()
        log = asyncio.Queue()

        async def work():
            try:
                await queue.put(("result", await ask()))
            except Exception as error:
                await {held}.put(("error", {{"message": {text}}}))

        task = asyncio.create_task(work())
        while True:
            kind, data = await queue.get()
            yield kind, data

    return {answer}
"""


@pytest.mark.parametrize(
    ("held", "text", "answer", "found"),
    [
        ("queue", "str(error)", "StreamingResponse(events())", [18]),
        ("queue", "'It failed.'", "StreamingResponse(events())", []),
        # What nobody streams is for whoever reads it.
        ("log", "str(error)", "StreamingResponse(events())", []),
        ("queue", "str(error)", "await store(events)", []),
    ],
)
def test_what_is_streamed_from_a_queue(held, text, answer, found):
    assert lines(LEAKS, QUEUED.format(held=held, text=text, answer=answer)) == found
