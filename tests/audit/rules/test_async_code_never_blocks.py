from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.async_code_never_blocks import RULE

TOP = """import asyncio, subprocess, time
import requests as web
from time import sleep
from sqlalchemy.orm import Session
from sqlalchemy.ext.asyncio import AsyncSession
"""


@pytest.mark.parametrize(
    "text",
    [
        "async def a():\n    time.sleep(1)\n",
        "async def a():\n    sleep(1)\n",
        "async def a():\n    web.get('b')\n",
        "async def a():\n    subprocess.run(['b'])\n",
        "async def a(db: Session):\n    db.commit()\n",
    ],
)
def test_it_finds(text):
    assert lines(RULE, TOP + text) == [7]


@pytest.mark.parametrize(
    "text",
    [
        "def a():\n    time.sleep(1)\n",
        "async def a():\n    await asyncio.sleep(1)\n",
        "async def a():\n    await asyncio.to_thread(time.sleep, 1)\n",
        "async def a():\n    await asyncio.to_thread(lambda: time.sleep(1))\n",
        "async def a():\n    def b():\n        time.sleep(1)\n    await asyncio.to_thread(b)\n",
        "async def a(db: AsyncSession):\n    await db.commit()\n",
    ],
)
def test_it_leaves_alone(text):
    assert lines(RULE, TOP + text) == []


def test_each_call_is_found():
    text = "async def a():\n    web.get('b')\n    if a:\n        time.sleep(1)\n    sleep(2)\n"
    assert lines(RULE, TOP + text) == [7, 9, 10]
