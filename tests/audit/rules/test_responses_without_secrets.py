from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

TOP = """from typing import Annotated, Generic, List, TypeVar
from fastapi import APIRouter, FastAPI
from pydantic import BaseModel, Field, SecretStr
app = FastAPI()
T = TypeVar("T")
class Page(BaseModel, Generic[T]):
    items: List[T]
class User(BaseModel):
    email: str
"""
ROUTE = "@app.get('/u')\ndef read() -> User: ...\n"


@pytest.mark.parametrize(
    "field",
    [
        "password: str",
        "hashed_password: str | None = None",
        "password_hash: bytes = Field(exclude=False)",
        "totp_secret: str",
        "is_superuser: bool = False",
        "reset_token: str | None = None",
        "private_key: str",
        "abs_api_token: str",
        "api_key: str",
        "apiKeys: dict[str, str]",
        "secret_keys: List[str] | None = None",
    ],
)
def test_it_finds_fields(field):
    assert lines(RULE, f"{TOP}    {field}\n{ROUTE}") == [10]


@pytest.mark.parametrize(
    "field",
    [
        "password: str = Field(exclude=True)",
        "password: Annotated[str, Field(exclude=True)]",
        "has_password: bool",
        "password: SecretStr",
        "password_changed_at: str",
        "file_hash: str",
        "token: str",
        "access_token: str\n    refresh_token: str\n    token_type: str = 'bearer'",
        "next_token: str",
    ],
)
def test_it_leaves_fields_alone(field):
    assert lines(RULE, f"{TOP}    {field}\n{ROUTE}") == []


SECRET = TOP + "    password: str\n"


@pytest.mark.parametrize(
    "route",
    [
        "@app.get('/u', response_model=Page[User])\ndef read(): ...\n",
        "@app.get('/u', response_model=List[User] | None)\ndef read(): ...\n",
        "class Team(BaseModel):\n    users: list[User]\n@app.get('/t')\ndef read() -> Team: ...\n",
        (
            "router = APIRouter()\n@router.get('/u')\ndef read() -> 'User': ...\n"
            "app.include_router(router)\n"
        ),
        "def read() -> User: ...\napp.add_api_route('/u', read)\n",
    ],
)
def test_it_finds_models_wherever_they_are_answered(route):
    assert lines(RULE, SECRET + route) == [10]


@pytest.mark.parametrize(
    "route",
    [
        "@app.post('/u')\ndef make(user: User) -> int: ...\n",
        "@app.get('/u', response_model_exclude={'password'})\ndef read() -> User: ...\n",
        "@app.get('/u', response_model_include={'email'})\ndef read() -> User: ...\n",
        (
            "class Shown(BaseModel):\n    email: str\n"
            "@app.get('/u', response_model=Shown)\ndef read() -> User: ...\n"
        ),
    ],
)
def test_it_leaves_alone_what_is_not_sent(route):
    assert lines(RULE, SECRET + route) == []


def test_an_inherited_field_is_found_at_the_response():
    files = {
        "app/models.py": SECRET.replace("app = FastAPI()\n", ""),
        "app/main.py": "from fastapi import FastAPI\nfrom app import models as m\napp = FastAPI()\n"
        "class Shown(m.User):\n    id: int\n@app.get('/')\ndef read() -> Shown: ...\n",
    }
    assert lines(RULE, files) == [4]


def test_a_secret_that_is_shown_once_is_left_alone():
    made = "class Key(BaseModel):\n    secret: str\n@app.post('/k')\ndef make() -> Key: ...\n"
    assert lines(RULE, TOP + made) == []
    assert lines(RULE, TOP + made.replace("post", "get")) == [11]


def test_lists_of_tokens_are_found():
    source = TOP + "    tokens: list['Token']\nclass Token(BaseModel):\n    token: str\n" + ROUTE
    assert lines(RULE, source) == [10]


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ("id: int\n    token: str", 1),
        ("uuid: str\n    token: str", 1),
        ("id: int\n    username: str\n    token: str", 0),
        ("token: str", 0),
    ],
)
def test_a_token_of_a_thing_is_kept_with_it(fields, count):
    source = f"{TOP}class Hook(BaseModel):\n    {fields}\n@app.get('/h')\ndef read() -> Hook: ...\n"
    assert len(lines(RULE, source)) == count


@pytest.mark.parametrize(
    ("route", "count"),
    [
        ("def read():\n    return Hook(api_key='k')", 1),
        ("def read() -> dict:\n    return Hook(api_key='k')", 0),
        ("def read():\n    return {'hook': 1}", 0),
    ],
)
def test_a_model_that_is_returned_need_not_be_declared(route, count):
    source = f"{TOP}class Hook(BaseModel):\n    api_key: str\n@app.get('/h')\n{route}\n"
    assert len(lines(RULE, source)) == count


def test_what_a_table_is_related_to_is_not_sent():
    source = f"""{TOP}    password: str
from sqlmodel import Field as Column, Relationship, SQLModel
class Owner(SQLModel, table=True):
    id: int = Column(primary_key=True)
    password: str
class Item(SQLModel, table=True):
    id: int = Column(primary_key=True)
    owner: Owner = Relationship(back_populates="items")
@app.get('/items')
def read() -> Item: ...
"""
    assert lines(RULE, source) == []
