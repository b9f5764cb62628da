"""Sessions that are committed after the response was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.commits import late_commits
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Dependencies that commit behind their ``yield``."""
    for late in late_commits(facts):
        yield hit(
            late.function.module,
            late.node,
            f"`{late.function.name}` commits after the response was sent.",
            late.function.symbol,
        )


RULE = Rule(
    id="DB004",
    name="commit-before-response",
    severity=Severity.P0,
    topic="database",
    seed="FastAPI 0.118: dependencies with yield exit after the response is sent",
    what="A dependency that commits behind its `yield`, itself or by a context manager around it,"
    ' and that some route uses without `scope="function"`; FastAPI from 0.118 on, before 0.106, or'
    " of no known version. Dependencies that only close are left alone.",
    why="The client is told that something is stored that is not: a commit that fails then loses it"
    " in silence, and the client's next request may not see it.",
    bad={
        "app/main.py": """from fastapi import Depends, FastAPI

from app.database import sessions

app = FastAPI()


async def get_session():
    async with sessions() as session:
        yield session
        await session.commit()


@app.post("/items")
async def create(session=Depends(get_session)) -> None:
    session.add(1)
""",
        "app/database.py": """from sqlalchemy.ext.asyncio import async_sessionmaker

sessions = async_sessionmaker()
""",
    },
    good={
        "app/main.py": """from fastapi import Depends, FastAPI

from app.database import sessions

app = FastAPI()


async def get_session():
    async with sessions() as session:
        yield session
        await session.commit()


@app.post("/items")
async def create(session=Depends(get_session, scope="function")) -> None:
    session.add(1)
""",
        "app/database.py": """from sqlalchemy.ext.asyncio import async_sessionmaker

sessions = async_sessionmaker()
""",
    },
    fix='Depend on it with `scope="function"`, or commit in the endpoint or service.',
    check=check,
    formerly=("X005",),
)
