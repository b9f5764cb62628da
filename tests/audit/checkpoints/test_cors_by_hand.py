"""Headers that middleware of the project sets, and expressions that match any origin."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.cors import judge

APP = """from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
"""
OWN = """HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "*"}
KNOWN = ["https://a.b"]
@app.middleware("http")
async def cors(request: Request, call_next):
    response = await call_next(request)
    origin = request.headers.get("origin")
    %s
    return response
"""


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("response.headers.update(HEADERS)", "not_met"),
        ("response.headers.setdefault('Access-Control-Allow-Origin', '*')", "not_met"),
        ("response.raw_headers.append((b'access-control-allow-origin', b'*'))", "not_met"),
        ("response.headers['Access-Control-Allow-Origin'] = origin or '*'", "not_met"),
        ("response.headers['Access-Control-Allow-Origin'] = request.headers['origin']", "not_met"),
        ("if origin in KNOWN: response.headers['Access-Control-Allow-Origin'] = origin", "unknown"),
        ("if known(origin): response.headers['Access-Control-Allow-Origin'] = origin", "unknown"),
        ("response.headers['Access-Control-Allow-Origin'] = 'https://a.b'", "unknown"),
        ("response.headers.update({'Vary': 'Origin'})", "unknown"),
    ],
)
def test_headers_of_middleware(line, verdict):
    assert judge(facts(APP + OWN % line)).verdict.value == verdict


def test_headers_beside_the_middleware_that_names_origins():
    named = "app.add_middleware(CORSMiddleware, allow_origins=['https://a.b'])\n"
    source = APP + named + OWN % "response.headers.update(HEADERS)"
    assert judge(facts(source)).verdict.value == "not_met"


@pytest.mark.parametrize(
    ("pattern", "verdict"),
    [
        (r"^https?://.*$", "not_met"),
        (r"https://.*", "not_met"),
        (r"(http|https)://[^/]+", "not_met"),
        (r"https://.*\.a\.b", "partial"),
        (r"http://localhost:\d+", "partial"),
    ],
)
def test_expressions_for_origins(pattern, verdict):
    source = f"{APP}app.add_middleware(CORSMiddleware, allow_origin_regex=r'{pattern}')\n"
    assert judge(facts(source)).verdict.value == verdict


@pytest.mark.parametrize(("default", "verdict"), [("prod", "met"), ("dev", "not_met")])
def test_any_origin_where_it_runs_by_default(default, verdict):
    source = f"""{APP}from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    env: str = "{default}"
    origins: list[str] = []
settings = Settings()
if settings.env == "dev":
    app.add_middleware(CORSMiddleware, allow_origins=["*"])
else:
    app.add_middleware(CORSMiddleware, allow_origins=settings.origins)
"""
    assert judge(facts(source)).verdict.value == verdict
