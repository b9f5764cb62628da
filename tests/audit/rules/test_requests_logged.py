from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.requests_logged import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"


def test_it_finds():
    assert lines(RULE, APP) == [2]
    silent = (
        "@app.middleware('http')\nasync def m(request, call_next):\n    return call_next(request)\n"
    )
    assert lines(RULE, APP + silent) == [2]


@pytest.mark.parametrize(
    "source",
    [
        "@app.middleware('http')\nasync def m(request, call_next):\n    logger.info(request.url)\n",
        (
            "class M:\n    async def __call__(self, scope, receive, send):\n"
            "        self.log.info(scope['path'])\napp.add_middleware(M)\n"
        ),
        (
            "class M:\n    async def dispatch(self, request, call_next):\n        self.write(1)\n"
            "    def write(self, r):\n        logger.info(r.method)\napp.add_middleware(M)\n"
        ),
        "import logfire\nlogfire.instrument_fastapi(app)\n",
        # That it prints is another rule's.
        "@app.middleware('http')\nasync def m(request, call_next):\n    print(request.url)\n",
        (
            "@app.middleware('http')\nasync def m(request, call_next):\n"
            "    line = f'{request.method} {request.url}'\n    print(line)\n"
        ),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, APP + source) == []


@pytest.mark.parametrize(
    "source",
    [
        # Nobody adds it.
        "class M:\n    async def __call__(self, scope, receive, send):\n        log.info(scope)\n",
        # A line about something else.
        "@app.middleware('http')\nasync def m(request, call_next):\n    print('full')\n",
        "@app.middleware('http')\nasync def m(request, call_next):\n    log.warning('full')\n",
    ],
)
def test_it_finds_middleware_that_logs_no_request(source):
    assert lines(RULE, APP + source) == [2]
