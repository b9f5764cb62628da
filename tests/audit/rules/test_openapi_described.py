from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.openapi_described import RULE

ROUTE = "@app.get('/')\ndef read() -> int: ...\n"
TAGGED = "@app.get('/', tags=['a'])\ndef read() -> int: ...\n"


def app(arguments: str) -> str:
    return f"from fastapi import FastAPI\napp = FastAPI({arguments})\n"


@pytest.mark.parametrize(
    "source",
    [
        app("") + TAGGED,
        app("title='Shop'") + TAGGED,
        app("version='1'") + TAGGED,
        app("title='Shop', version='1'") + ROUTE,
        app("**{'title': 'Shop'}") + TAGGED,
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [2]


@pytest.mark.parametrize(
    "source",
    [
        app("title='Shop', version='1'") + TAGGED,
        app("title=settings.name, description='Sells.'") + TAGGED,
        app("**read_it()") + TAGGED,
        app("title='Shop', version='1'") + "inner = FastAPI()\n" + TAGGED,
        app(""),
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []
