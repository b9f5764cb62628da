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
        (APP + "import structlog\nlog = structlog.get_logger()\n", [4]),
        # As long as nobody says otherwise, structlog writes for people.
        (
            APP + "import structlog\nlog = structlog.get_logger()\nlog.info('begun', port=80)\n",
            [4],
        ),
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
            "CONFIG = {'formatters': {'json': {'()': Json}}}\n"
        ),
        (
            "import logging\nclass Pairs(logging.Formatter):\n    def format(self, record):\n"
            "        return ' '.join(f'{key}=\"{each}\"' for key, each in told(record).items())\n"
            "handler = logging.StreamHandler()\nhandler.setFormatter(Pairs())\n"
            "logging.basicConfig(handlers=[handler])\n"
        ),
        """FORMAT = '{"time": "%(asctime)s", "message": "%(message)s"}'\n""",
        "import logfire\nlogfire.configure()\n",
    ],
)
def test_it_leaves_structured_logs_alone(source):
    assert lines(RULE, APP + source) == []


STRUCTURED = APP + "import structlog\nstructlog.configure()\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f():\n    print(1)\n    print(2)\n", [2, 3]),
        ("import sys\ndef f():\n    print(1, file=sys.stderr)\n", [3]),
        ("from pprint import pprint\ndef f():\n    pprint({})\n", [3]),
        # The server imports what holds routes, whoever may start it by hand.
        (
            f"{APP}print(1)\nif __name__ == '__main__':\n    print(2)\n    run(app)\n",
            [3],
        ),
    ],
)
def test_it_finds_each_call_that_prints(source, found):
    assert lines(RULE, {"app/main.py": STRUCTURED, "app/orders.py": source}) == found


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("app/orders.py", "print(1)\nif __name__ == '__main__':\n    f()\n"),
        ("app/cli.py", "print(1)\n"),
        ("archive/page.py", "for each in (1, 2):\n    print(each)\n"),
        ("app/orders.py", "def f(report):\n    print(1, file=report)\n"),
        ("app/admin.py", "import typer\nprint(1)\n"),
        ("scripts/seed.py", "print(1)\n"),
        ("tests/test_it.py", "print(1)\n"),
        ("app/orders.py", "fingerprint(1)\nself.print(1)\n"),
    ],
)
def test_it_leaves_what_people_read_alone(path, source):
    assert lines(RULE, {"app/main.py": STRUCTURED, path: source}) == []
