"""A library: joserfc, pwdlib, origins split by hand, and a proxy that sees to all the rest."""

FILES = {
    "requirements.txt": "fastapi==0.111.0\npydantic==2.7.1\njoserfc==1.0\npwdlib[bcrypt]\nasyncpg\n",
    "app/settings.py": """import os

SECRET = os.environ["LIBRARY_SECRET"]
ACCESS = int(os.getenv("ACCESS_MINUTES", "20"))
REFRESH_DAYS = 14
ORIGINS = [each.strip() for each in os.getenv("ORIGINS", "http://localhost:3000").split(",")]
DSN = os.environ["DATABASE_URL"]
""",
    "app/tokens.py": """from datetime import UTC, datetime, timedelta

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from app.settings import ACCESS, REFRESH_DAYS, SECRET

KEY = OctKey.import_key(SECRET)
scheme = HTTPBearer()


def make_access(user: str) -> str:
    ends = datetime.now(UTC) + timedelta(minutes=ACCESS)
    return jwt.encode({"alg": "HS256"}, {"sub": user, "exp": ends}, KEY)


def make_refresh(user: str) -> str:
    ends = datetime.now(UTC) + timedelta(days=REFRESH_DAYS)
    return jwt.encode({"alg": "HS256"}, {"sub": user, "typ": "refresh", "exp": ends}, KEY)


async def reader(given: HTTPAuthorizationCredentials = Depends(scheme)) -> str:
    try:
        token = jwt.decode(given.credentials, KEY, algorithms=["HS256"])
    except JoseError:
        raise HTTPException(status_code=401, detail="no such reader")
    return token.claims["sub"]
""",
    "app/store.py": """import asyncpg

from app.settings import DSN

COLUMNS = "id, title, author"
ORDERS = {"title": "title ASC", "author": "author ASC"}


async def books(order: str, limit: int):
    connection = await asyncpg.connect(DSN)
    by = ORDERS.get(order, "id")
    return await connection.fetch(f"SELECT {COLUMNS} FROM books ORDER BY {by} LIMIT $1", limit)


async def hash_of(name: str):
    connection = await asyncpg.connect(DSN)
    return await connection.fetchval("SELECT hash FROM readers WHERE name = $1", name)
""",
    "app/main.py": """import logging

from fastapi import Depends, FastAPI, HTTPException, Query
from fastapi.middleware.cors import CORSMiddleware
from pwdlib import PasswordHash
from pwdlib.hashers.bcrypt import BcryptHasher
from pydantic import BaseModel

from app import settings, store
from app.tokens import make_access, make_refresh, reader

logging.basicConfig(level=logging.INFO)
hashes = PasswordHash((BcryptHasher(),))
app = FastAPI(title="Library")
app.add_middleware(CORSMiddleware, allow_origins=settings.ORIGINS, allow_methods=["*"])


class Login(BaseModel):
    name: str
    password: str


class Tokens(BaseModel):
    access_token: str
    refresh_token: str


class Book(BaseModel):
    id: int
    title: str
    author: str


@app.post("/login")
async def login(body: Login) -> Tokens:
    stored = await store.hash_of(body.name)
    if stored is None or not hashes.verify(body.password, stored):
        raise HTTPException(401, "wrong name or password")
    return Tokens(access_token=make_access(body.name), refresh_token=make_refresh(body.name))


@app.get("/books")
async def books(
    order: str = "title", limit: int = Query(20, le=100), who: str = Depends(reader)
) -> list[Book]:
    return [Book(**row) for row in await store.books(order, limit)]


@app.get("/books/{key}", response_model=Book)
async def book(key: int, who: str = Depends(reader)):
    raise HTTPException(404, "no such book")
""",
    "deploy/nginx.conf": """limit_req_zone $binary_remote_addr zone=login:10m rate=5r/m;
server {
    listen 80;
    server_name library.example.org;
    return 301 https://$host$request_uri;
}
server {
    listen 443 ssl;
    add_header Strict-Transport-Security "max-age=31536000" always;
    add_header X-Frame-Options DENY always;
    location /login {
        limit_req zone=login burst=5;
        proxy_pass http://app:8000;
    }
    location / {
        proxy_pass http://app:8000;
    }
}
""",
    "Dockerfile": "FROM python:3.12\nCOPY . .\nRUN pip install -r requirements.txt\nCMD uvicorn app.main:app\n",
    "tests/test_login.py": """from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)


def test_login_needs_a_body():
    assert client.post("/login").status_code == 422
""",
    ".gitlab-ci.yml": """stages: [test, scan]
test:
  script:
    - pytest
scan:
  script:
    - pip install safety
    - safety check -r requirements.txt
""",
}
VERDICTS = {
    "type_safety": "met",
    "error_handling": "not_met",
    "auth": "met",
    "testing": "not_met",
    "database": "partial|not_met",
    "observability": "not_met",
    "deployment": "not_met",
    "documentation": "partial",
    "jwt_secret": "unknown",
    "token_expiry": "partial|not_met",
    "password_hash": "met",
    "cors": "met",
    "rate_limit_auth": "met",
    "https": "met",
    "security_headers": "met",
    "input_validation": "met",
    "sql_injection": "met",
    "dep_scanning": "met",
}
