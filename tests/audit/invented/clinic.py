"""A clinic with all that is asked for: authlib, argon2-cffi, slowapi, SQLAlchemy that awaits."""

FILES = {
    "pyproject.toml": """[project]
name = "clinic"
dependencies = [
    "fastapi>=0.115", "pydantic>=2.7", "pydantic-settings", "sqlalchemy[asyncio]", "authlib",
    "argon2-cffi", "slowapi", "structlog", "sentry-sdk",
]
[tool.pytest.ini_options]
asyncio_mode = "auto"
addopts = "--cov=clinic --cov-fail-under=85"
""",
    "clinic/config.py": """from functools import lru_cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Config(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CLINIC_", env_file=".env")

    database_url: str
    signing_key: SecretStr = Field(min_length=43)
    access_minutes: int = 15
    origins: list[str] = []


@lru_cache
def config() -> Config:
    return Config()
""",
    "clinic/db.py": """from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from clinic.config import config

engine = create_async_engine(config().database_url, pool_size=10)
Maker = async_sessionmaker(engine, expire_on_commit=False)


async def session() -> AsyncIterator[AsyncSession]:
    async with Maker() as made:
        yield made
""",
    "clinic/errors.py": """class ClinicError(Exception):
    status = 400


class PatientMissing(ClinicError):
    status = 404


class SlotTaken(ClinicError):
    status = 409
""",
    "clinic/security.py": """import time
from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from authlib.jose import JoseError, JsonWebToken
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer

from clinic.config import config

hasher = PasswordHasher()
jwt = JsonWebToken(["HS256"])
bearer = OAuth2PasswordBearer(tokenUrl="/auth/token")


def check(stored: str, given: str) -> bool:
    try:
        return hasher.verify(stored, given)
    except VerifyMismatchError:
        return False


def issue(subject: str) -> str:
    now = int(time.time())
    claims = {"sub": subject, "iat": now, "exp": now + config().access_minutes * 60}
    key = config().signing_key.get_secret_value()
    return jwt.encode({"alg": "HS256"}, claims, key).decode()


def current(token: Annotated[str, Depends(bearer)]) -> str:
    try:
        claims = jwt.decode(token, config().signing_key.get_secret_value())
        claims.validate()
    except JoseError as error:
        raise HTTPException(401) from error
    return claims["sub"]
""",
    "clinic/routes.py": """from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.security import OAuth2PasswordRequestForm
from pydantic import BaseModel, Field
from slowapi import Limiter
from slowapi.util import get_remote_address
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from clinic.db import session
from clinic.errors import PatientMissing
from clinic.models import Patient
from clinic.security import check, current, issue

limiter = Limiter(key_func=get_remote_address)
router = APIRouter(tags=["clinic"])
Session = Annotated[AsyncSession, Depends(session)]


class Token(BaseModel):
    access_token: str


class PatientIn(BaseModel):
    name: str = Field(max_length=80)


class PatientOut(PatientIn):
    id: int


@router.post("/auth/token")
@limiter.limit("5/minute")
async def token(request: Request, form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    return Token(access_token=issue(form.username))


@router.get("/patients/{key}", response_model=PatientOut)
async def read(key: int, db: Session, who: Annotated[str, Depends(current)]):
    found = await db.scalar(select(Patient).where(Patient.id == key))
    if found is None:
        raise PatientMissing
    return found


@router.post("/patients", response_model=PatientOut, dependencies=[Depends(current)])
async def add(body: PatientIn, db: Session):
    made = Patient(name=body.name)
    db.add(made)
    await db.commit()
    return made
""",
    "clinic/models.py": """from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class Staff(Base):
    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    password_hash: Mapped[str]


class Patient(Base):
    __tablename__ = "patients"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
""",
    "clinic/main.py": """import sentry_sdk
import structlog
from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware
from fastapi.responses import JSONResponse
from starlette.middleware.base import BaseHTTPMiddleware

from clinic.config import config
from clinic.errors import ClinicError
from clinic.routes import limiter, router

structlog.configure(processors=[structlog.processors.JSONRenderer()])
sentry_sdk.init(dsn="", traces_sample_rate=0.2)


class Headers(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        response = await call_next(request)
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        response.headers["X-Frame-Options"] = "DENY"
        return response


async def refuse(request: Request, error: ClinicError) -> JSONResponse:
    return JSONResponse({"code": type(error).__name__}, status_code=error.status)


def create() -> FastAPI:
    app = FastAPI(title="Clinic", version="2.1", description="Appointments.")
    app.state.limiter = limiter
    app.add_exception_handler(ClinicError, refuse)
    app.add_middleware(Headers)
    app.add_middleware(HTTPSRedirectMiddleware)
    app.add_middleware(
        CORSMiddleware, allow_origins=config().origins, allow_credentials=True
    )
    app.include_router(router)
    return app


app = create()
""",
    "migrations/env.py": "from alembic import context\n",
    "migrations/versions/0001_start.py": """import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("patients", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("patients")
""",
    "tests/test_routes.py": """from httpx import ASGITransport, AsyncClient

from clinic.main import app


async def test_nobody_reads_without_a_token():
    async with AsyncClient(transport=ASGITransport(app=app), base_url="https://t") as client:
        assert (await client.get("/patients/1")).status_code == 401
""",
    "Dockerfile": """FROM python:3.13-slim AS build
RUN pip install uv && uv sync
FROM python:3.13-slim
COPY --from=build /app /app
USER 1000
HEALTHCHECK CMD curl -f http://localhost:8000/
CMD ["uvicorn", "clinic.main:app"]
""",
    ".github/workflows/ci.yml": """on: push
jobs:
  test:
    steps:
      - run: uv run pytest
      - run: uvx pip-audit --strict
""",
}
VERDICTS = {
    "type_safety": "met",
    "error_handling": "met",
    "auth": "met",
    "testing": "met",
    "database": "met",
    "observability": "met",
    "deployment": "met",
    "documentation": "met",
    "jwt_secret": "met",
    "token_expiry": "met",
    "password_hash": "met",
    "cors": "met",
    "rate_limit_auth": "met",
    "https": "met",
    "security_headers": "met",
    "input_validation": "met",
    "sql_injection": "met",
    "dep_scanning": "met",
}
