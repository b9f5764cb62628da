"""Passwords that a document database is given as they came."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.password_hash import judge

APP = """from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel
users = AsyncIOMotorClient("mongodb://db").shop.users
app = FastAPI()
class Account(BaseModel):
    email: str
    password: str
class Note(BaseModel):
    text: str
@app.post("/accounts")
async def register(body: {model}):
{body}
"""
HASHES = """    import bcrypt
    document = body.model_dump()
    document["password"] = bcrypt.hashpw(body.password, bcrypt.gensalt())
    await users.insert_one(document)
"""


@pytest.mark.parametrize(
    ("model", "body", "verdict"),
    [
        ("Account", "    await users.insert_one(body.model_dump())\n", "not_met"),
        ("Account", "    made = dict(body)\n    await users.insert_one(made)\n", "not_met"),
        (
            "Account",
            "    await users.insert_one(body.dict(exclude={'password'}))\n",
            "not_applicable",
        ),
        ("Note", "    await users.insert_one(body.model_dump())\n", "not_applicable"),
        (
            "Account",
            HASHES,
            "met",
        ),
    ],
)
def test_a_request_that_is_kept_whole(model, body, verdict):
    source = APP.format(model=model, body=body)
    assert judge(facts(source)).verdict.value == verdict
