"""A service for programs: keys in a header, no users, sqlite asked with constants in the text."""

FILES = {
    "requirements.in": "fastapi\npydantic~=2.8\nstructlog\n",
    "weather/auth.py": """import hmac
import os

from fastapi import HTTPException, Security
from fastapi.security import APIKeyHeader

header = APIKeyHeader(name="X-API-Key", auto_error=False)
KEYS = [each for each in os.environ.get("WEATHER_KEYS", "").split(",") if each]


def client(key: str | None = Security(header)) -> str:
    if key is None or not any(hmac.compare_digest(key, each) for each in KEYS):
        raise HTTPException(status_code=403, detail="no such key")
    return key
""",
    "weather/rows.py": """import sqlite3

TABLE = "observations"
FIELDS = ("station", "at", "celsius")


def latest(station: str, limit: int):
    with sqlite3.connect("weather.db") as connection:
        text = f"SELECT {', '.join(FIELDS)} FROM {TABLE} WHERE station = ? ORDER BY at DESC LIMIT ?"
        return connection.execute(text, (station, limit)).fetchall()


def keep(row: dict):
    marks = ", ".join("?" for _ in FIELDS)
    with sqlite3.connect("weather.db") as connection:
        connection.execute(
            f"INSERT INTO {TABLE} ({', '.join(FIELDS)}) VALUES ({marks})",
            [row.get(each) for each in FIELDS],
        )
""",
    "weather/api.py": """from typing import Any

import structlog
from fastapi import APIRouter, Body, Depends, FastAPI, Query
from pydantic import BaseModel

from weather import rows
from weather.auth import client

structlog.configure(processors=[structlog.processors.JSONRenderer()])
router = APIRouter(prefix="/v1", dependencies=[Depends(client)], tags=["weather"])


class Observation(BaseModel):
    station: str
    at: str
    celsius: float


@router.get("/stations/{station}/latest", response_model=list[Observation])
def latest(station: str, limit: int = Query(10, ge=1, le=100)):
    keys = Observation.model_fields
    return [dict(zip(keys, row, strict=True)) for row in rows.latest(station, limit)]


@router.post("/observations", status_code=204)
def keep(row: dict[str, Any] = Body(...)):
    rows.keep(row)


app = FastAPI(title="Weather", description="Observations of stations.")
app.include_router(router)


@app.get("/healthz")
def health() -> dict[str, str]:
    return {"status": "ok"}
""",
    "Dockerfile": """FROM python:3.12 AS wheels
COPY requirements.in .
RUN pip wheel -r requirements.in -w /wheels
FROM python:3.12-slim
COPY --from=wheels /wheels /wheels
RUN pip install /wheels/*
CMD ["uvicorn", "weather.api:app"]
""",
    "fly.toml": 'app = "weather"\n[http_service]\n  internal_port = 8000\n  force_https = true\n',
    "tests/test_api.py": """import pytest
from httpx import ASGITransport, AsyncClient

from weather.api import app


@pytest.mark.anyio
async def test_health():
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get("/healthz")).status_code == 200
""",
    ".github/workflows/scan.yaml": """on: [push]
jobs:
  scan:
    steps:
      - uses: aquasecurity/trivy-action@master
        with:
          scan-type: fs
""",
}
VERDICTS = {
    "type_safety": "partial|not_met",
    "error_handling": "not_met",
    "auth": "partial|not_met",
    "testing": "partial",
    "database": "not_met",
    "observability": "partial",
    "deployment": "met",
    "documentation": "met",
    "jwt_secret": "not_applicable",
    "token_expiry": "not_applicable",
    "password_hash": "not_applicable",
    "cors": "unknown|partial",
    "rate_limit_auth": "not_applicable",
    "https": "met",
    "security_headers": "not_met",
    "input_validation": "not_met",
    "sql_injection": "met",
    "dep_scanning": "met",
}
