"""What is printed by modules that both the server and people may run."""

from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.logs_structured import RULE

APP = (
    "from fastapi import FastAPI\nimport structlog\nfrom app import routes\nstructlog.configure()\n"
    "app = FastAPI()\n"
)
BY_HAND = "def load():\n    print(1)\nif __name__ == '__main__':\n    print(load())\n"


@pytest.mark.parametrize(
    ("path", "source", "imports"),
    [
        ("app/stock.py", BY_HAND, "from app.stock import load\n"),
        ("app/stock.py", BY_HAND, "import app.stock\n"),
        ("app/stock.py", BY_HAND, "def f():\n    from .stock import load\n"),
        ("app/stock.py", BY_HAND, "from .stock import *\n"),
        (
            "app/orders/commands.py",
            "def place():\n    print(1)\n",
            "from app.orders import commands",
        ),
        (
            "app/commands/place.py",
            "def place():\n    print(1)\n",
            "from app.commands.place import *",
        ),
        ("app/seed.py", "def seed():\n    print(1)\n", "from app.seed import seed\n"),
        ("app/transcripts.py", "def seed():\n    print(1)\n", "from app import transcripts\n"),
        # A client is no command line.
        ("app/mail_client.py", "def send():\n    print(1)\n", ""),
        ("app/client.py", "def send():\n    print(1)\n", ""),
        (
            "app/setup.py",
            "from rich.logging import RichHandler\nprint(RichHandler)\n",
            "from app import setup\n",
        ),
    ],
)
def test_it_finds_what_the_server_loads(path, source, imports):
    assert lines(RULE, {"app/main.py": APP, "app/routes.py": imports, path: source}) == [2]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("app/stock.py", BY_HAND),
        ("app/db_cli.py", BY_HAND),
        ("app/commands/place.py", BY_HAND),
        ("app/seed_orders.py", "def seed():\n    print(1)\n"),
        ("app/reports.py", "import click\ndef seed():\n    print(1)\n"),
    ],
)
def test_it_leaves_what_only_commands_load_alone(path, source):
    command = f"import click\nfrom app import {path.split('/')[-1].removesuffix('.py')}\n"
    inner = path.removesuffix(".py").replace("/", ".")
    command += f"import {inner}\n"
    project = {"app/main.py": APP, "app/cli.py": command, path: source}
    assert lines(RULE, project) == []


def test_the_lines_that_only_a_start_by_hand_runs_are_left_alone():
    routes = "from app import stock\n"
    project = {"app/main.py": APP, "app/routes.py": routes, "app/stock.py": BY_HAND}
    assert lines(RULE, project) == [2]
