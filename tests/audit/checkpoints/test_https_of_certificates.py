"""Certificates that servers are started with, and those that the values of a chart ship."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.checkpoints.https import judge

APP = "from fastapi import FastAPI\napp = FastAPI()\n"
COMMAND = 'CMD ["uvicorn", "app.main:app", "--ssl-keyfile", "/k.pem", "--ssl-certfile", "/c.pem"]\n'
INGRESS = (
    "kind: Ingress\nspec:\n  {{- if .Values.ingress.tls }}\n  tls:\n    - hosts: [a.b]\n"
    "  {{- end }}\n"
)


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("Dockerfile", f"FROM python:3.12\n{COMMAND}", "unknown"),
        ("start.sh", "gunicorn app.main:app --certfile=c.pem --keyfile=k.pem\n", "unknown"),
        ("start.sh", "pip install --cert c.pem -r requirements.txt\n", "not_met"),
        ("gunicorn.conf.py", 'certfile = "c.pem"\n', "unknown"),
        ("gunicorn.conf.py", "certfile = None\nif is_set():\n    certfile = find()\n", "not_met"),
        ("gunicorn.conf.py", "certfile = find()\n", "unknown"),
        (
            "app/run.py",
            (
                "import uvicorn\noptions = {'ssl_certfile': 'c.pem', 'port': 443}\n"
                "uvicorn.run('app.main:app', **options)\n"
            ),
            "unknown",
        ),
    ],
)
def test_servers(path, text, verdict):
    assert judge(facts({"app/main.py": APP, path: text})).verdict.value == verdict


@pytest.mark.parametrize(
    ("name", "values", "verdict"),
    [
        ("values.yaml", "ingress:\n  enabled: true\n  tls: [{hosts: [a.b]}]\n", "met"),
        ("values-prod.yaml", "ingress:\n  tls: [{hosts: [a.b]}]\n", "met"),
        ("values-dev.yaml", "ingress:\n  tls: [{hosts: [a.b]}]\n", "not_met"),
        ("values.yaml", "ingress:\n  enabled: false\n  tls: [{hosts: [a.b]}]\n", "not_met"),
        ("values.yaml", "ingress:\n  enabled: true\n  tls: []\n", "not_met"),
    ],
)
def test_values_of_a_chart(name, values, verdict):
    files = {
        "app/main.py": APP,
        "chart/templates/ingress.yaml": INGRESS,
        f"chart/{name}": values,
    }
    assert judge(facts(files)).verdict.value == verdict


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("devel/api.service", "ExecStart=uvicorn app.main:app --ssl-certfile c.pem"),
        ("start.sh", "uvicorn app.main:app --reload --ssl-certfile c.pem"),
    ],
)
def test_servers_of_development(path, command):
    assert judge(facts({"app/main.py": APP, path: f"{command}\n"})).verdict.value == "not_met"
