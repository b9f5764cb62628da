from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.cache_shared import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"


def test_it_finds():
    assert lines(RULE, APP + "from cachetools import TTLCache as C\ncache = C(1, 2)\n") == [6]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "import redis\nfrom cachetools import TTLCache\ncache = TTLCache(1, 2)\n",
        "from functools import lru_cache\n@lru_cache\ndef settings(): ...\n",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, APP + source) == []
