"""Applications that a library makes, by what a project says that they are, and how it has them."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit import checkpoints, signals

MADE = """from fastapi import FastAPI
from others import Maker
{made}
@app.get("/")
def read() -> int: ...
"""


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        ("app: FastAPI = Maker().make()", "not_met"),
        ("def make() -> FastAPI:\n    return Maker().make()\napp = make()", "not_met"),
        ("def make():\n    app: FastAPI = Maker().make()\n    return app\napp = make()", "not_met"),
        # What it makes is not told.
        ("app = Maker().make()", "not_applicable"),
    ],
)
def test_what_is_said_to_be_an_application_is_one(made, verdict):
    judged = checkpoints.judge_all(facts(MADE.format(made=made)))
    assert judged["https"].verdict.value == verdict
    assert judged["security_headers"].verdict.value == verdict


def test_what_another_makes_does_not_count_beside_what_the_project_makes():
    source = MADE.format(made="app = FastAPI()\nother: FastAPI = Maker().make()")
    assert [each.key.rpartition(".")[2] for each in facts(source).apps] == ["app"]


CONFIGURED = """import fastapi
from lite_bootstrap import FastAPIBootstrapper, FastAPIConfig
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    name: str = "Harbour"
    endpoint: str = "{endpoint}"
    origins: list[str] = ["{origin}"]
settings = Settings()
config = FastAPIConfig(
    service_name=settings.name,
    service_version="2.0.0",
    opentelemetry_endpoint=settings.endpoint,
    cors_allowed_origins=settings.origins,
)
app: fastapi.FastAPI = FastAPIBootstrapper(config).bootstrap()
"""


@pytest.mark.parametrize(
    ("origin", "endpoint", "cors", "observability"),
    [
        ("http://localhost", "", "met", "partial"),
        ("*", "http://collector:4317", "not_met", "met"),
    ],
)
def test_what_lite_bootstrap_is_told(origin, endpoint, cors, observability):
    found = facts(CONFIGURED.format(origin=origin, endpoint=endpoint))
    assert checkpoints.judge_all(found)["cors"].verdict.value == cors
    health = signals.judge_all(found)
    assert health["observability"].verdict.value == observability
    assert health["documentation"].verdict.value == "partial"
