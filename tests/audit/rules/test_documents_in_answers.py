"""Documents of MongoDB that a route returns with the password that is kept in them."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.responses_without_secrets import RULE

TOP = """from typing import Any
from bson import ObjectId
from fastapi import Depends, FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel
db = AsyncIOMotorClient()["harbour"]
sailors = db["sailors"]
boats = db.boats
class NewSailor(BaseModel):
    email: str
    password: str
class Shown(BaseModel):
    email: str
app = FastAPI()
"""
KEPT = """@app.post("/sailors")
async def add(sailor: NewSailor) -> Shown:
    document = sailor.model_dump()
    document["password"] = hashed(document["password"])
    await db.sailors.insert_one(document)
@app.post("/boats")
async def build(boat: dict) -> Shown:
    await boats.insert_one({"name": boat["name"]})
async def current(token):
    sailor = await db["sailors"].find_one({"token": token})
    if not sailor:
        raise ValueError
    return sailor
def shown(sailor):
    return {"email": sailor["email"]}
def fixed(sailor):
    sailor["_id"] = str(sailor["_id"])
    return sailor
"""


def found(body, options="", kept=KEPT):
    route = f'@app.get("/s"{options})\nasync def read(me: dict = Depends(current)):\n    {body}\n'
    return len(lines(RULE, TOP + kept + route))


@pytest.mark.parametrize(
    "body",
    [
        "return await sailors.find_one({'email': 'x'})",
        "return await db.get_collection('sailors').find().sort('email').to_list(10)",
        "return {'data': fixed(await sailors.find_one({}))}",
        "return [fixed(each) async for each in sailors.find()]",
        "return me",
        "answer = me.copy()\n    answer['_id'] = str(answer['_id'])\n    return answer",
        (
            "found = []\n    async for each in sailors.find():\n        found.append(each)\n"
            "    return {'sailors': found}"
        ),
    ],
)
def test_it_is_found(body):
    assert found(body) == 1


@pytest.mark.parametrize(
    "body",
    [
        "return await boats.find_one({})",
        "return await sailors.find_one({}, {'password': 0})",
        "return shown(me)",
        "return [shown(each) async for each in sailors.find()]",
        "me.pop('password')\n    return me",
        "del me['password']\n    return me",
        "return {'email': me['email']}",
        "return await sailors.count_documents({})",
    ],
)
def test_what_is_chosen_is_left_alone(body):
    assert found(body) == 0


def test_a_model_says_what_is_sent():
    assert found("return me", ", response_model=Shown") == 0
    assert found("return me", ", response_model=dict") == 1


@pytest.mark.parametrize(
    "kept",
    [
        KEPT.replace(
            'document["password"] = hashed(document["password"])', 'del document["password"]'
        ),
        KEPT.replace("model_dump()", "model_dump(exclude={'password'})").replace(
            'document["password"] = hashed(document["password"])', "pass"
        ),
        KEPT.replace("db.sailors.insert_one", "db.others.insert_one"),
    ],
)
def test_a_collection_without_passwords(kept):
    assert found("return me", kept=kept) == 0
