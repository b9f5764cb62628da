from __future__ import annotations

import pytest
from support.audited import findings, lines

from fastscaffold.audit.rules.trusted_hosts import RULE

START = """from fastapi import FastAPI
from fastapi.middleware.trustedhost import TrustedHostMiddleware as Hosts
app = FastAPI()
@app.get("/")
def read(): ...
"""


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("", 3),
        ("app.add_middleware(Hosts)", 6),
        ("app.add_middleware(Hosts, allowed_hosts=['*'])", 6),
        ("app.add_middleware(Hosts, hosts=['a.example'])", 6),
    ],
)
def test_it_finds(source, line):
    assert lines(RULE, START + source) == [line]


@pytest.mark.parametrize(
    "source",
    [
        "app.add_middleware(Hosts, allowed_hosts=['a.example'])",
        "app.add_middleware(Hosts, allowed_hosts=settings.hosts)",
        "app.add_middleware(Hosts, **options)",
        "served = Hosts(app, allowed_hosts=['a.example'])",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, START + source) == []


def test_a_middleware_of_its_own_is_trusted():
    files = {
        "app/main.py": "from fastapi import FastAPI\nfrom app.hosts import TrustedHostMiddleware\n"
        "def create():\n    app = FastAPI()\n    app.add_middleware(TrustedHostMiddleware, hosts=H)"
        "\n    @app.get('/')\n    def read(): ...\n    return app\n",
        "app/hosts.py": "class TrustedHostMiddleware: ...\n",
    }
    assert findings(RULE, files) == []


def test_it_is_told_once_and_of_applications_with_routes_only():
    two = START + "other = FastAPI()\n@other.get('/')\ndef more(): ...\n"
    assert lines(RULE, two) == [3]
    assert lines(RULE, "from fastapi import FastAPI\napp = FastAPI()") == []
