from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.routers_leave_decisions_to_services import RULE

TOP = "from fastapi import APIRouter, FastAPI\nrouter = APIRouter()\napp = FastAPI()\n"
END = "app.include_router(router)\n"
DECIDES = "    if a == {0}:\n        b = {0}\n"
REFUSES = "    if a == {0}:\n        log.info('no')\n        raise ValueError\n"
ANSWERS = "    {1} a == {0}:\n        return {0}\n"
CATCHES = "    try:\n        b = f({0})\n    except E{0} as e:\n        raise Http(400) from e\n"
CHOOSES = "    c{0} = a if a else {0}\n"
INNER = "    def f{0}():\n        if a:\n            b = 1\n"


def route(part, times=8):
    body = "".join(part.format(i, "elif" if i else "if") for i in range(times))
    return f"{TOP}@router.get('/')\nasync def read(a: int):\n{body}    return a\n{END}"


@pytest.mark.parametrize(
    "part",
    [
        DECIDES,
        "    for b{0} in a:\n        c += 1\n",
        "    if a:\n        return 1\n    else:\n        c = {0}\n",
        "    b = [c for c in a if c == {0}]\n",
        "    try:\n        b = 1\n    except E:\n        b = {0}\n",
    ],
)
def test_it_finds(part):
    assert lines(RULE, route(part)) == [5]


@pytest.mark.parametrize("part", [REFUSES, ANSWERS, CATCHES, CHOOSES, INNER])
def test_what_refuses_answers_or_converts_is_left_alone(part):
    assert lines(RULE, route(part)) == []


def test_a_few_decisions_are_left_alone_and_so_is_what_is_no_route():
    assert lines(RULE, route(DECIDES, 5)) == []
    assert lines(RULE, route(DECIDES).replace("@router.get('/')\n", "")) == []


def test_a_stream_that_waits_for_ever_decides_nothing_by_that():
    assert lines(RULE, route("    while True:\n        await f({0})\n")) == []
