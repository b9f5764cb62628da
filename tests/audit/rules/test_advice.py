"""What the rules that advise leave alone; that they find is shown by their own examples."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules import rule

FIVE = "".join(f"@app.get('/{name}')\ndef {name}() -> int: ...\n" for name in "abcde")
APP = "from fastapi import FastAPI, APIRouter, Depends\n"
SESSIONS = """from sqlalchemy.ext.asyncio import async_sessionmaker as maker
from pydantic_settings import BaseSettings
class Settings(BaseSettings): ...
make = maker()
settings = Settings()
app = FastAPI()
"""
ROWS = """from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase
app = FastAPI()
class Base(DeclarativeBase): ...
class Row(Base):
    __tablename__ = "rows"
"""
READ = "@app.get('/', response_model=list[Shown])\ndef read() -> list[Row]: ...\n"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("API002", APP + "app = FastAPI(root_path='/v1')\n" + FIVE),
        ("API002", APP + "app = FastAPI()\n" + FIVE[:60]),
        (
            "API002",
            APP + "app = FastAPI()\nouter = FastAPI()\nouter.mount(read_prefix(), app)\n" + FIVE,
        ),
        (
            "API002",
            APP
            + "V = '/v2'\nrouter = APIRouter(prefix=V)\n"
            + FIVE.replace("app", "router")
            + "app = FastAPI()\napp.include_router(router)\n",
        ),
        ("ARCH003", APP + SESSIONS + "def get():\n    return make()\n"),
        ("ARCH003", APP + SESSIONS + "@app.get('/')\ndef a(s=Depends(get)) -> int: ...\n"),
        ("ARCH003", APP + SESSIONS + "@app.get('/')\ndef a() -> str:\n    return settings.name\n"),
        (
            "PYD004",
            APP
            + ROWS
            + "class Reads(BaseModel):\n    model_config = {'from_attributes': True}\n"
            + "class Shown(Reads): ...\n"
            + READ,
        ),
        (
            "PYD004",
            APP
            + ROWS
            + "class Shown(BaseModel):\n    class Config:\n        orm_mode = True\n"
            + READ,
        ),
        ("PYD004", APP + ROWS + "class Shown(BaseModel): ...\n" + READ.replace("[Row]", "[dict]")),
        (
            "PYD007",
            APP
            + "from pydantic import BaseModel\napp = FastAPI()\nclass A(BaseModel):\n"
            + "    @property\n    def offset(self): ...\n"
            + "@app.get('/')\ndef read() -> A:\n    a.offset\n",
        ),
        (
            "PYD005",
            (
                "from pydantic import BaseModel\n"
                "class A(BaseModel):\n    items: list[int]\n    a: int\n"
                "class B(BaseModel):\n    items: list[str]\n    b: int\n"
            ),
        ),
        ("ERR005", "class A(Exception): ...\nclass B(A): ...\nclass C(A): ...\n"),
        ("PYD008", APP + "app = FastAPI()\n" + FIVE),
    ],
)
def test_it_leaves_alone(name, source):
    found = rule(name)
    assert found is not None
    assert lines(found, source) == []


@pytest.mark.parametrize(
    ("name", "source", "line"),
    [
        (
            "API002",
            APP + "def create():\n    app = FastAPI()\n    return app\napp = create()\n" + FIVE,
            3,
        ),
        (
            "ARCH003",
            APP + SESSIONS + "@app.get('/')\ndef a() -> int:\n    return Settings().a\n",
            10,
        ),
        ("ARCH003", APP + SESSIONS + "@app.get('/')\nasync def a() -> int:\n    make()\n", 10),
        ("PYD004", APP + ROWS + "class Shown(BaseModel): ...\n" + READ, 8),
    ],
)
def test_it_finds(name, source, line):
    found = rule(name)
    assert found is not None
    assert lines(found, source) == [line]
