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


ARGON2ID = "from cryptography.hazmat.primitives.kdf.argon2 import Argon2id\n"
FUNC = "from sqlalchemy import func\n"
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
        ("import bcrypt\ndef h(p): return bcrypt.kdf(p, b'salt', 32, 100)", "met"),
        ("from Crypto.Protocol.KDF import bcrypt\ndef h(p): return bcrypt(p, 12)", "met"),
        (f"{ARGON2ID}def h(p): return Argon2id(salt=b's', length=32).derive(p)", "met"),
        (f"{FUNC}def h(p): return func.crypt(p, func.gen_salt('bf'))", "met"),
        (f"{FUNC}def h(p): return func.crypt(p, func.gen_salt('md5'))", "not_met"),
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


DOCUMENTS = """import hashlib
from pydantic import BaseModel
class NewUser(BaseModel):
    username: str
    password: str
def hash_it(raw):
    return "fake" + raw
def digest(raw):
    return hashlib.md5(raw.encode()).hexdigest()
def add(payload: NewUser, users, config):
    given = payload.model_dump()
    {statement}
"""


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("given['hash'] = hashlib.sha256(given['password'].encode()).hexdigest()", "not_met"),
        ("given['hash'] = digest(given.get('password'))", "not_met"),
        ("given['hash'] = digest(raw=given['password'])", "not_met"),
        ("users.put({'hash': hash_it(payload.password)})", "not_met"),
        ("given['hash'] = digest(given['password_bytes'])", "not_met"),
        ("given['hash'] = digest(given['passwordConfirm1'])", "not_met"),
        # What concerns a password is none.
        ("given['tag'] = digest(given['password_reset_requested_at'])", "not_applicable"),
        ("given['tag'] = digest(given.get('passwordless_enabled'))", "not_applicable"),
        ("given['tag'] = digest(given['password_history_id'])", "not_applicable"),
        # What the deployment is told, and what is no password.
        ("given['key'] = digest(config['password'])", "not_applicable"),
        ("given['key'] = digest(config.get('password'))", "not_applicable"),
        ("given['tag'] = hash_it(payload.username)", "not_applicable"),
    ],
)
def test_passwords_by_the_keys_of_mappings(statement, verdict):
    assert judge(facts(DOCUMENTS.format(statement=statement))).verdict.value == verdict


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
