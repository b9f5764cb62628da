"""Passwords that are hashed in every style."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.password_hash import judge

APP = """from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped
from app.security import *
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    email: Mapped[str]
    password_hash: Mapped[str]
class Register(BaseModel):
    email: str
    password: str
app = FastAPI()
@app.post("/register")
def register(body: Register):
    return User(email=body.email, password_hash=make_hash(body.password))
"""

STYLES = {
    "argon2-cffi": (
        """from argon2 import PasswordHasher
hasher = PasswordHasher()
def make_hash(password):
    return hasher.hash(password)
""",
        "met",
    ),
    "argon2-cffi by its module": (
        """import argon2
ph = argon2.PasswordHasher(time_cost=2)
def make_hash(password):
    return ph.hash(password)
""",
        "met",
    ),
    "bcrypt": (
        """import bcrypt
def make_hash(password):
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode()
""",
        "met",
    ),
    "bcrypt by its function": (
        """from bcrypt import checkpw, gensalt, hashpw
def make_hash(password):
    return hashpw(password.encode("utf-8"), gensalt(12))
""",
        "met",
    ),
    "passlib": (
        """from passlib.context import CryptContext
SCHEMES = ["bcrypt"]
context = CryptContext(schemes=SCHEMES, deprecated="auto")
def make_hash(password):
    return context.hash(password)
""",
        "met",
    ),
    "passlib's hash": (
        """from passlib.hash import bcrypt
def make_hash(password):
    return bcrypt.using(rounds=12).hash(password)
""",
        "met",
    ),
    "passlib's module": (
        """import passlib.hash
def make_hash(password):
    return passlib.hash.argon2.hash(password)
""",
        "met",
    ),
    "passlib with another scheme": (
        """from passlib.context import CryptContext
context = CryptContext(schemes=["pbkdf2_sha256", "bcrypt"])
def make_hash(password):
    return context.hash(password)
""",
        "not_met",
    ),
    "passlib that prefers a scheme": (
        """from passlib.context import CryptContext
context = CryptContext(schemes=["pbkdf2_sha256", "argon2"], default="argon2")
def make_hash(password):
    return context.hash(password)
""",
        "met",
    ),
    "passlib as a text": (
        """from passlib.context import CryptContext
context = CryptContext(["argon2", "bcrypt"], deprecated="auto")
class Hasher:
    @staticmethod
    def hash(password):
        return context.hash(password)
def make_hash(password):
    return Hasher.hash(password)
""",
        "met",
    ),
    "passlib's sha512": (
        """from passlib.hash import sha512_crypt
def make_hash(password):
    return sha512_crypt.hash(password)
""",
        "not_met",
    ),
    "pwdlib": (
        """from pwdlib import PasswordHash
password_hash = PasswordHash.recommended()
def make_hash(password):
    return password_hash.hash(password)
""",
        "met",
    ),
    "pwdlib with hashers": (
        """from pwdlib import PasswordHash
from pwdlib.hashers.bcrypt import BcryptHasher
password_hash = PasswordHash((BcryptHasher(),))
def make_hash(password):
    return password_hash.hash(password)
""",
        "met",
    ),
    "werkzeug": (
        """from werkzeug.security import generate_password_hash
def make_hash(password):
    return generate_password_hash(password)
""",
        "not_met",
    ),
    "scrypt": (
        """import hashlib, os
def make_hash(password: str) -> str:
    salt = os.urandom(16)
    return salt.hex() + hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1).hex()
""",
        "not_met",
    ),
    "pbkdf2 with a value of another name": (
        """import hashlib, os
def make_hash(plain: str) -> str:
    salt = os.urandom(16)
    return hashlib.pbkdf2_hmac("sha256", plain.encode(), salt, 100_000).hex()
""",
        "not_met",
    ),
    "sha256 with a pepper": (
        """import hashlib
def make_hash(value: str) -> str:
    return hashlib.sha256((value + "pepper").encode()).hexdigest()
""",
        "not_met",
    ),
    "cryptography's scrypt": (
        """from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
import os
def make_hash(password: str) -> bytes:
    return Scrypt(salt=os.urandom(16), length=32, n=2**14, r=8, p=1).derive(password.encode())
""",
        "not_met",
    ),
    "cryptography's encryption": (
        """from cryptography.fernet import Fernet
fernet = Fernet(Fernet.generate_key())
def make_hash(password: str) -> bytes:
    return fernet.encrypt(password.encode())
""",
        "not_met",
    ),
    "plain text": (
        """def make_hash(password):
    return password
""",
        "not_met",
    ),
    "an encoding": (
        """import base64
def make_hash(password):
    return base64.b64encode(password.encode()).decode()
""",
        "not_met",
    ),
    "fastapi-users' helper": (
        """from fastapi_users.password import PasswordHelper
helper = PasswordHelper()
def make_hash(password):
    return helper.hash(password)
""",
        "met",
    ),
    "a port with an adapter": (
        """from typing import Protocol
import bcrypt
class Hasher(Protocol):
    def hash(self, password: str) -> bytes: ...
class BcryptHasher:
    def __init__(self, rounds: int = 12) -> None:
        self._rounds = rounds
    def hash(self, password: str) -> bytes:
        return bcrypt.hashpw(password.encode(), bcrypt.gensalt(self._rounds))
hasher: Hasher = BcryptHasher()
def make_hash(password):
    return hasher.hash(password)
""",
        "met",
    ),
    "flask-bcrypt": (
        """from flask_bcrypt import Bcrypt
bcrypt = Bcrypt()
def make_hash(password):
    return bcrypt.generate_password_hash(password).decode()
""",
        "met",
    ),
    "libpass": (
        """from libpass.context import PasswordContext
from libpass.hashers.bcrypt import BcryptHasher
context = PasswordContext(hashers=[BcryptHasher()])
def make_hash(password):
    return context.hash(password)
""",
        "met",
    ),
    "nacl": (
        """import nacl.pwhash
def make_hash(password):
    return nacl.pwhash.str(password.encode())
""",
        "met",
    ),
    "a column of sqlalchemy-utils": (
        """from passlib.hash import argon2
make_hash = argon2.hash
""",
        "met",
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_a_hash(style):
    source, verdict = STYLES[style]
    assert judge(facts({"app/main.py": APP, "app/security.py": source})).verdict.value == verdict


def test_a_password_that_passes_an_interface_as_it_came():
    source = """from abc import ABC, abstractmethod
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy.orm import DeclarativeBase, Mapped
class Base(DeclarativeBase): ...
class User(Base):
    __tablename__ = "users"
    password: Mapped[str]
class Request(BaseModel):
    password: str
class Command(BaseModel):
    password: str
class UseCase(ABC):
    @abstractmethod
    def register(self, command: Command) -> User: ...
class Service(UseCase):
    def register(self, command: Command) -> User:
        return User(password=command.password)
app = FastAPI()
@app.post("/register")
def register(body: Request, users: UseCase):
    return users.register(Command(**body.model_dump()))
"""
    project = facts(source)
    assert judge(project).verdict.value == "not_met"
    assert [each.column for each in project.passwords.stored_plain] == ["password"]
