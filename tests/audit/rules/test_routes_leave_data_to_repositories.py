from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.routes_leave_data_to_repositories import RULE

TOP = """from typing import Annotated
from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession as Db
from beanie import Document
app = FastAPI()
class Paper(Document): ...
def get_db() -> Db: ...
DbDep = Annotated[Db, Depends(get_db)]
"""


@pytest.mark.parametrize(
    "route",
    [
        "@app.get('/')\nasync def a(db: DbDep):\n    return await db.execute(q)\n",
        "@app.get('/')\nasync def a(db: Db = Depends(get_db)):\n    await db.commit()\n",
        "@app.get('/')\nasync def a(session: 'Db'):\n    return (await session.get(b, 1)).c\n",
        "@app.get('/')\nasync def a():\n    db = get_db()\n    db.add(1)\n",
        "@app.get('/')\nasync def a():\n    return await Paper.find_all().to_list()\n",
    ],
)
def test_it_finds(route):
    assert lines(RULE, TOP + route) == [11]


@pytest.mark.parametrize(
    "route",
    [
        "@app.get('/')\nasync def a(db: DbDep):\n    return await crud.read(db)\n",
        "@app.get('/')\nasync def a(repository: Repository):\n    return repository.get(1)\n",
        "@app.get('/health')\nasync def a(db: DbDep):\n    await db.execute(text('x'))\n",
        "@app.get('/up')\nasync def a(db: DbDep):\n    await db.execute(text('SELECT 1'))\n",
        "async def a(db: DbDep):\n    await db.execute(q)\n",
        "@app.get('/')\nasync def a(cache: dict):\n    return cache.get('a')\n",
    ],
)
def test_it_leaves_alone(route):
    assert lines(RULE, TOP + route) == []


def test_a_session_of_the_instance_is_one():
    source = (
        TOP
        + "class View:\n    db: DbDep\n    @app.get('/')\n    def a(self):\n        self.db.commit()\n"
    )
    assert lines(RULE, source) == [13]
