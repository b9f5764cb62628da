from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.health_routes import RULE

ORDERS = "\n@app.get('/orders')\ndef orders(): ...\n"
APP = "from fastapi import APIRouter, FastAPI\n\napp = FastAPI()\n" + ORDERS


@pytest.mark.parametrize(
    "source",
    [
        APP,
        APP + "@app.get('/orders/{id}/status')\ndef status(): ...\n",
        APP + "EXCLUDED = {'/health'}\n",
        # Nobody includes it.
        APP + "router = APIRouter()\n@router.get('/health')\ndef health(): ...\n",
    ],
)
def test_it_finds(source):
    assert lines(RULE, source) == [3]


@pytest.mark.parametrize(
    "source",
    [
        APP + "@app.get('/health')\ndef health(): ...\n",
        APP + "@app.get('/api/v1/utils/health-check/', include_in_schema=False)\ndef h(): ...\n",
        APP + "PREFIX = '/live'\n@app.get(PREFIX + 'z')\ndef health(): ...\n",
        APP + "@app.api_route('/ping', methods=['GET', 'HEAD'])\ndef health(): ...\n",
        APP + "def probe(): ...\napp.add_api_route('/readyz', probe)\n",
        APP + "def probe(): ...\napp.add_route('/healthz', probe)\n",
        APP + "inner = FastAPI()\napp.mount('/internal', inner)\n"
        "@inner.get('/health')\ndef health(): ...\n",
        APP + "router = APIRouter(prefix='/health')\napp.include_router(router)\n"
        "@router.get('')\ndef health(): ...\n",
        APP + "@app.middleware('http')\nasync def probes(request, call_next):\n"
        "    if request.url.path == '/health':\n        return Response()\n",
        "from fastapi import APIRouter\n",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, source) == []


ENGINE = "from sqlalchemy import create_engine\nengine = create_engine('postgresql://db')\n"


def test_with_a_database_some_probe_has_to_look_at_it():
    blind = APP + "@app.get('/health')\ndef health():\n    return {'status': 'ok'}\n"
    assert lines(RULE, {"app/main.py": blind, "app/db.py": ENGINE}) == [7]
    ready = blind + "@app.get('/ready')\ndef ready():\n    engine.connect()\n"
    assert lines(RULE, {"app/main.py": ready, "app/db.py": ENGINE}) == []


@pytest.mark.parametrize(("dependency", "found"), [("get_settings", [7]), ("get_session", [])])
def test_settings_are_no_look_at_the_database(dependency, found):
    source = APP.replace("import APIRouter,", "import Depends,") + (
        f"@app.get('/ping')\ndef ping(it=Depends({dependency})): ...\ndef {dependency}(): ...\n"
    )
    assert lines(RULE, source + ENGINE) == found
