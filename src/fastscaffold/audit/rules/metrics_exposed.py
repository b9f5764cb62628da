"""Applications that count nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.deployment.command_lines import running
from fastscaffold.audit.facts.project.usage import application, in_use
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_METRICS = (
    *(
        "*.Instrumentator",
        "*.PrometheusMiddleware",
        "*.PrometheusInstrumentator",
        "*.MeterProvider",
    ),
    *("prometheus_client.make_asgi_app", "prometheus_client.start_http_server"),
    *("prometheus_client.generate_latest", "prometheus_client.push_to_gateway"),
    *("*.handle_metrics", "*.PrometheusMetricReader", "statsd.StatsClient", "datadog.initialize"),
    *("azure.monitor.opentelemetry.configure_azure_monitor", "logfire.configure"),
    *("newrelic.agent.initialize", "*.generate_latest", "*.make_asgi_app", "*.StatsMiddleware"),
    *("prometheus_client.exposition.generate_latest", "aws_embedded_metrics.metric_scope"),
)
_AGENTS = r"\b(?:ddtrace-run|opentelemetry-instrument|newrelic-admin|elasticapm-run)\b"


def check(facts: Facts) -> Iterator[Hit]:
    """Once for an application."""
    place = application(facts)
    if place is None or not facts.routes:
        return
    routes = any(re.search(r"/metrics/?$", route.path) for route in facts.routes)
    counted = any(in_use(facts, call) for call in facts.calls(*_METRICS))
    if not routes and not counted and not running(_AGENTS, facts.commands.of_deployment):
        yield Hit(Place(place.path, place.line), "The application exposes no metrics.")


RULE = Rule(
    id="OBS003",
    name="metrics-exposed",
    severity=Severity.P1,
    topic="observability",
    seed="Metrics endpoint",
    what="An application without a route `/metrics`, a client of Prometheus, a meter of"
    " OpenTelemetry, statsd, or an agent that counts.",
    why="Rates, errors and durations are what alarms are set on, and what shows that a new version"
    " is slower than the old one.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from prometheus_fastapi_instrumentator import Instrumentator

app = FastAPI()
Instrumentator().instrument(app).expose(app)


@app.get("/orders")
async def orders() -> list[str]:
    return []
"""
    },
    fix="Count and time requests, and expose what is counted at `/metrics`.",
    check=check,
    command="fastscaffold add metrics",
)
