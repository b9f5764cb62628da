"""A laboratory of class-based views, Google's logins, own routers and tokens without an end."""

FILES = {
    "backend/requirements.txt": "fastapi\nfastapi-utils\npydantic-settings\nPyJWT\nauthlib\nhttpx\nsqlmodel\n",
    "backend/lab/core.py": """from pydantic import field_validator
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    token_key: str
    google_id: str = ""
    google_secret: str = ""
    allowed: list[str] = ["https://lab.example.edu"]

    @field_validator("token_key")
    @classmethod
    def long_enough(cls, value: str) -> str:
        if len(value) < 32:
            raise ValueError("token_key needs 32 characters")
        return value


settings = Settings()
""",
    "backend/lab/auth.py": """import jwt
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from lab.core import settings

oauth = OAuth()
oauth.register(
    "google",
    client_id=settings.google_id,
    client_secret=settings.google_secret,
    server_metadata_url="https://accounts.google.com/.well-known/openid-configuration",
)
router = APIRouter(prefix="/auth", tags=["auth"])


class Token(BaseModel):
    token: str


def issue(email: str) -> str:
    return jwt.encode({"email": email}, settings.token_key, algorithm="HS256")


def person(given=Depends(HTTPBearer())) -> str:
    try:
        return jwt.decode(given.credentials, settings.token_key, algorithms=["HS256"])["email"]
    except jwt.PyJWTError as error:
        raise HTTPException(401) from error


@router.get("/login")
async def login(request: Request):
    return await oauth.google.authorize_redirect(request, request.url_for("callback"))


@router.get("/callback", response_model=Token)
async def callback(request: Request):
    token = await oauth.google.authorize_access_token(request)
    return Token(token=issue(token["userinfo"]["email"]))
""",
    "backend/lab/samples.py": """from fastapi import APIRouter, Depends, HTTPException
from fastapi_utils.cbv import cbv
from pydantic import BaseModel, Field

from lab.auth import person

router = APIRouter(prefix="/samples", tags=["samples"])


class Sample(BaseModel):
    name: str = Field(max_length=40)
    grams: float


@cbv(router)
class Samples:
    who: str = Depends(person)

    @router.get("/{name}", response_model=Sample)
    def one(self, name: str):
        raise HTTPException(404, "no such sample")

    @router.put("/{name}", response_model=Sample)
    def put(self, name: str, body: Sample):
        return body
""",
    "backend/lab/main.py": """from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.sessions import SessionMiddleware

from lab import auth, samples
from lab.core import settings


def get_app() -> FastAPI:
    app = FastAPI(title="Lab", description="Samples.")
    app.add_middleware(SessionMiddleware, secret_key=settings.token_key)
    app.add_middleware(CORSMiddleware, allow_origins=settings.allowed)
    for module in (auth, samples):
        app.include_router(module.router)
    return app


app = get_app()
""",
    "backend/Dockerfile": """FROM python:3.12 AS base
RUN pip install -r requirements.txt
FROM base AS final
HEALTHCHECK CMD curl -f http://localhost/docs || exit 1
CMD ["gunicorn", "lab.main:app", "-k", "uvicorn.workers.UvicornWorker"]
""",
    "README.md": "# Lab\n\nIn production nginx terminates TLS in front of the API.\n",
    ".github/workflows/test.yml": """on: pull_request
jobs:
  review:
    steps:
      - uses: actions/dependency-review-action@v4
  test:
    steps:
      - run: pytest backend
""",
    "backend/tests/test_samples.py": """from fastapi.testclient import TestClient

from lab.main import app


def test_samples_need_a_token():
    assert TestClient(app).get("/samples/a").status_code == 403
""",
}
VERDICTS = {
    "type_safety": "met|partial",
    "error_handling": "not_met",
    "auth": "met",
    "testing": "not_met|partial",
    "database": "not_met|not_applicable",
    "observability": "not_met",
    "deployment": "met",
    "documentation": "met",
    "jwt_secret": "met",
    "token_expiry": "not_met",
    "password_hash": "not_applicable",
    "cors": "met",
    "rate_limit_auth": "not_met|not_applicable",
    "https": "met",
    "security_headers": "not_met",
    "input_validation": "met",
    "sql_injection": "not_applicable",
    "dep_scanning": "met",
}
