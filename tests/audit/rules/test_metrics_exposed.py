from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.metrics_exposed import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders(): ...\n"


def test_it_finds():
    assert lines(RULE, APP) == [2]
    assert lines(RULE, APP + "import prometheus_client\n") == [2]


@pytest.mark.parametrize(
    "source",
    [
        "@app.get('/metrics')\ndef metrics(): ...\n",
        "from prometheus_fastapi_instrumentator import Instrumentator\nInstrumentator().expose(app)\n",
        "from prometheus_client import make_asgi_app\napp.mount('/metrics', make_asgi_app())\n",
        "from starlette_exporter import PrometheusMiddleware as P\napp.add_middleware(P)\nP(app)\n",
        "from opentelemetry.sdk.metrics import MeterProvider\nMeterProvider()\n",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, APP + source) == []
