from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.logs_structured import RULE

APP = "from fastapi import FastAPI\napp = FastAPI()\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (APP, [2]),
        (APP + "import logging\nlogging.basicConfig(level=1)\n", [4]),
        (APP + "from loguru import logger\nlogger.add('log.txt')\n", [4]),
        (APP + "from loguru import logger\nlogger.add('log.txt', serialize=False)\n", [4]),
        (APP + "import structlog\nlog = structlog.get_logger()\n", [2]),
        # Nobody calls it.
        (APP + "import structlog\ndef configure_logging():\n    structlog.configure()\n", [2]),
    ],
)
def test_it_finds(source, found):
    assert lines(RULE, source) == found


@pytest.mark.parametrize(
    "source",
    [
        "import structlog\nstructlog.configure(processors=[])\n",
        "import structlog\ndef start():\n    structlog.configure()\nstart()\n",
        "from loguru import logger\nlogger.add(s, serialize=True)\n",
        "from loguru import logger as log\nlog.add(s, serialize=settings.json)\n",
        "from pythonjsonlogger.json import JsonFormatter\nJsonFormatter()\n",
        "CONFIG = {'()': 'pythonjsonlogger.jsonlogger.JsonFormatter'}\n",
        (
            "import json, logging\nclass Json(logging.Formatter):\n    def format(self, record):\n"
            "        return json.dumps(record)\n"
        ),
        """FORMAT = '{"time": "%(asctime)s", "message": "%(message)s"}'\n""",
        "import logfire\nlogfire.configure()\n",
    ],
)
def test_it_leaves_structured_logs_alone(source):
    assert lines(RULE, APP + source) == []


STRUCTURED = APP + "import structlog\nstructlog.configure()\n"


def test_it_finds_what_is_printed_once_in_a_module():
    source = "def f():\n    print(1)\n    print(2)\n"
    assert lines(RULE, {"app/main.py": STRUCTURED, "app/orders.py": source}) == [2]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("app/orders.py", "print(1)\nif __name__ == '__main__':\n    f()\n"),
        ("app/cli.py", "print(1)\n"),
        ("app/admin.py", "import typer\nprint(1)\n"),
        ("scripts/seed.py", "print(1)\n"),
        ("tests/test_it.py", "print(1)\n"),
        ("app/orders.py", "fingerprint(1)\nself.print(1)\n"),
    ],
)
def test_it_leaves_what_people_read_alone(path, source):
    assert lines(RULE, {"app/main.py": STRUCTURED, path: source}) == []
