"""Mail with fastapi-limiter and scrypt: headers and the redirect are functions of its own."""

FILES = {
    "Pipfile": '[packages]\nfastapi = ">=0.110"\npydantic = ">=2.6"\nfastapi-limiter = "*"\npyjwt = "*"\npeewee = "*"\n',
    "mail/config.py": """import os
import secrets

ENVIRONMENT = os.environ.get("ENVIRONMENT", "production")
SECRET = os.environ.get("MAIL_SECRET") or secrets.token_urlsafe(48)
ACCESS_SECONDS = 600
REFRESH_SECONDS = 7 * 24 * 3600
if ENVIRONMENT == "production":
    ORIGINS = os.environ.get("MAIL_ORIGINS", "https://mail.example.net").split(",")
else:
    ORIGINS = ["http://localhost:5173"]
""",
    "mail/hashing.py": """import base64
import hashlib
import hmac
import os


def hash_password(password: str) -> str:
    salt = os.urandom(16)
    made = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
    return base64.b64encode(salt + made).decode()


def verify_password(password: str, stored: str) -> bool:
    raw = base64.b64decode(stored)
    made = hashlib.scrypt(password.encode(), salt=raw[:16], n=2**14, r=8, p=1)
    return hmac.compare_digest(made, raw[16:])
""",
    "mail/security.py": """import time

import jwt
from fastapi import Cookie, HTTPException

from mail import config

ALGORITHM = "HS256"


def create_token(user_id: int, kind: str = "access") -> str:
    seconds = config.ACCESS_SECONDS if kind == "access" else config.REFRESH_SECONDS
    payload = {"sub": str(user_id), "kind": kind, "exp": time.time() + seconds}
    return jwt.encode(payload, config.SECRET, ALGORITHM)


async def current_user(access_token: str | None = Cookie(None)) -> int:
    if access_token is None:
        raise HTTPException(401)
    try:
        payload = jwt.decode(access_token, key=config.SECRET, algorithms=[ALGORITHM])
    except jwt.InvalidTokenError:
        raise HTTPException(401) from None
    return int(payload["sub"])
""",
    "mail/storage.py": """from peewee import CharField, Model, PostgresqlDatabase, TextField

db = PostgresqlDatabase("mail")


class Account(Model):
    address = CharField(unique=True)
    password = CharField()

    class Meta:
        database = db


class Letter(Model):
    body = TextField()

    class Meta:
        database = db
""",
    "mail/main.py": """from contextlib import asynccontextmanager

import redis.asyncio as redis
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import RedirectResponse
from fastapi_limiter import FastAPILimiter
from fastapi_limiter.depends import RateLimiter
from pydantic import BaseModel

from mail import config
from mail.hashing import hash_password, verify_password
from mail.security import create_token, current_user
from mail.storage import Account, Letter


@asynccontextmanager
async def lifespan(_: FastAPI):
    await FastAPILimiter.init(redis.from_url("redis://redis"))
    yield


app = FastAPI(lifespan=lifespan, title="Mail", summary="Letters.")
app.add_middleware(CORSMiddleware, allow_origins=config.ORIGINS, allow_credentials=True)


@app.middleware("http")
async def only_https(request: Request, call_next):
    if request.headers.get("x-forwarded-proto") == "http":
        return RedirectResponse(request.url.replace(scheme="https"), status_code=308)
    response = await call_next(request)
    response.headers.setdefault("Strict-Transport-Security", "max-age=15552000")
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'")
    return response


class Credentials(BaseModel):
    address: str
    password: str


class LetterOut(BaseModel):
    id: int
    body: str


@app.post("/accounts", status_code=204)
def register(body: Credentials) -> None:
    Account.create(address=body.address, password=hash_password(body.password))


@app.post("/login", status_code=204, dependencies=[Depends(RateLimiter(times=5, seconds=60))])
def login(body: Credentials, response: Response) -> None:
    account = Account.get_or_none(Account.address == body.address)
    if account is None or not verify_password(body.password, account.password):
        raise HTTPException(401)
    response.set_cookie("access_token", create_token(account.id), httponly=True)
    response.set_cookie("refresh_token", create_token(account.id, "refresh"), httponly=True)


@app.get("/letters/{key}", response_model=LetterOut)
def read(key: int, user: int = Depends(current_user)):
    return Letter.get_by_id(key)
""",
    "azure-pipelines.yml": """steps:
  - script: |
      pip install pip-audit pytest pytest-cov
      pip-audit
      pytest --cov=mail tests
""",
    "tests/test_hashing.py": """from mail.hashing import hash_password, verify_password


def test_the_same_password_is_verified():
    assert verify_password("secret", hash_password("secret"))
""",
}
VERDICTS = {
    "type_safety": "met",
    "error_handling": "not_met",
    "auth": "met",
    "testing": "partial|not_met",
    "database": "not_met",
    "observability": "not_met",
    "deployment": "not_met",
    "documentation": "partial|met",
    "jwt_secret": "met|unknown|partial",
    "token_expiry": "met",
    "password_hash": "not_met|partial",
    "cors": "met",
    "rate_limit_auth": "met",
    "https": "met",
    "security_headers": "met",
    "input_validation": "met",
    "sql_injection": "met",
    "dep_scanning": "met",
}
