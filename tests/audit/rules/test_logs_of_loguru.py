"""How loguru is told to write JSON."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.logs_structured import RULE

APP = "from fastapi import FastAPI\nimport json, sys\nfrom loguru import logger\napp = FastAPI()\n"
FILL = "def fill(record):\n    record['extra']['line'] = json.dumps(record['extra'])\n"
OWN = """class Logs:
    def line(self, record):
        return json.dumps({'text': record['message']})
    def fill(self, record):
        record['extra']['line'] = self.line(record)
    def start(self):
        logger.configure(patcher=self.fill)
        logger.add(sys.stdout, format='{extra[line]}')
Logs().start()
"""


@pytest.mark.parametrize(
    "source",
    [
        OWN,
        f"{FILL}logger.configure(patcher=fill)\n",
        f"{FILL}logger = logger.patch(fill)\n",
        "logger.configure(handlers=[{'sink': sys.stdout, 'serialize': True}])\n",
        "logger.configure(handlers=[dict(sink=sys.stdout, serialize=True)])\n",
        "HANDLERS = [{'sink': sys.stdout, 'serialize': True}]\nlogger.configure(handlers=HANDLERS)\n",
        "def sink(m):\n    sys.stdout.write(json.dumps(m))\nlogger.configure(handlers=[{'sink': sink}])\n",
        "def sink(m):\n    sys.stdout.write(json.dumps(m))\nlogger.add(sink)\n",
    ],
)
def test_it_leaves_json_alone(source):
    assert lines(RULE, APP + source) == []


@pytest.mark.parametrize(
    "source",
    [
        "logger.configure(handlers=[{'sink': sys.stdout}])\n",
        "logger.configure(handlers=[{'sink': sys.stdout, 'serialize': False}])\n",
        "logger.configure(patcher=lambda record: record['extra'].update(user=1))\n",
        "def fill(record):\n    record['extra']['user'] = 1\nlogger.configure(patcher=fill)\n",
    ],
)
def test_it_finds_text(source):
    assert len(lines(RULE, APP + source)) == 1
