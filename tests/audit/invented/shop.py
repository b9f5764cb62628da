"""A shop on fastapi-users: its key stands in the code, its tokens live long, anybody may ask."""

FILES = {
    "pyproject.toml": """[tool.poetry]
name = "shop"
[tool.poetry.dependencies]
fastapi = "^0.112"
fastapi-users = {version = "^13", extras = ["sqlalchemy"]}
aiosqlite = "*"
""",
    "src/shop/users.py": """import uuid

from fastapi import Depends
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin, schemas
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_users.db import SQLAlchemyUserDatabase

from shop.database import User, get_user_db

SECRET = "change-me-in-production"


class UserRead(schemas.BaseUser[uuid.UUID]): ...


class UserCreate(schemas.BaseUserCreate): ...


class UserManager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    reset_password_token_secret = SECRET
    verification_token_secret = SECRET


async def get_user_manager(user_db: SQLAlchemyUserDatabase = Depends(get_user_db)):
    yield UserManager(user_db)


def get_jwt_strategy() -> JWTStrategy:
    return JWTStrategy(secret=SECRET, lifetime_seconds=60 * 60 * 24)


backend = AuthenticationBackend(
    name="jwt",
    transport=BearerTransport(tokenUrl="auth/jwt/login"),
    get_strategy=get_jwt_strategy,
)
fastapi_users = FastAPIUsers[User, uuid.UUID](get_user_manager, [backend])
active_user = fastapi_users.current_user(active=True)
""",
    "src/shop/database.py": """from fastapi import Depends
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

engine = create_async_engine("sqlite+aiosqlite:///./shop.db")
make_session = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTableUUID, Base):
    pass


async def create_tables():
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def get_session():
    async with make_session() as session:
        yield session


async def get_user_db(session: AsyncSession = Depends(get_session)):
    yield SQLAlchemyUserDatabase(session, User)
""",
    "src/shop/app.py": """from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware

from shop.database import User, create_tables
from shop.users import UserCreate, UserRead, active_user, backend, fastapi_users


@asynccontextmanager
async def lifespan(app: FastAPI):
    await create_tables()
    yield


app = FastAPI(lifespan=lifespan)
app.add_middleware(
    CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_headers=["*"]
)
app.include_router(fastapi_users.get_auth_router(backend), prefix="/auth/jwt", tags=["auth"])
app.include_router(
    fastapi_users.get_register_router(UserRead, UserCreate), prefix="/auth", tags=["auth"]
)


@app.get("/basket")
async def basket(user: User = Depends(active_user)):
    return {"message": f"Hello {user.email}!"}


@app.post("/basket")
async def put(items: dict, user: User = Depends(active_user)):
    return items
""",
    "docker-compose.yml": """services:
  api:
    build: .
    healthcheck:
      test: curl -f http://localhost:8000/docs
""",
    "Dockerfile": "FROM python:3.11\nCOPY . /app\nRUN pip install /app\nCMD uvicorn shop.app:app\n",
    "azure-pipelines.yml": "steps:\n  - script: pip install . && ruff check src\n",
    ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n",
}
VERDICTS = {
    "type_safety": "not_met|partial",
    "error_handling": "not_met",
    "auth": "met",
    "testing": "not_met",
    "database": "partial",
    "observability": "not_met",
    "deployment": "partial",
    "documentation": "not_met",
    "jwt_secret": "not_met",
    "token_expiry": "not_met",
    "password_hash": "met",
    "cors": "not_met",
    "rate_limit_auth": "not_met",
    "https": "not_met",
    "security_headers": "not_met",
    "input_validation": "not_met",
    "sql_injection": "met",
    "dep_scanning": "unknown|partial",
}
