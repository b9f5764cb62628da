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
        "@app.put('/{i}/status')\nasync def update_status(db: DbDep):\n    await db.commit()\n",
        "@app.get('/status/{i}')\nasync def a(db: DbDep):\n    return await db.get(b, 1)\n",
        "@app.post('/1/status')\nasync def a(db: DbDep):\n    await db.commit()\n",
        "@app.get('/1/status')\nasync def a(db: DbDep):\n    return await db.get(Paper, 1)\n",
        "@app.put('/live')\nasync def publish(db: DbDep):\n    await db.commit()\n",
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
        "@app.get('/status')\nasync def a(db: DbDep):\n    await db.execute(text('x'))\n",
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


ACTIVE = """from fastapi import Depends, FastAPI
from odmantic import AIOEngine
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase
from typing import Generic, TypeVar
from tortoise.models import Model
app = FastAPI()
engine = AIOEngine()
class Base(DeclarativeBase):
    async def save(self, session: AsyncSession): ...
    async def change(self, *given): ...
    def label(self, long: bool): ...
    @classmethod
    async def truncate(cls, session: AsyncSession): ...
    @classmethod
    def described(cls, long: bool): ...
class Item(Base):
    @staticmethod
    async def named(session: AsyncSession): ...
class User(Model):
    @classmethod
    async def named(cls, name): return await cls.get(name=name)
Kind = TypeVar("Kind", bound=Model)
class Crud(Generic[Kind]):
    def __init__(self, model: type[Kind]):
        self.model = model
    async def get(self, id: int) -> Kind: ...
class Users(Crud[User]): ...
users = Users()
"""


@pytest.mark.parametrize(
    "body",
    [
        "await Item().save(db)",
        "await Item().change(db)",
        "await Item.find(db, 1)",
        "await Item.truncate(db)",
        "item = await Item.named(db)\n    await item.save(db)",
        "await engine.save(1)",
        "await User.filter(name='a').first()",
        "await users.model.filter(name='a')",
        "user = await users.get(1)\n    await user.save()",
        "user = await users.get(1)\n    user = user.model_copy()\n    await user.save()",
    ],
)
def test_models_that_save_themselves_and_engines_are_the_database(body):
    route = f"@app.get('/')\nasync def a(db: AsyncSession):\n    {body}\n"
    assert lines(RULE, ACTIVE + route) == [31]


@pytest.mark.parametrize(
    "body",
    [
        "return await Item.named(db)",
        "return await User.named('a')",
        "return Item().label(True)",
        "return Item.described(True)",
        "item = await Item.named(db)\n    return item.label(True)",
        "return await users.get(1)",
        "return await users.update_one(1)",
    ],
)
def test_other_methods_of_models_and_repositories_are_left_alone(body):
    route = f"@app.get('/')\nasync def a(db: AsyncSession):\n    {body}\n"
    assert lines(RULE, ACTIVE + route) == []


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("databases.Database(url).fetch_all(q)", [4]),
        ("sqlite3.Connection('a').execute(q)", [4]),
        ("requests.Session().get(url)", []),
        ("Session().get('a')", []),
    ],
)
def test_connections_are_the_database_and_sessions_of_others_are_not(made, found):
    top = "import databases, requests, sqlite3, fastapi\napp = fastapi.FastAPI()\n"
    route = f"@app.get('/')\ndef a():\n    return {made}\nclass Session:\n    def get(self): ...\n"
    assert lines(RULE, top + route) == found


def test_the_current_session_of_a_library_is_one():
    top = "from fastapi import FastAPI\nfrom fastapi_sqlalchemy import db\napp = FastAPI()\n"
    route = "@app.get('/')\ndef a():\n    return {}\n"
    assert lines(RULE, top + route.format("db.session.query(Item).all()")) == [5]
    assert lines(RULE, top + route.format("count(db.session)")) == []


@pytest.mark.parametrize("method", ["cursor", "commit"])
def test_a_connection_that_is_handed_out_is_worked_with(method):
    source = (
        "from fastapi import FastAPI\nfrom psycopg import AsyncConnection\napp = FastAPI()\n"
        "@app.get('/{i}')\nasync def a(db: AsyncConnection):\n"
        f"    await store(db)\n    await db.{method}()\n"
    )
    assert lines(RULE, source) == [5]


def test_what_pages_a_statement_by_itself_runs_it():
    source = TOP + "from fastapi_pagination.ext.sqlalchemy import paginate\n"
    route = "@app.get('/')\nasync def a(db: DbDep):\n    return await paginate({}, 1)\n"
    assert len(lines(RULE, source + route.format("db"))) == 1
    assert lines(RULE, source + route.format("items")) == []


def test_bases_that_a_decorator_makes_are_tables():
    source = (
        "from fastapi import FastAPI\nfrom fastapi_sqlalchemy import db\n"
        "from sqlalchemy.orm import Session, as_declarative\napp = FastAPI()\n"
        "@as_declarative()\nclass Base:\n"
        "    def save(self, session: Session):\n        session.add(self)\n"
        "class Item(Base): ...\n"
        "@app.post('/')\ndef a():\n    Item().save(db.session)\n"
    )
    assert lines(RULE, source) == [11]


@pytest.mark.parametrize("library", ["fastapi_sqlalchemy", "fastapi_async_sqlalchemy"])
def test_a_session_that_a_library_keeps_in_a_context(library):
    top = f"import fastapi\nfrom {library} import db\napp = fastapi.FastAPI()\n"
    route = "@app.get('/')\ndef a():\n    db.session.commit()\n"
    assert lines(RULE, top + route) == [5]


def test_a_driver_is_known_by_methods_that_nobody_else_has():
    route = "@app.get('/')\nasync def a(request):\n    await request.app.db.x.insert_one({})\n"
    assert lines(RULE, f"import motor\n{ACTIVE}{route}") == [32]
    assert lines(RULE, ACTIVE + route) == []
    own = "class Mixin:\n    def insert_one(self): ...\n"
    assert lines(RULE, f"import motor\n{ACTIVE}{own}{route}") == []


STORAGE = """from fastapi import Depends, FastAPI
from sqlalchemy.orm import Session, sessionmaker
app = FastAPI()
class Storage:
    def __init__(self):
        self.__session = sessionmaker()()
    def query_of(self, kind):
        return self.__session.query(kind)
    def names(self):
        return [each.name for each in self.__session.query(User)]
def load():
    storage = Storage()
    try:
        yield storage
    finally:
        storage.close()
@app.get('/users')
"""


def test_what_a_dependency_gives_is_told_by_it_and_not_by_an_annotation():
    asking = STORAGE + (
        "def a(db: Session = Depends(load)):\n    return db.query_of(User).filter(x).all()\n"
    )
    assert lines(RULE, asking) == [18]


def test_a_method_of_what_a_dependency_gives_that_asks_itself_is_a_repository():
    named = STORAGE + "def a(db: Session = Depends(load)):\n    return db.names()\n"
    assert lines(RULE, named) == []


DJANGO = """from django.db import models
from fastapi import Depends, FastAPI
app = FastAPI()
class Boat(models.Model):
    def title(self): return self.name
def find(name: str) -> Boat: ...
"""


@pytest.mark.parametrize(
    ("route", "found"),
    [
        ("def a():\n    return Boat.objects.get(id=1)\n", [8]),
        ("def a(boat: Boat = Depends(find)):\n    boat.delete()\n", [8]),
        ("def a(boat: Boat = Depends(find)):\n    return boat.title()\n", []),
        ("def a():\n    return find('a')\n", []),
    ],
)
def test_models_of_django(route, found):
    assert lines(RULE, f"{DJANGO}@app.get('/')\n{route}") == found
