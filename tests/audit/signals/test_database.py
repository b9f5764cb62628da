from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.signals.database import judge
from fastscaffold.audit.verdicts import Verdict

ENGINE = "from sqlalchemy.ext.asyncio import create_async_engine\ne = create_async_engine('postgresql://')\n"
SYNC = "from sqlalchemy import create_engine\ne = create_engine('postgresql://')\n"
WRAPPED = """from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import create_engine
e = AsyncEngine(create_engine(url='postgresql+asyncpg://'))
"""
NAMED = """from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import AsyncEngine
def make():
    inner = create_engine('postgresql+asyncpg://', future=True)
    return AsyncEngine(inner)
"""
REVISION = {"alembic/versions/1.py": "revision = '1'\ndef upgrade(): ...\n"}
EMPTY = {"alembic.ini": "[alembic]", "alembic/versions/.gitkeep": ""}
TORTOISE = "from tortoise import Tortoise\nasync def start(): await Tortoise.init(config)\n"
POOL = "import asyncpg\nasync def start(): return await asyncpg.create_pool()\n"

DJANGO = "from django.db import models\nclass Boat(models.Model): ...\n"
ACCOUNT = DJANGO.replace("db import", "contrib.auth import").replace("Model)", "AbstractBaseUser)")
AWAITED = (
    f"{DJANGO}async def one(): return await Boat.objects.aget(id=1)\n"
    "async def some():\n    query = Boat.objects.filter(a=1)\n"
    "    return [each async for each in query]\n"
    "async def rename(): \n    boat = await Boat.objects.afirst()\n    await boat.asave()\n"
    "async def several():\n    return [each for each in await Boat.objects.ain_bulk([1])]\n"
    "def other(found): return found.get('name')\n"
)
DJANGO_REVISION = "from django.db import migrations\nclass Migration(migrations.Migration): ...\n"


@pytest.mark.parametrize(
    ("source", "files", "verdict"),
    [
        (ENGINE, REVISION, Verdict.MET),
        (TORTOISE, {"migrations/models/0.py": "async def upgrade(db): ..."}, Verdict.MET),
        ("import beanie\nasync def start(): await beanie.init_beanie(d)\n", {}, Verdict.PARTIAL),
        ("from odmantic import AIOEngine\nengine = AIOEngine()\n", {}, Verdict.PARTIAL),
        ("from gino.ext.starlette import Gino\ndb = Gino(app)\n", {}, Verdict.PARTIAL),
        (ENGINE, EMPTY, Verdict.PARTIAL),
        (ENGINE, {}, Verdict.PARTIAL),
        (WRAPPED, REVISION, Verdict.MET),
        (NAMED, REVISION, Verdict.MET),
        (SYNC, REVISION, Verdict.PARTIAL),
        (POOL, REVISION, Verdict.PARTIAL),
        (SYNC, EMPTY, Verdict.NOT_MET),
        ("import sqlite3\nsqlite3.connect('a.db')\n", {}, Verdict.NOT_MET),
        (
            "from couchbase.cluster import Cluster\ncluster = Cluster('couchbase://db')\n",
            {},
            Verdict.NOT_MET,
        ),
        (
            "import sqlite3, surrealdb\nd = surrealdb.Surreal(URL)\nsqlite3.connect('a.db')\n",
            {"app/migrations/1.surrealql": "DEFINE TABLE user;\n"},
            Verdict.PARTIAL,
        ),
        ("import boto3\ntable = boto3.resource('dynamodb').Table('a')\n", {}, Verdict.NOT_MET),
        ("import boto3\nfiles = boto3.client('s3')\n", {}, Verdict.NOT_APPLICABLE),
        (
            "from neo4j import AsyncGraphDatabase\nd = AsyncGraphDatabase.driver('neo4j://')\n",
            {},
            Verdict.PARTIAL,
        ),
        ("x = 1\n", {}, Verdict.NOT_APPLICABLE),
        (DJANGO, {"app/migrations/0001_initial.py": DJANGO_REVISION}, Verdict.PARTIAL),
        (DJANGO, {}, Verdict.NOT_MET),
        (ACCOUNT, {}, Verdict.NOT_MET),
        (AWAITED, {}, Verdict.PARTIAL),
        (AWAITED, {"app/migrations/0001_initial.py": DJANGO_REVISION}, Verdict.MET),
        *(
            (f"{AWAITED}{blocks}", {}, Verdict.NOT_MET)
            for blocks in (
                "def a(): return Boat.objects.get(id=1)\n",
                "def a(): return list(Boat.objects.filter(id=1))\n",
                "def a(): return [each for each in Boat.objects.all()]\n",
                "def a():\n    for each in Boat.objects.all(): print(each)\n",
                "async def a():\n    boat = await Boat.objects.aget(id=1)\n    boat.save()\n",
                "def a(boat: Boat): boat.delete()\n",
            )
        ),
        ("from django.http import JsonResponse\nclass A: ...\n", {}, Verdict.NOT_APPLICABLE),
    ],
)
def test_it_judges(source, files, verdict):
    judgement = judge(facts({"app/db.py": source, **files}))
    assert judgement.verdict is verdict
    assert judgement.evidence or verdict is Verdict.NOT_APPLICABLE


LIBRARY = """from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession as Rows
from shared.databases import opened
async def read(rows: Rows = Depends(opened)): ...
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (LIBRARY, Verdict.MET),
        # An engine of its own tells more.
        (LIBRARY + SYNC, Verdict.PARTIAL),
        ("from fastapi_async_sqlalchemy import db\nrows = db.session\n", Verdict.MET),
    ],
)
def test_sessions_whose_engine_a_library_makes(source, verdict):
    assert judge(facts({"app/db.py": source, **REVISION})).verdict is verdict


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("from shop_db.db import get_session\n", Verdict.NOT_MET),
        ("from shop.database import _sessionmaker as make\nrows = make()\n", Verdict.NOT_MET),
        ("from shop.orm.sessions import SessionLocal\n", Verdict.NOT_MET),
        # What it opens is seen where it is used with an ORM alone.
        ("from shop_mongo.db import get_db\n", Verdict.UNKNOWN),
        (
            "from shop_db.db import get_db\nfrom sqlalchemy.orm import Session\n",
            Verdict.NOT_MET,
        ),
        # Those of clients, and what only makes such.
        ("from aiobotocore.session import get_session\n", Verdict.NOT_APPLICABLE),
        ("from sqlalchemy.orm import sessionmaker\n", Verdict.NOT_APPLICABLE),
        ("from shop_db.db import names\n", Verdict.NOT_APPLICABLE),
        # Of the project, which keeps everything in memory.
        ("from app.database import get_session\n", Verdict.NOT_APPLICABLE),
        # What is of the project says more.
        (SYNC + "from shop_db.db import get_session\n", Verdict.NOT_MET),
    ],
)
def test_sessions_of_another_package(source, verdict):
    files = {"app/database.py": "def get_session(): return {}\n", "app/main.py": source}
    judgement = judge(facts(files))
    assert judgement.verdict is verdict
    assert judgement.evidence or verdict is Verdict.NOT_APPLICABLE
