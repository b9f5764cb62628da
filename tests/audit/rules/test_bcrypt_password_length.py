from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.bcrypt_password_length import RULE

MODEL = "from pydantic import BaseModel, Field\nclass UserCreate(BaseModel):\n    password: str"
HASH = "\nimport bcrypt\ndef f(p): return bcrypt.hashpw(p.encode(), bcrypt.gensalt())"


@pytest.mark.parametrize(
    "source",
    [
        MODEL + HASH,
        MODEL + " = Field(min_length=8, max_length=128)" + HASH,
        MODEL + "\nfrom passlib.context import CryptContext\nC = CryptContext(schemes=['bcrypt'])",
        MODEL + "\nfrom pwdlib import PasswordHash\nfrom pwdlib.hashers.bcrypt import BcryptHasher"
        "\nH = PasswordHash((BcryptHasher(),))",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [source.count("\n") + 1]


@pytest.mark.parametrize(
    "source",
    [
        MODEL + " = Field(max_length=72)" + HASH,
        MODEL + " = Field(max_length=LIMIT)" + HASH,
        MODEL.replace("UserCreate", "Login") + HASH,
        MODEL.replace("password", "hashed_password") + HASH,
        MODEL + "\nimport bcrypt, hashlib\ndef f(p):\n"
        "  return bcrypt.hashpw(hashlib.sha256(p).digest(), bcrypt.gensalt())",
        MODEL + "\nfrom passlib.context import CryptContext\nC = CryptContext(['argon2'])",
        MODEL + "\nfrom passlib.context import CryptContext\n"
        "C = CryptContext(schemes=['argon2', 'bcrypt'])",
        MODEL + "\nfrom passlib.context import CryptContext\n"
        "C = CryptContext(schemes=['bcrypt'], bcrypt__truncate_error=True)",
        "from pydantic import BaseModel, field_validator\nclass UserCreate(BaseModel):\n"
        "    password: str\n    @field_validator('password')\n    def short(cls, v):\n"
        "        if len(v.encode()) > 72: raise ValueError\n        return v" + HASH,
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []


def test_the_limit_may_stand_in_an_alias_of_another_module():
    files = {
        "app/types.py": "from typing import Annotated\nfrom pydantic import Field\n"
        "Password = Annotated[str, Field(max_length=72)]\n",
        "app/users.py": "from pydantic import BaseModel\nfrom app.types import Password\n"
        "class UserCreate(BaseModel):\n    password: Password\n" + HASH,
    }
    assert findings(RULE, files) == []
    files["app/types.py"] = files["app/types.py"].replace("72", "100")
    assert [each.path for each in findings(RULE, files)] == ["app/users.py"]


def test_a_hasher_of_pwdlib_that_is_used_by_itself():
    source = (
        MODEL + "\nfrom pwdlib.hashers.bcrypt import BcryptHasher\ndef f(): return BcryptHasher()"
    )
    assert lines(RULE, source) == [5]


def test_a_hash_before_it_in_a_method():
    source = """import base64, bcrypt, hashlib
from pydantic import BaseModel
class New(BaseModel):
    password: str
class Hasher:
    def hash(self, password):
        return bcrypt.hashpw(self.short(password), bcrypt.gensalt())
    def short(self, password):
        return base64.b64encode(hashlib.sha256(password).digest())
"""
    assert lines(RULE, source) == []
    assert lines(RULE, source.replace("self.short(password),", "password,")) == [7]


ROUTE = """from fastapi import Body, Depends, FastAPI, Form
import bcrypt
app = FastAPI()
class Registration:
    def __init__(self, password: str = Form({inner})):
        self.password = password
def hashed(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())
@app.post("/register")
def {name}({parameter}):
    return hashed(locals())
"""


@pytest.mark.parametrize(
    ("parameter", "inner"),
    [
        ("password: str = Form(max_length=128)", ""),
        ("password: str = Body()", ""),
        ("password: str", ""),
        ("new_password: str = Form(min_length=8)", ""),
        ("body: Registration = Depends()", "max_length=128"),
        ("body: Registration = Depends()", ""),
    ],
)
def test_it_finds_parameters_of_routes_and_of_what_they_depend_on(parameter, inner):
    source = ROUTE.format(parameter=parameter, inner=inner, name="register")
    assert lines(RULE, source) == [8]
    assert lines(RULE, source.replace("def register", "def login")) == []


@pytest.mark.parametrize(
    ("parameter", "inner"),
    [
        ("password: str = Form(max_length=72)", ""),
        ("current_password: str = Form()", ""),
        ("body: Registration = Depends()", "max_length=72"),
        ("a: int", ""),
    ],
)
def test_it_leaves_short_parameters_alone(parameter, inner):
    assert lines(RULE, ROUTE.format(parameter=parameter, inner=inner, name="register")) == []


DELETES = """from fastapi import FastAPI, Form
import asyncio, bcrypt
app = FastAPI()
class Users:
    def hashed(self, password):
        return bcrypt.hashpw(password.encode(), bcrypt.gensalt())
    def kept(self, password):
        return self.hashed(password)
    def checked(self, password, user):
        return bcrypt.checkpw(password.encode(), user.hash)
@app.post("/me")
def change(password: str = Form(), second: str = Form(max_length=72)):
    {body}
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Users().kept(password)", [6]),
        ("users.kept(password)", [6]),
        ("asyncio.to_thread(hasher.hash, password)", [6]),
        ("bcrypt.checkpw(password.encode(), user.hash)", []),
        ("Users().checked(password, user)", []),
        ("open_document(password)", []),
        ("Users().checked(password, user)\n    Users().kept(second)", []),
        ("Users().checked(password, user)\n    Users().kept(password)", [6]),
    ],
)
def test_only_parameters_that_come_to_be_hashed_are_new_passwords(body, found):
    assert lines(RULE, DELETES.format(body=body)) == found
