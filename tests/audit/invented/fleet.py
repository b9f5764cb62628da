"""A fleet behind Keycloak: PyJWT with the keys of the realm, Caddy, snyk at Bitbucket."""

FILES = {
    "pyproject.toml": """[project]
name = "fleet"
dependencies = ["fastapi", "pydantic>=2", "pydantic-settings", "pyjwt[crypto]", "motor", "beanie"]
[tool.coverage.report]
fail_under = 90
""",
    "app/core/settings.py": """from pydantic import AnyHttpUrl, MongoDsn
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    keycloak_url: AnyHttpUrl
    realm: str = "fleet"
    audience: str = "fleet-api"
    mongo: MongoDsn
    cors_origins: str = "https://fleet.example.org"

    @property
    def origins(self) -> list[str]:
        return self.cors_origins.split(",")


settings = Settings()
""",
    "app/core/auth.py": """from functools import lru_cache
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2AuthorizationCodeBearer
from pydantic import BaseModel

from app.core.settings import settings

base = f"{settings.keycloak_url}realms/{settings.realm}/protocol/openid-connect"
scheme = OAuth2AuthorizationCodeBearer(authorizationUrl=f"{base}/auth", tokenUrl=f"{base}/token")


class Driver(BaseModel):
    sub: str
    roles: list[str] = []


@lru_cache
def keys() -> jwt.PyJWKClient:
    return jwt.PyJWKClient(f"{base}/certs")


def driver(token: Annotated[str, Depends(scheme)]) -> Driver:
    try:
        key = keys().get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key.key, algorithms=["RS256"], audience=settings.audience)
    except jwt.PyJWTError as error:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED) from error
    return Driver(sub=claims["sub"], roles=claims.get("realm_access", {}).get("roles", []))


def role(name: str):
    def check(who: Annotated[Driver, Depends(driver)]) -> Driver:
        if name not in who.roles:
            raise HTTPException(status.HTTP_403_FORBIDDEN)
        return who

    return check
""",
    "app/vehicles.py": """from typing import Annotated

from beanie import Document, PydanticObjectId
from fastapi import APIRouter, Depends
from pydantic import BaseModel

from app.core.auth import Driver, driver, role
from app.failures import NoSuchVehicle


class VehicleIn(BaseModel):
    plate: str
    seats: int = 4


class Vehicle(Document, VehicleIn): ...


router = APIRouter(prefix="/vehicles", tags=["vehicles"])


@router.get("/{key}")
async def read(key: PydanticObjectId, who: Annotated[Driver, Depends(driver)]) -> Vehicle:
    found = await Vehicle.get(key)
    if found is None:
        raise NoSuchVehicle(key)
    return found


@router.post("", status_code=201, dependencies=[Depends(role("dispatcher"))])
async def add(body: VehicleIn) -> Vehicle:
    return await Vehicle(**body.model_dump()).insert()
""",
    "app/failures.py": """from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse


class FleetError(Exception):
    code = 500
    title = "failed"


class NoSuchVehicle(FleetError):
    code = 404
    title = "no such vehicle"


class VehicleInUse(FleetError):
    code = 409
    title = "in use"


def install(app: FastAPI) -> None:
    @app.exception_handler(FleetError)
    async def answer(request: Request, error: FleetError) -> JSONResponse:
        return JSONResponse({"title": error.title, "status": error.code}, error.code)
""",
    "app/main.py": """from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from app import failures, vehicles
from app.core.settings import settings

app = FastAPI(
    title="Fleet",
    version="1.0.0",
    middleware=[Middleware(CORSMiddleware, allow_origins=settings.origins)],
)
failures.install(app)
app.include_router(vehicles.router)
""",
    "Caddyfile": "api.fleet.example.org {\n\theader Strict-Transport-Security max-age=31536000\n\treverse_proxy app:8000\n}\n",
    "Containerfile": "FROM python:3.13 AS deps\nRUN pip install .\nFROM deps\nCMD uvicorn app.main:app\n",
    "tests/unit/test_auth.py": """import pytest

from app.core.auth import Driver, role


@pytest.mark.asyncio
async def test_role():
    assert role("x")(Driver(sub="a", roles=["x"])).sub == "a"
""",
    "bitbucket-pipelines.yml": """pipelines:
  default:
    - step:
        script:
          - coverage run -m pytest
          - coverage report
          - pipe: snyk/snyk-scan:1.0.1
""",
}
VERDICTS = {
    "type_safety": "met",
    "error_handling": "met|partial",
    "auth": "met",
    "testing": "met",
    "database": "partial|not_applicable|not_met",
    "observability": "not_met",
    "deployment": "partial",
    "documentation": "met",
    "jwt_secret": "not_applicable",
    "token_expiry": "not_applicable",
    "password_hash": "not_applicable",
    "cors": "met",
    "rate_limit_auth": "not_applicable",
    "https": "met",
    "security_headers": "partial",
    "input_validation": "met",
    "sql_injection": "not_applicable|met",
    "dep_scanning": "met",
}
