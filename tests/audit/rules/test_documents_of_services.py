"""Documents of the collections that objects hold, each its own."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

SOURCE = """from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from outside import store
app = FastAPI()
db = AsyncIOMotorClient()["harbour"]
class Sailors:
    def __init__(self, held):
        self.{name} = {sailors}
    async def add(self, email, password):
        await self.{name}.insert_one({{"email": email, "password": password}})
    async def one(self, email):
        return await self.{name}.find_one({{"email": email}})
class Boats:
    def __init__(self, held):
        self.{name} = {boats}
    async def one(self, email):
        return await self.{name}.find_one({{"email": email}})
sailors = Sailors(store.sailors)
boats = Boats(store.boats)
@app.get("/sailors")
async def sailor(email: str):
    return await sailors.one(email)
@app.get("/boats")
async def boat(email: str):
    return await boats.one(email)
"""


@pytest.mark.parametrize("name", ["collection", "_rows"])
@pytest.mark.parametrize(
    ("sailors", "boats", "expected"),
    [
        ("held", "held", []),
        ("db['sailors']", "db['boats']", [21]),
        ("db.sailors", "db.boats", [21]),
        ("db.sailors", "db.sailors", [21, 24]),
        ("db.sailors", "held", [21]),
    ],
)
def test_each_object_has_its_own(name, sailors, boats, expected):
    source = SOURCE.format(name=name, sailors=sailors, boats=boats)
    assert lines(RULE, source) == expected


@pytest.mark.parametrize(("held", "count"), [("", 0), ("collection = db['sailors']\n", 1)])
def test_a_collection_of_a_module_or_of_something_unseen(held, count):
    source = """from fastapi import FastAPI
from app import store
app = FastAPI()
@app.post("/sailors")
async def add(email: str, password: str):
    await store.collection.insert_one({"email": email, "password": password})
@app.get("/sailors")
async def sailor(email: str):
    return await store.collection.find_one({"email": email})
"""
    store = "from pymongo import AsyncMongoClient\ndb = AsyncMongoClient()['harbour']\n"
    files = {
        "app/store.py": store + held,
        "app/main.py": source,
    }
    assert len(lines(RULE, files)) == count
