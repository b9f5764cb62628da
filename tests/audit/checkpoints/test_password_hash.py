from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.password_hash import judge

MODEL = """from sqlalchemy.orm import DeclarativeBase, Mapped
from pydantic import BaseModel
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    hashed_password: Mapped[str]
class NewUser(BaseModel):
    password: str
"""


SPREAD = """from passlib.context import CryptContext
def h(p): return CryptContext(**OPTIONS).hash(p)
"""


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("import bcrypt\ndef h(p): return bcrypt.hashpw(p, bcrypt.gensalt())", "met"),
        ("from argon2 import PasswordHasher\nhasher = PasswordHasher()", "met"),
        ("from pwdlib import PasswordHash\nhasher = PasswordHash.recommended()", "met"),
        ("from passlib.context import CryptContext\nc = CryptContext(schemes=['bcrypt'])", "met"),
        ("from passlib.hash import bcrypt as b\ndef h(p): return b.hash(p)", "met"),
        ("from passlib.context import CryptContext\nc = CryptContext(['md5_crypt'])", "not_met"),
        (f"{SPREAD}OPTIONS = {{'schemes': ['bcrypt'], 'deprecated': 'auto'}}", "met"),
        (f"{SPREAD}OPTIONS = {{'schemes': ['md5_crypt'], 'default': 'argon2'}}", "met"),
        (f"{SPREAD}OPTIONS = dict(schemes=['md5_crypt'])", "not_met"),
        ("import hashlib\ndef h(password): return hashlib.sha256(password)", "not_met"),
        ("", "not_met"),
        # The accounts are made elsewhere.
        ("import bcrypt\ndef is_right(p, user): return bcrypt.checkpw(p, user.hash)", "met"),
        (
            (
                "import bcrypt\ndef h(p): return bcrypt.hashpw(p, bcrypt.gensalt())\n"
                "def add(payload: NewUser): return User(hashed_password=payload.password)"
            ),
            "not_met",
        ),
        (
            (
                "import bcrypt\ndef h(p): return bcrypt.hashpw(p, bcrypt.gensalt())\n"
                "def add(payload: NewUser): return User(hashed_password=h(payload.password))"
            ),
            "met",
        ),
    ],
)
def test_a_project_with_passwords(source, verdict):
    assert judge(facts(f"{MODEL}{source}\n")).verdict.value == verdict


def test_a_project_without():
    assert judge(facts("x = 1")).verdict.value == "not_applicable"


CHOSEN = """from passlib.context import CryptContext
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    hash_scheme: str
settings = Settings()
context = CryptContext(schemes=[settings.hash_scheme])
"""


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ({}, "unknown"),
        ({".env.example": "HASH_SCHEME=argon2\n"}, "met"),
        ({".env.example": "HASH_SCHEME=md5_crypt\n"}, "not_met"),
    ],
)
def test_a_scheme_of_the_settings_is_the_one_that_is_shown(files, verdict):
    source = f"{CHOSEN}{MODEL}"
    assert judge(facts({"app/main.py": source, **files})).verdict.value == verdict


def test_a_hash_that_a_thread_is_handed():
    source = "import asyncio, bcrypt, functools\nloop = asyncio.get_running_loop()\n"
    source += "def h(p): loop.run_in_executor(None, functools.partial(bcrypt.hashpw, p))\n"
    assert judge(facts(f"{source}{MODEL}")).verdict.value == "met"


def test_a_hash_that_is_made_in_a_thread():
    source = f"import asyncio, bcrypt\nasync def h(p): return await asyncio.to_thread(bcrypt.hashpw, p)\n{MODEL}"
    assert judge(facts(source)).verdict.value == "met"


HELPER = """import hashlib
from sqlalchemy.orm import DeclarativeBase, Mapped
class Hasher:
    def __init__(self, salt):
        self.salt = salt
    async def hash(self, value):
        encoded = (value + self.salt).encode()
        return hashlib.sha512(encoded).hexdigest()
hasher = Hasher("pepper")
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    pass_hash: Mapped[str]
async def register({name}):
    return User(pass_hash=await hasher.hash({name}))
"""


@pytest.mark.parametrize(
    ("name", "verdict"),
    [("user_pass", "not_met"), ("raw_pass", "not_met"), ("login_pass", "not_met")],
)
def test_a_digest_of_what_is_called_pass(name, verdict):
    assert judge(facts(HELPER.format(name=name))).verdict.value == verdict


@pytest.mark.parametrize("name", ["boarding_pass", "by_pass", "user_pass_count"])
def test_a_pass_that_is_no_password(name):
    source = f"import hashlib\ndef f({name}): return hashlib.md5({name}).hexdigest()\n"
    assert judge(facts(source)).verdict.value == "not_applicable"
