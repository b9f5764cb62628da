"""Passwords that the model of a request hashes, and those that scrypt hashes."""

from __future__ import annotations

import pytest
from support.audited import facts, lines

from fastscaffold.audit.checkpoints.password_hash import judge
from fastscaffold.audit.rules.password_hashing import RULE

TABLE = """from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase):
    pass
class Member(Base):
    __tablename__ = "members"
    id: Mapped[int]
    password: Mapped[str]
"""
SECURITY = "import bcrypt\ndef seal(value):\n    return bcrypt.hashpw(value, bcrypt.gensalt())\n"
ROUTES = """from fastapi import FastAPI
from app.schemas import Joining
from app.tables import Member
app = FastAPI()
@app.post("/members")
def join(joining: Joining):
    return store(name=joining.name, password=joining.password)
def store(*, name, password):
    return Member(name=name, password=password)
"""
HEAD = (
    "from typing import Annotated\nfrom pydantic import BaseModel, AfterValidator, BeforeValidator\n"
    "from pydantic import field_validator, model_validator, validator\n"
    "from app.security import seal\n"
    "class Joining(BaseModel):\n    name: str\n"
)
OF_MODEL = (
    "    @model_validator(mode='before')\n    def f(cls, data):\n"
    "        data['password'] = seal(data['password'])\n        return data\n"
)
PLAIN = "    password: str\n"


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        (f"{HEAD}{PLAIN}", [9]),
        (f"{HEAD}{PLAIN}    @field_validator('name')\n    def f(cls, v): return seal(v)\n", [9]),
        (f"{HEAD}{PLAIN}    @field_validator('password')\n    def f(cls, v): return v\n", [9]),
        (f"{HEAD}{PLAIN}    @field_validator('password')\n    def f(cls, v): return seal(v)\n", []),
        (f"{HEAD}{PLAIN}    @validator('password')\n    def f(cls, v): return seal(v)\n", []),
        (f"{HEAD}    password: Annotated[str, AfterValidator(seal)]\n", []),
        (f"{HEAD}    password: Annotated[str, BeforeValidator(lambda v: v)]\n", [9]),
        (f"{HEAD}{PLAIN}{OF_MODEL}", []),
        (
            HEAD.replace("(BaseModel)", "(Hashing)").replace(
                "class Joining",
                f"class Hashing(BaseModel):\n{PLAIN}    @field_validator('password')\n"
                "    def f(cls, v): return seal(v)\nclass Joining",
            ),
            [],
        ),
    ],
)
def test_a_model_that_hashes_what_is_sent(schema, found):
    project = {"app/tables.py": TABLE, "app/security.py": SECURITY, "app/schemas.py": schema}
    assert lines(RULE, {**project, "app/main.py": ROUTES}) == found


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)", []),
        ("scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)", []),
        ("passlib.hash.scrypt.hash(password)", []),
        ("passlib.hash.pbkdf2_sha256.hash(password)", []),
        ("passlib.hash.pbkdf2_sha1.hash(password)", [4]),
        ("passlib.context.CryptContext(schemes=['pbkdf2_sha256']).hash(password)", []),
        ("passlib.context.CryptContext(schemes=['sha256_crypt']).hash(password)", [4]),
        ("hashlib.pbkdf2_hmac('sha256', password.encode(), salt, 600_000)", []),
        ("hashlib.pbkdf2_hmac('sha256', password.encode(), salt, iterations=chosen)", []),
        ("hashlib.pbkdf2_hmac('sha256', password.encode(), salt, 1000)", [4]),
        ("passlib.hash.md5_crypt.using(salt='x').hash(password)", [4]),
        ("werkzeug.security.generate_password_hash(password)", []),
        ("werkzeug.security.generate_password_hash(password, 'scrypt:32768:8:1')", []),
        ("werkzeug.security.generate_password_hash(password, method='pbkdf2:sha1')", [4]),
        ("werkzeug.security.generate_password_hash(password, method=chosen)", [4]),
        ("hashlib.sha256(password.encode()).hexdigest()", [4]),
    ],
)
def test_what_is_not_fast_is_neither_bcrypt_nor_argon2_all_the_same(made, found):
    source = f"import hashlib, passlib.context, passlib.hash, werkzeug.security\nfrom hashlib import scrypt\ndef seal(password):\n    return {made}\n"
    assert lines(RULE, source) == found
    assert judge(facts({"main.py": source})).verdict.value == "not_met"


def test_what_only_checks_does_not_hash():
    source = "import passlib.hash\ndef seal(password, kept):\n    return passlib.hash.{}\n"
    assert lines(RULE, source.format("md5_crypt.hash(password)")) == [3]
    assert lines(RULE, source.format("md5_crypt.verify(password, kept)")) == []


@pytest.mark.parametrize(
    ("added", "found"),
    [("password.encode()", [3]), ("salt + password.encode()", [3]), ("document", [])],
)
def test_a_digest_that_is_given_a_password_piece_by_piece(added, found):
    source = f"""import hashlib
def seal(password, salt, document):
    digest = hashlib.sha512()
    digest.update({added})
    return digest.hexdigest()
"""
    assert lines(RULE, source) == found
