from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.requests_traced import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "import sentry_sdk\nsentry_sdk.init(dsn='x')\n",
        "import sentry_sdk\nsentry_sdk.init(dsn='x', traces_sample_rate=0.0)\n",
        "from opentelemetry import trace\ntracer = trace.get_tracer(__name__)\n",
        "import logfire\ndef configure_tracing():\n    logfire.configure()\n",
    ],
)
def test_it_finds(source):
    assert lines(RULE, APP + source) == [2]


@pytest.mark.parametrize(
    "source",
    [
        "import sentry_sdk\nsentry_sdk.init(dsn='x', traces_sample_rate=0.2)\n",
        "import sentry_sdk\nsentry_sdk.init(dsn='x', traces_sample_rate=settings.rate)\n",
        "import sentry_sdk\nsentry_sdk.init(dsn='x', enable_tracing=True)\n",
        "from opentelemetry.sdk.trace import TracerProvider as P\nprovider = P()\n",
        (
            "from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor\n"
            "FastAPIInstrumentor.instrument_app(app)\n"
        ),
        "import logfire\nlogfire.configure()\n",
        "from ddtrace import patch_all\npatch_all()\n",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, APP + source) == []


def test_an_agent_around_the_command_traces_as_well():
    image = 'FROM python:3.12\nCMD ["ddtrace-run", "uvicorn", "app.main:app"]\n'
    assert lines(RULE, {"app/main.py": APP, "Dockerfile": image}) == []
