from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.page_without_bound import RULE

START = """from typing import Annotated
from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel, Field, PositiveInt
app = FastAPI()
@app.get("/")
"""


@pytest.mark.parametrize(
    "source",
    [
        "def f(skip: int = 0): ...",
        "def f(page: int = Query(1, ge=1)): ...",
        "def f(offset: Annotated[int | None, Query(ge=0)] = None): ...",
        "def f(page: PositiveInt = 1): ...",
    ],
)
def test_it_finds(source):
    assert lines(RULE, START + source) == [6]


@pytest.mark.parametrize(
    "source",
    [
        "def f(skip: int = Query(0, le=100)): ...",
        "def f(page: Annotated[int, Query(ge=1, lt=100)] = 1): ...",
        "def f(page: str = ''): ...",
        "def f(skip: int = 0):\n    skip = min(skip, 100)",
        "def f(skip: int = 0):\n    if skip > 100: raise ValueError",
        "def f(limit: int = 0): ...",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []


def test_aliases_dependencies_and_models_are_followed():
    files = {
        "app/main.py": "from typing import Annotated\nfrom fastapi import Depends, FastAPI, Query\n"
        "from app.paging import Open, Paging, Skip, paging\napp = FastAPI()\n"
        "@app.get('/a')\ndef a(skip: Skip = 0): ...\n"
        "@app.get('/b')\ndef b(p: Annotated[Paging, Query()]): ...\n"
        "@app.get('/c')\ndef c(p: dict = Depends(paging)): ...\n"
        "@app.get('/d')\ndef d(p: Open = Depends()): ...\n",
        "app/paging.py": "from dataclasses import dataclass\nfrom typing import Annotated\n"
        "from fastapi import Query\nfrom pydantic import BaseModel, Field\n"
        "Skip = Annotated[int, Query(ge=0, le=99)]\nclass Paging(BaseModel):\n"
        "    page: int = Field(1, le=9)\ndef paging(offset: int = 0): ...\n"
        "@dataclass\nclass Open:\n    page: int = 1\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [
        ("app/paging.py", 8),
        ("app/paging.py", 11),
    ]


DATACLASSES = """from dataclasses import KW_ONLY, dataclass, field
from typing import Annotated, ClassVar
from fastapi import Depends, FastAPI, Query
app = FastAPI()
@dataclass
class Base:
    page: int = 1
@dataclass
class Page(Base):
    %s
@app.get("/d")
def d(p: Page = Depends()): ...
"""


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("offset: int = 0", [7, 10]),
        ("page: int = 0", [10]),
        ("page = 0", [7]),
        ("page: Annotated[int, Query(le=9)] = 1", []),
        ("page: int = field(default=1, init=False)", []),
        ("page: int = field(default=1, init=True)", [10]),
        ("page: ClassVar[int] = 1", []),
        ("page: KW_ONLY", []),
    ],
)
def test_fields_of_dataclasses_that_requests_fill_in(field, found):
    assert lines(RULE, DATACLASSES % field) == found
