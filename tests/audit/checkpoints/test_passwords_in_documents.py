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
class Mailbox(Note):
    host: str
    password: str
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
        (
            "Account",
            "    await users.update_one({'a': 1}, {'$set': body.model_dump()})\n",
            "not_met",
        ),
        (
            "Account",
            "    made = body.dict()\n    users.find_one_and_update({'a': 1}, {'$set': made})\n",
            "not_met",
        ),
        (
            "Account",
            "    await users.update_one({'a': 1}, {'$set': {'email': body.email}})\n",
            "not_applicable",
        ),
        # A row that was read, and holds what was kept before.
        (
            "Note",
            (
                "    row: Account = Account(**users.find_one({'a': 1}))\n    row.email = body.text\n"
                "    await users.update_one({'a': 1}, {'$set': row.model_dump()})\n"
            ),
            "not_applicable",
        ),
        # What is asked for, and not what is kept.
        (
            "Account",
            "    await users.update_one(body.model_dump(), {'$set': {}})\n",
            "not_applicable",
        ),
        # To log in somewhere else.
        ("Mailbox", "    await users.insert_one(body.model_dump())\n", "not_applicable"),
    ],
)
def test_a_request_that_is_kept_whole(model, body, verdict):
    source = APP.format(model=model, body=body)
    assert judge(facts(source)).verdict.value == verdict


HELPED = """from fastapi import FastAPI
from pydantic import BaseModel
from pymongo import MongoClient
app = FastAPI()
class Account(BaseModel):
    email: str
    password: str
class Database:
    def __init__(self):
        self.users = MongoClient().shop.users
    def update_user(self, user: dict, name: str):
        {before}user = self.users.find_one_and_update({{"name": name}}, {{"$set": user}})
        return user
database = Database()
@app.patch("/me")
def change(account: Account):
    fields: dict = account.dict(exclude_unset=True)
    return database.update_user(fields, "me")
"""


@pytest.mark.parametrize(
    ("before", "verdict"), [("", "not_met"), ("user = without(user)\n        ", "not_applicable")]
)
def test_a_request_that_a_helper_keeps(before, verdict):
    assert judge(facts(HELPED.format(before=before))).verdict.value == verdict


TOLD = """from fastapi import FastAPI
from pydantic import BaseModel
from tortoise.models import Model
from tortoise import fields
app = FastAPI()
class User(Model):
    email = fields.CharField(max_length=90)
    hashed_password = fields.CharField(max_length=90)
class Joining(BaseModel):
    email: str
    password: str
class Repository:
    def __init__(self, model):
        self.model = model
    async def join(self, sent: Joining):
        return await self.model.create(email=sent.email, hashed_password={value})
repository = Repository(model=User)
@app.post("/users")
async def join(sent: Joining):
    return await repository.join(sent)
"""


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("sent.password", "not_met"), ("seal(sent.password)", "not_met"), ("given", "not_met")],
)
def test_a_repository_that_is_told_its_rows(value, verdict):
    judged = judge(facts(TOLD.format(value=value)))
    is_told = [each.note for each in judged.evidence] == ["hashed_password is stored as it came"]
    assert (judged.verdict.value, is_told) == (verdict, value == "sent.password")


ENTITY = """import bcrypt
from fastapi import FastAPI
from pydantic import BaseModel
from pymongo import MongoClient
users = MongoClient().shop.users
app = FastAPI()
class User(BaseModel):
    email: str
    password: str
class Joining(BaseModel):
    email: str
    password: str
    def to_user(self):
        return User(email=self.email, password={value})
def encode(text):
    return bcrypt.hashpw(text.encode(), bcrypt.gensalt())
class Repository:
    def create(self, user: User):
        return users.insert_one(user.dict())
@app.post("/users")
def join(sent: {taken}):
    return Repository().create(sent.to_user())
"""


@pytest.mark.parametrize(
    ("value", "taken", "verdict"),
    [
        ("encode(self.password)", "Joining", "met"),
        ("self.password", "Joining", "partial"),
        # Which a client may send, too.
        ("encode(self.password)", "User", "partial"),
    ],
)
def test_an_entity_that_is_made_with_a_hash(value, taken, verdict):
    source = ENTITY.format(value=value, taken=taken)
    assert judge(facts(source)).verdict.value == verdict
