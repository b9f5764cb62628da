"""Routes that work with what a driver has given, wherever the project keeps it."""

from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.routes_leave_data_to_repositories import RULE

TOP = """import contextlib, httpx, sqlite3
import asyncpg, mysql.connector, psycopg2.pool
from fastapi import Depends, FastAPI, Request
from motor.motor_asyncio import AsyncIOMotorClient
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
app = FastAPI()
engine = create_engine("mysql+pymysql://db/shop")
Local = sessionmaker(bind=engine)
pool = None
async def start():
    global pool
    pool = await asyncpg.create_pool("postgresql://db/shop")
    app.state.connections = pool
async def get_pool():
    return pool
class Store:
    pool = None
    client = httpx.AsyncClient()
    @classmethod
    async def opened(cls):
        if cls.pool is None:
            cls.pool = await asyncpg.create_pool("postgresql://db/shop")
        return cls.pool
    def execute(self, order): ...
class Opened:
    def __enter__(self):
        self.held = mysql.connector.connect(host="db")
        return self.held.cursor()
    def __exit__(self, *given): ...
store = Store()
@contextlib.contextmanager
def cursor():
    held = psycopg2.pool.ThreadedConnectionPool(1, 2).getconn()
    with contextlib.closing(held.cursor()) as found:
        yield found
def rows():
    session = Local()
    try:
        yield session
    finally:
        session.close()
class Documents:
    def __init__(self):
        self.client = AsyncIOMotorClient("mongodb://db")
        self.shop = self.client["shop"]
documents = Documents()
def orders(): return documents.shop.orders
def papers(): return [1]
@app.middleware("http")
async def hold(request: Request, call_next):
    async with request.app.state.connections.acquire() as request.state.held:
        return await call_next(request)
"""
LINE = TOP.count("\n") + 2


@pytest.mark.parametrize(
    "body",
    [
        "async with pool.acquire() as c:\n        return await c.fetch(q)",
        "return await (await get_pool()).fetchrow(q)",
        "held = await Store.opened()\n    async with held.acquire() as c:\n        await c.execute(q)",
        "async with Store.pool.acquire() as c, c.transaction():\n        await c.execute(q)",
        "return await request.state.held.fetchval(q)",
        "return await request.app.state.connections.fetch(q)",
        "with cursor() as c:\n        c.execute(q)",
        "with Opened() as c:\n        c.execute(q)",
        "c = sqlite3.connect('a').cursor()\n    return c.execute(q).fetchall()",
        "with engine.connect() as c:\n        return c.execute(q)",
        "with Local() as session:\n        session.add(q)",
        "return orders().find({})",
        "return await documents.client['shop']['orders'].count_documents({})",
        "return await run_query('SELECT a FROM b WHERE c = $1', 1)",
        "q = f'''\n    INSERT INTO b VALUES ({1})'''\n    await store.execute(q)",
    ],
)
def test_what_a_driver_has_given_is_the_database(body):
    route = f"@app.get('/')\nasync def a(request: Request, q: str):\n    {body}\n"
    assert lines(RULE, TOP + route) == [LINE]


@pytest.mark.parametrize("given", ["=Depends(rows)", ": Any = Depends(rows)"])
def test_a_session_that_is_depended_on_without_a_type_is_one(given):
    route = f"from typing import Any\n@app.get('/')\ndef a(db{given}):\n    return db.query(q)\n"
    assert lines(RULE, TOP + route) == [LINE + 1]


@pytest.mark.parametrize(
    "body",
    [
        "return await Store.client.get(q)",
        "return store.execute(q)",
        "return papers().count(1)",
        "return await list_orders(pool)",
        "return await list_orders(orders())",
        "return await repository.fetch('Select a file from the list')",
        "logger.info('SELECT a FROM b')",
        "return search.execute('select what you want from the list')",
    ],
)
def test_what_is_handed_on_or_is_of_others_is_left_alone(body):
    route = f"@app.get('/')\nasync def a(request: Request, q: str):\n    {body}\n"
    assert lines(RULE, TOP + route) == []


def test_a_pool_of_another_module_is_followed():
    files = {
        "app/db.py": "import aiomysql\nclass Db:\n    pool: object = None\ndb = Db()\n"
        "async def start():\n    db.pool = await aiomysql.create_pool()\n",
        "app/main.py": "from fastapi import FastAPI\nfrom app.db import db as held\napp = FastAPI()\n"
        "@app.get('/')\nasync def a(q: str):\n    async with held.pool.acquire() as c:\n"
        "        async with c.cursor() as rows:\n            await rows.execute(q)\n",
    }
    assert [(each.path, each.line) for each in findings(RULE, files)] == [("app/main.py", 5)]


QUERY = """from fastapi import Depends, FastAPI
from sqlalchemy.orm import DeclarativeBase, Query, Session, sessionmaker
app = FastAPI()
class Base(DeclarativeBase):
    @classmethod
    def query(cls, session: Session) -> Query: return session.query(cls)
    @classmethod
    def found(cls, session: Session): return session.query(cls).filter(cls.id > 1).all()
class Item(Base): ...
class Held:
    def __init__(self): self.sessions = sessionmaker()
held = Held()
def query(session: Session): return session.query(Item)
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return Item.query(db).filter(Item.id == 1).one()", [15]),
        ("return query(db).all()", [15]),
        ("wanted = Item.query(db)\n    return wanted.count()", [15]),
        ("with held.sessions() as rows:\n        rows.add(1)", [15]),
        ("return Item.found(db)", []),
        ("return page(Item.query(db).filter(Item.id == 1))", []),
        ("return Item.found(db).count(1)", []),
    ],
)
def test_a_query_is_sent_by_whoever_wants_its_rows(body, found):
    route = f"@app.get('/')\ndef a(db: Session):\n    {body}\n"
    assert lines(RULE, QUERY + route) == found


AROUND = {
    "app/db.py": """import asyncpg
class Database:
    def __init__(self): self._pool = None
    async def open(self): self._pool = await asyncpg.create_pool()
    async def fetch(self, query, *given):
        async with self._pool.acquire() as held:
            return await held.fetch(query, *given)
    async def first(self, query: str): return (await self.fetch(query))[0]
    async def each(self, query):
        async with self._pool.acquire() as held:
            async for row in held.cursor(query):
                yield row
    async def order(self, number):
        return await self._pool.fetch("SELECT a FROM orders WHERE number = $1", number)
db = Database()
async def run(sql, *given): return await db.fetch(sql, *given)
""",
}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return await db.fetch(built(q))", [5]),
        ("return await db.first(built(q))", [5]),
        ("return [a async for a in db.each(built(q))]", [5]),
        ("return await run(built(q), 1)", [5]),
        ("return await db.order(q)", []),
        ("return await listed(db, q)", []),
    ],
)
def test_what_is_only_put_around_a_driver_is_one(body, found):
    main = (
        "from fastapi import FastAPI\nfrom app.db import db, run\napp = FastAPI()\n"
        f"@app.get('/')\nasync def a(q: str):\n    {body}\n"
    )
    assert lines(RULE, AROUND | {"app/main.py": main}) == found


CLIENTS = """import ormar
from fastapi import FastAPI
from google.cloud import firestore
from mongoengine import Document
from prisma import Prisma
from supabase import create_client
from sqlalchemy.ext.asyncio import async_sessionmaker
app = FastAPI()
papers = firestore.AsyncClient()
shop = create_client("https://db", "key")
client = Prisma()
opened = async_sessionmaker()
class Album(ormar.Model): ...
class Song(Document): ...
async def get_session():
    async with opened() as session:
        yield session
def listed(): return [1]
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return await papers.collection('a').document(q).get()", [20]),
        ("return shop.table('a').select('*').eq('b', q).execute()", [20]),
        ("return await client.order.find_many(where={'a': q})", [20]),
        ("return await Album.objects.filter(a=q).all()", [20]),
        ("return await Album.objects.get(a=q)", [20]),
        ("return Song.objects(a=q).first()", [20]),
        ("async for rows in get_session():\n        return await rows.execute(q)", [20]),
        ("return shop.auth.get_user(q)", []),
        ("return paper(papers.collection('a').document(q))", []),
        ("for each in listed():\n        each.add(q)", []),
    ],
)
def test_clients_of_databases_that_have_a_language_of_their_own(body, found):
    route = f"@app.get('/')\nasync def a(q: str):\n    {body}\n"
    assert lines(RULE, CLIENTS + route) == found


QUERIES = """from elasticsearch_dsl import Search
from fastapi import FastAPI
from pynamodb.models import Model
app = FastAPI()
class Boat(Model): ...
def named(name: str):
    query = Search(index="boats")
    return query.query("term", name=name)
@app.get("/boats")
def a(name: str):
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return Search(index='boats').query('term', name=name).extra(size=1).execute()", [10]),
        ("asked = named(name)\n    return asked.execute()", [10]),
        ("return [dict(each) for each in Boat.scan()]", [10]),
        ("return list(Boat.query(name, limit=20))", [10]),
        ("return named(name).to_dict()", []),
    ],
)
def test_queries_of_elasticsearch_and_models_of_dynamodb_are_asked(body, found):
    assert lines(RULE, f"{QUERIES}    {body}\n") == found


@pytest.mark.parametrize(
    ("body", "found"),
    [("client.table('lamps').select('state').execute()", True), ("client.auth.get_user()", False)],
)
def test_the_status_of_what_stands_in_a_table_is_no_probe(body, found):
    source = (
        "from fastapi import FastAPI\nfrom supabase import create_client\napp = FastAPI()\n"
        "client = create_client('a', 'b')\n"
        f"@app.get('/lamps/status')\ndef read():\n    return {body}\n"
    )
    assert bool(lines(RULE, source)) is found
