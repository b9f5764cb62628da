from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.settings_cached import RULE

TOP = """import functools
from functools import lru_cache as once
from fastapi import Depends, FastAPI
from pydantic_settings import BaseSettings as Base
class Settings(Base):
    name: str = "a"
"""
GET = "def get() -> Settings:\n    return Settings()\n"
ROUTE = "app = FastAPI()\n@app.get('/')\ndef read(s=Depends(get)): ...\n"


def test_it_finds():
    assert lines(RULE, TOP + GET + ROUTE) == [7]
    assert lines(RULE, TOP + GET + "def other():\n    return get().name\n") == [7]


@pytest.mark.parametrize(
    "rest",
    [
        "@once\n" + GET + ROUTE,
        "@once(maxsize=1)\n" + GET + ROUTE,
        "@functools.cache\n" + GET + ROUTE,
        GET + "settings = get()\n",
        "settings = Settings()\ndef get():\n    return settings\n" + ROUTE,
        "_made = None\ndef get():\n    global _made\n    _made = _made or Settings()\n    return _made\n",
    ],
)
def test_it_leaves_alone(rest):
    assert lines(RULE, TOP + rest) == []
