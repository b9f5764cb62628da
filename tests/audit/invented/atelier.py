"""An atelier whose own decorator asks who it is, with passlib, dynaconf and the library secure."""

FILES = {
    "setup.cfg": """[options]
install_requires =
    fastapi
    pydantic>=2.5
    python-jose[cryptography]
    passlib[argon2]
    dynaconf
    secure
    tortoise-orm[asyncpg]
    aerich
""",
    "settings.toml": """[default]
cors_origins = ["https://atelier.example.org"]
access_minutes = 60
db = "postgres://db/atelier"
""",
    "atelier/conf.py": """from dynaconf import Dynaconf, Validator

settings = Dynaconf(
    envvar_prefix="ATELIER",
    settings_files=["settings.toml", ".secrets.toml"],
    validators=[Validator("JWT_SECRET", must_exist=True, len_min=32)],
)
""",
    "atelier/guard.py": """from datetime import datetime, timedelta, timezone
from functools import wraps

from fastapi import HTTPException, Request
from jose import jwt
from jose.exceptions import JWTError
from passlib.context import CryptContext

from atelier.conf import settings

passwords = CryptContext(schemes=["argon2"], deprecated="auto")


def sign(user: str) -> str:
    ends = datetime.now(timezone.utc) + timedelta(minutes=settings.access_minutes)
    return jwt.encode({"sub": user, "exp": ends}, settings.JWT_SECRET, algorithm="HS512")


def logged_in(endpoint):
    @wraps(endpoint)
    async def inner(request: Request, *args, **kwargs):
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            claims = jwt.decode(token, settings.JWT_SECRET, algorithms=["HS512"])
        except JWTError as error:
            raise HTTPException(401, "log in first") from error
        request.state.user = claims["sub"]
        return await endpoint(request, *args, **kwargs)

    return inner
""",
    "atelier/models.py": """from tortoise import fields
from tortoise.models import Model


class Painter(Model):
    id = fields.IntField(primary_key=True)
    email = fields.CharField(200, unique=True)
    password_hash = fields.CharField(200)


class Painting(Model):
    id = fields.IntField(primary_key=True)
    title = fields.CharField(100)
""",
    "atelier/app.py": """import secure
from fastapi import FastAPI, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel, EmailStr
from slowapi import Limiter
from slowapi.util import get_remote_address
from tortoise.contrib.fastapi import register_tortoise

from atelier.conf import settings
from atelier.guard import logged_in, passwords, sign
from atelier.models import Painter, Painting

headers = secure.Secure(
    hsts=secure.StrictTransportSecurity().max_age(31536000),
    xfo=secure.XFrameOptions().deny(),
)
limiter = Limiter(key_func=get_remote_address)
app = FastAPI(title="Atelier", version="0.3", openapi_tags=[{"name": "paintings"}])
app.state.limiter = limiter
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins)


@app.middleware("http")
async def secured(request: Request, call_next):
    response = await call_next(request)
    headers.framework.fastapi(response)
    return response


class Login(BaseModel):
    email: EmailStr
    password: str


class Told(BaseModel):
    token: str


class Shown(BaseModel):
    id: int
    title: str


@app.post("/session", response_model=Told, tags=["login"])
@limiter.limit("10/hour")
async def log_in(request: Request, body: Login):
    found = await Painter.get_or_none(email=body.email)
    if found is None or not passwords.verify(body.password, found.password_hash):
        raise HTTPException(401, "wrong")
    return {"token": sign(body.email)}


@app.get("/paintings/{key}", response_model=Shown, tags=["paintings"])
@logged_in
async def show(request: Request, key: int):
    return await Painting.get(id=key)


register_tortoise(
    app, config={"connections": {"default": settings.db}, "apps": {}}, generate_schemas=False
)
""",
    "migrations/models/0_20240101_init.py": """from tortoise import BaseDBAsyncClient


async def upgrade(db: BaseDBAsyncClient) -> str:
    return "CREATE TABLE painting (id INT);"


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP TABLE painting;"
""",
    "Jenkinsfile": "pipeline {\n  stages {\n    stage('scan') { steps { sh 'safety scan --full-report' } }\n  }\n}\n",
    "docs/deployment.md": "# Deployment\n\nTLS terminates at the load balancer, which redirects port 80.\n",
}
VERDICTS = {
    "type_safety": "met",
    "error_handling": "not_met",
    "auth": "not_met|partial",
    "testing": "not_met",
    "database": "met",
    "observability": "not_met",
    "deployment": "not_met",
    "documentation": "met",
    "jwt_secret": "met|unknown",
    "token_expiry": "not_met",
    "password_hash": "met",
    "cors": "met",
    "rate_limit_auth": "met",
    "https": "met",
    "security_headers": "met",
    "input_validation": "met",
    "sql_injection": "met",
    "dep_scanning": "met",
}
