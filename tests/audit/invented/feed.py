"""A feed of a monorepo: dynaconf with a key in a file, refresh tokens in Redis, osv-scanner."""

FILES = {
    "pyproject.toml": """[project]
name = "feed"
dependencies = ["fastapi", "pydantic>2", "dynaconf", "pyjwt", "bcrypt", "sqlalchemy", "redis", "loguru"]
""",
    "conf/settings.yaml": """default:
  jwt:
    secret: feed-development-key
    access_minutes: 30
    refresh_days: 30
  cors:
    origins: ["*"]
""",
    "feed/conf.py": """from pathlib import Path

from dynaconf import Dynaconf

settings = Dynaconf(
    root_path=str(Path(__file__).parent.parent / "conf"),
    settings_files=["settings.yaml"],
    environments=True,
)
""",
    "feed/tokens.py": """import secrets
from datetime import datetime, timedelta, timezone

import jwt
import redis.asyncio as redis
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

from feed.conf import settings

oauth2 = OAuth2PasswordBearer("/v1/token")
store = redis.Redis(host="redis")


def access_token(user: str) -> str:
    expire = datetime.now(timezone.utc) + timedelta(minutes=settings.jwt.access_minutes)
    claims = {"sub": user, "exp": expire, "type": "access"}
    return jwt.encode(claims, settings.jwt.secret, algorithm="HS256")


def refresh_token(user: str) -> str:
    expire = datetime.now(timezone.utc) + timedelta(days=settings.jwt.refresh_days)
    claims = {"sub": user, "exp": expire, "type": "refresh", "jti": secrets.token_hex(16)}
    return jwt.encode(claims, settings.jwt.secret, algorithm="HS256")


async def user(token: str = Depends(oauth2)) -> str:
    try:
        claims = jwt.decode(token, settings.jwt.secret, algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401, detail="invalid token")
    if claims["type"] != "access" or await store.exists(claims["sub"]):
        raise HTTPException(401, detail="invalid token")
    return claims["sub"]
""",
    "feed/throttle.py": """import time

from fastapi import HTTPException, Request


class Throttle:
    def __init__(self, times: int, seconds: float):
        self.times, self.seconds, self.hits = times, seconds, {}

    def __call__(self, request: Request) -> None:
        now = time.time()
        recent = [t for t in self.hits.get(request.client.host, []) if now - t < self.seconds]
        if len(recent) >= self.times:
            raise HTTPException(429, detail="too many requests")
        self.hits[request.client.host] = [*recent, now]
""",
    "feed/db.py": """from sqlalchemy import create_engine, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

engine = create_engine("postgresql://feed@db/feed", pool_size=5)
SessionLocal = sessionmaker(bind=engine)
SCHEMA = "feed"


class Base(DeclarativeBase): ...


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    password: Mapped[str]


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


def count(db) -> int:
    return db.execute(text(f"SELECT count(*) FROM {SCHEMA}.posts")).scalar_one()
""",
    "feed/main.py": """import sys

import bcrypt
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import OAuth2PasswordRequestForm
from loguru import logger
from pydantic import BaseModel
from sqlalchemy.orm import Session

from feed.conf import settings
from feed.db import User, count, get_db
from feed.throttle import Throttle
from feed.tokens import access_token, refresh_token, user

logger.remove()
logger.add(sys.stdout, serialize=True)
api = APIRouter(prefix="/v1")


class Pair(BaseModel):
    access_token: str
    refresh_token: str


class Count(BaseModel):
    posts: int


@api.post("/token", dependencies=[Depends(Throttle(5, 60))])
def token(form: OAuth2PasswordRequestForm = Depends(), db: Session = Depends(get_db)) -> Pair:
    found = db.query(User).filter(User.login == form.username).one_or_none()
    if found is None or not bcrypt.checkpw(form.password.encode(), found.password.encode()):
        raise HTTPException(401, detail="wrong login or password")
    return Pair(access_token=access_token(found.login), refresh_token=refresh_token(found.login))


@api.get("/posts/count")
def posts(db: Session = Depends(get_db), who: str = Depends(user)) -> Count:
    return Count(posts=count(db))


app = FastAPI(title="Feed", version="7")
app.add_middleware(CORSMiddleware, allow_origins=settings.cors.origins)
app.include_router(api)
""",
    "alembic/versions/a1_start.py": """from alembic import op

revision = "a1"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE posts (id int)")


def downgrade():
    op.execute("DROP TABLE posts")
""",
    "chart/templates/ingress.yaml": """apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: feed
  annotations:
    nginx.ingress.kubernetes.io/force-ssl-redirect: "true"
spec:
  rules: []
""",
    ".circleci/config.yml": """version: 2.1
jobs:
  scan:
    steps:
      - run: osv-scanner --recursive .
""",
}
VERDICTS = {
    "type_safety": "met",
    "error_handling": "not_met",
    "auth": "met",
    "testing": "not_met",
    "database": "partial",
    "observability": "partial",
    "deployment": "not_met",
    "documentation": "partial",
    "jwt_secret": "not_met",
    "token_expiry": "partial|not_met",
    "password_hash": "met",
    "cors": "not_met",
    "rate_limit_auth": "met",
    "https": "met",
    "security_headers": "not_met",
    "input_validation": "met",
    "sql_injection": "met",
    "dep_scanning": "met",
}
