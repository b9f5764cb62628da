from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.password_hashing import RULE

HEAD = """import bcrypt, hashlib
from sqlalchemy.orm import DeclarativeBase, Mapped
from pydantic import BaseModel
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    password: Mapped[str]
    @classmethod
    def create(cls, password: str): return cls(password=password)
class NewUser(BaseModel):
    password: str
def hashed(password: str) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()
"""


def test_a_class_that_stores_what_it_is_given():
    assert lines(RULE, HEAD) == [9]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def add(payload: NewUser): return User(password=payload.password)", [13]),
        ("def add(payload: NewUser): return User(password=hashed(payload.password))", []),
        ("def add(user: User, payload: NewUser):\n    user.password = payload.password", [14]),
        (
            (
                "def add(payload: NewUser):\n    payload.password = hashed(payload.password)\n"
                "    return User(password=payload.password)"
            ),
            [],
        ),
        ("def add(): return User(password='LDAP')", []),
        ("def add(password_hash: str): return User(password=password_hash)", []),
    ],
)
def test_functions(source, found):
    head = "\n".join(line for line in HEAD.splitlines() if "create" not in line)
    head = head.replace("    @classmethod\n", "")
    assert lines(RULE, f"{head}\n{source}\n") == [each - 1 for each in found]


def test_a_digest_is_no_hash_of_passwords_but_may_come_before_one():
    digest = "def other(password):\n    return hashlib.sha256(password).hexdigest()\n"
    assert lines(RULE, f"import hashlib\n{digest}") == [3]
    assert lines(RULE, f"import hashlib, bcrypt\n{digest}bcrypt.hashpw(b'', b'')\n") == []
    other = "def key(path):\n    return hashlib.sha256(path).hexdigest()\n"
    assert lines(RULE, f"import hashlib\n{other}") == []


@pytest.mark.parametrize(
    ("method", "found"),
    [
        (
            (
                "    def __setattr__(self, name, value):\n"
                "        if name == 'password': value = hashed(value)\n"
                "        super().__setattr__(name, value)\n"
            ),
            [],
        ),
        (
            "    def __init__(self, password: str):\n        self.password = hashed(password)\n",
            [],
        ),
        (
            (
                "    def __setattr__(self, name, value):\n"
                "        if name == 'token': value = hashed(value)\n"
                "        super().__setattr__(name, value)\n"
            ),
            [16],
        ),
    ],
)
def test_a_table_that_hashes_what_it_is_given(method, found):
    create = HEAD[HEAD.index("    @classmethod") : HEAD.index("class NewUser")]
    add = "def add(payload: NewUser): return User(password=payload.password)\n"
    assert lines(RULE, f"{HEAD.replace(create, method)}\n{add}") == found


@pytest.mark.parametrize(("given", "found"), [("password", [3]), ("path", [])])
def test_a_digest_of_what_is_given_as_a_password(given, found):
    digest = "def scramble(text):\n    return hashlib.sha256(text.encode()).hexdigest()\n"
    check = f"def check({given}, kept):\n    return kept == scramble({given})\n"
    assert lines(RULE, f"import hashlib\n{digest}{check}") == found


def test_a_weak_hash_that_is_stored_beside_a_strong_one():
    source = HEAD.replace("password: Mapped", "password_hash: Mapped").replace(
        "cls(password=password)", "cls()"
    )
    stored = (
        "def again(user: User, new: str):\n    user.password_hash = hashlib.sha256(new).digest()\n"
    )
    other = "def key(new: str):\n    fingerprint = hashlib.sha256(new).digest()\n"

    assert lines(RULE, source + stored) == [source.count("\n") + 2]
    assert lines(RULE, source + other) == []


@pytest.mark.parametrize(
    ("column", "more"),
    [
        ("password: Hashed", ""),
        ("password: Mapped[Hashed]", ""),
        ("password = Column(PasswordType(schemes=['bcrypt']))", ""),
        ("password = Column(Kept())", ""),
        (
            "password: Mapped[str]",
            "    @validates('password')\n    def v(s, k, p): return hashed(p)\n",
        ),
    ],
)
def test_a_column_that_hashes_itself(column, more):
    source = HEAD.replace("    password: Mapped[str]\n", f"    {column}\n{more}")
    types = """from sqlalchemy_utils import PasswordType
class Hashed(str):
    @classmethod
    def validate(cls, value): return hashed(value)
class Kept(TypeDecorator):
    def process_bind_param(self, value, dialect): return hashed(value)
"""
    assert lines(RULE, source + types) == []


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("PasswordType(schemes=['bcrypt'])", []),
        ("PasswordType(schemes=['pbkdf2_sha256'])", []),
        ("PasswordType(schemes=['md5_crypt'])", [9]),
        ("String(80)", [15]),
    ],
)
def test_a_statement_gives_a_column_what_that_hashes(kind, found):
    source = f"""from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import Column, String, update
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy_utils import PasswordType
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    password = Column({kind})
class NewUser(BaseModel):
    password: str
app = FastAPI()
@app.post("/users")
def change(user: NewUser):
    session.execute(update(User).where(User.id == 1).values(password=user.password))
"""
    assert lines(RULE, source) == found


BEHIND = """from abc import ABC, abstractmethod
from fastapi import FastAPI
app = FastAPI()
class Command(BaseModel):
    password: str
class Users(ABC):
    @abstractmethod
    def add(self, command: Command): ...
class Stored(Users):
    def add(self, command: Command):
        return User.create(password=GIVEN)
users: Users = Stored()
@app.post("/users")
def sign_up(user: NewUser):
    users.add(Command(**user.model_dump()))
"""


@pytest.mark.parametrize(
    ("given", "found"), [("command.password", [9]), ("hashed(command.password)", [])]
)
def test_a_password_that_goes_through_a_command_and_an_interface(given, found):
    assert lines(RULE, HEAD + BEHIND.replace("GIVEN", given)) == found


@pytest.mark.parametrize(
    ("password", "found"),
    [("config.password", []), ("get_settings().admin_password", []), ("user.password", [4])],
)
def test_nobody_keeps_a_digest_of_what_is_configured(password, found):
    source = f"""import hashlib
from app.core import config, get_settings
def code(path: str, user) -> str:
    return hashlib.sha256((path + {password}).encode()).hexdigest()
"""
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [("change_password", [3]), ("hash_password_reset_token", [])],
)
def test_what_a_function_is_named_after(name, found):
    source = f"def {name}(given):\n    return hashlib.sha256(given).hexdigest()\n"
    assert lines(RULE, f"import hashlib\n{source}") == found
