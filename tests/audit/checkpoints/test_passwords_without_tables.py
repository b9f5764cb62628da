"""Passwords that SQL, documents and stores of keys are given, and other ways to hash them."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.password_hash import judge

APP = """from fastapi import Body, FastAPI
{head}
app = FastAPI()
@app.post("/accounts")
def register(email: str = Body(), password: str = Body()):
    {body}
"""
INSERT = "INSERT INTO users (email, password) VALUES (?, ?)"
HASH = "password = bcrypt.hashpw(password.encode(), bcrypt.gensalt()); "


@pytest.mark.parametrize(
    ("head", "body", "verdict"),
    [
        ("", f'db.execute("{INSERT}", (email, password))', "not_met"),
        ("", f'db.execute("{INSERT}", email, password)', "not_met"),
        ("", f'db.execute(text("{INSERT}"), {{"email": email, "password": password}})', "not_met"),
        ("", f'row = (email, password); db.execute("{INSERT}", row)', "not_met"),
        ("", 'db.execute("UPDATE account SET pwd = %s WHERE id = %s", [password, 1])', "not_met"),
        (
            "",
            'db.execute("SELECT 1 FROM users WHERE email = ? AND password = ?", (email, password))',
            "not_met",
        ),
        (
            "",
            'db.execute("INSERT INTO mailboxes (host, password) VALUES (?, ?)", (email, password))',
            "not_applicable",
        ),
        (
            "",
            """db.execute(f"INSERT INTO users (email, password) VALUES ('{email}', '{password}')")""",
            "not_met",
        ),
        ("import bcrypt", f'{HASH}db.execute("{INSERT}", (email, password))', "met"),
        (
            "",
            "db.execute(\"INSERT INTO users (p) VALUES (crypt(%s, gen_salt('bf', 12)))\", password)",
            "met",
        ),
        (
            "",
            'db.execute("INSERT INTO users (password) VALUES (SHA2(%s, 256))", password)',
            "not_met",
        ),
        ("", 'db.users.insert_one({"email": email, "password": password})', "not_met"),
        ("", 'entry = {"password": password}; db.users.insert_one(entry)', "not_met"),
        (
            "import bcrypt",
            (
                'user = {"password": password}; '
                'user["password"] = bcrypt.hashpw(password, bcrypt.gensalt()); db.insert_one(user)'
            ),
            "met",
        ),
        ("", 'db.user.create(data={"email": email, "password": password})', "not_met"),
        ("", 'auth0.users.create({"email": email, "password": password})', "not_applicable"),
        ("", 'store.hset(f"user:{email}", mapping={"password": password})', "not_met"),
        ("", 'client.create(data={"login": email, "password": password})', "not_applicable"),
        ("import bcrypt", f'{HASH}db.users.insert_one({{"password": password}})', "met"),
        ("", "db.execute(users.insert().values(email=email, password=password))", "not_met"),
        ("", "db.execute(boxes.insert().values(host=email, password=password))", "not_applicable"),
        ("store = {}", "store[email] = password", "not_met"),
        ("store = {}", 'store[email] = {"email": email, "password": password}', "not_met"),
        ("users = []", 'users.append({"email": email, "password": password})', "not_met"),
        ("", 'query = {}; query["p"] = password; client.get(params=query)', "not_applicable"),
        (
            "from piccolo.apps.user.tables import BaseUser",
            "BaseUser.create_user_sync(email, password)",
            "not_met",
        ),
        (
            "from cryptography.fernet import Fernet\nbox = Fernet(b'')\nusers = {}",
            "users[email] = box.encrypt(password.encode())",
            "not_met",
        ),
        (
            "import base64\nusers = {}",
            "users[email] = base64.b64encode(password.encode())",
            "not_met",
        ),
        ("", "db.execute(accounts.insert().values(pass_word=password))", "not_met"),
        ("import hmac", 'store(hmac.new(b"pepper", password.encode(), "sha256"))', "not_met"),
        ("import hmac", 'store(hmac.new(b"pepper", email.encode(), "sha256"))', "not_applicable"),
        (
            "from cryptography.hazmat.primitives.kdf.scrypt import Scrypt",
            "store(Scrypt(salt=b'', length=32, n=2, r=8, p=1).derive(password.encode()))",
            "not_met",
        ),
        (
            "from passlib.apps import custom_app_context as context",
            "store(context.hash(password))",
            "not_met",
        ),
    ],
)
def test_what_keeps_a_password(head, body, verdict):
    assert judge(facts(APP.format(head=head, body=body))).verdict.value == verdict


HELPER = """from fastapi import Body, FastAPI
import base64, bcrypt, hashlib
app = FastAPI()
{helper}
@app.post("/accounts")
def register(email: str = Body(), password: str = Body()):
    return keep(email, password)
"""
KEY = """def derive_key(password):
    return base64.b64encode(hashlib.pbkdf2_hmac("sha256", password.encode(), b"", 600000))
def keep(email, password): return encrypt(derive_key(password))
"""
FAKE = """def fake_hash_password(password):
    return "fakehashed" + password
def keep(email, password): store[email] = fake_hash_password(password)
"""
GIVEN_ANEW = """def make_hash(p): return bcrypt.hashpw(p.encode(), bcrypt.gensalt())
def keep(email, password):
    {anew}
    db.execute("INSERT INTO users (email, password) VALUES (?, ?)", (email, password))
"""


@pytest.mark.parametrize(
    ("helper", "verdict"),
    [
        (KEY, "not_applicable"),
        (KEY.replace("derive_key", "hash_password"), "not_met"),
        (
            KEY.replace("derive_key(password)", "made(pw)").replace("password.en", "pw.en"),
            "not_met",
        ),
        (FAKE, "not_met"),
        (GIVEN_ANEW.format(anew="password = make_hash(password)"), "met"),
        (GIVEN_ANEW.format(anew="password = password.strip()"), "not_met"),
    ],
)
def test_what_helpers_make_of_a_password(helper, verdict):
    assert judge(facts(HELPER.format(helper=helper))).verdict.value == verdict


TABLE = """from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import declarative_base
from sqlalchemy_utils import PasswordType
Base = declarative_base()
class {name}(Base):
    __tablename__ = "t"
    id = Column(Integer, primary_key=True)
    {column} = Column(String)
    password = Column({kind})
class New(BaseModel):
    password: str
app = FastAPI()
@app.post("/rows")
def add(new: New, db): db.add({name}(password=new.password))
"""


@pytest.mark.parametrize(
    ("name", "column", "kind", "verdict"),
    [
        ("User", "email", "String", "not_met"),
        ("User", "email", "PasswordType(schemes=['bcrypt'])", "met"),
        ("User", "email", "PasswordType(schemes=['pbkdf2_sha512'])", "not_met"),
        ("Mailbox", "host", "String", "not_applicable"),
        ("User", "host", "String", "not_met"),
        ("Mailbox", "title", "String", "not_met"),
    ],
)
def test_columns_of_passwords(name, column, kind, verdict):
    source = TABLE.format(name=name, column=column, kind=kind)
    assert judge(facts(source)).verdict.value == verdict


WHOLE = """from fastapi import FastAPI
from pydantic import BaseModel
from motor.motor_asyncio import AsyncIOMotorClient
users = AsyncIOMotorClient().db.users
app = FastAPI()
class New(BaseModel):
    email: str
    password: str
async def keep(data: dict):
    {more}
    await users.insert_one(data)
@app.post("/users")
async def create(new: New):
    await keep(new.model_dump())
"""


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ("pass", "not_met"),
        ("import bcrypt; data['password'] = bcrypt.hashpw(data['password'], b'')", "met"),
    ],
)
def test_a_request_that_a_helper_keeps_whole(more, verdict):
    assert judge(facts(WHOLE.format(more=more))).verdict.value == verdict


def test_a_digest_is_none_of_a_key_by_the_name_of_encryption():
    source = HELPER.format(helper=KEY.replace("derive_key", "encrypt_aes256"))
    assert judge(facts(source)).verdict.value == "not_met"


DUMPED = """from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
SQL = "INSERT INTO users (email, password) VALUES (%(email)s, %(password)s)"
class New(BaseModel):
    email: str
    {field}: str
@app.post("/users")
def create(new: New):
    db.execute(SQL, {given})
"""


@pytest.mark.parametrize(
    ("field", "given", "verdict"),
    [
        ("password", "new.model_dump()", "not_met"),
        ("password", "new.dict()", "not_met"),
        ("name", "new.name", "not_applicable"),
        ("senha", '{"email": new.email, "password": new.senha}', "not_met"),
    ],
)
def test_all_that_a_client_sent_fills_a_statement(field, given, verdict):
    assert judge(facts(DUMPED.format(field=field, given=given))).verdict.value == verdict
