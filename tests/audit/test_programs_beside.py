"""Programs and distributions beside the application, of which it is not made."""

from __future__ import annotations

import pytest
from support.audited import facts

APP = {
    "backend/app/__init__.py": "",
    "backend/app/main.py": "from fastapi import FastAPI\nfrom app import db\napp = FastAPI()\n",
    "backend/app/db.py": "",
}
GUARDED = "from app import db\nprint(db)\nif __name__ == '__main__':\n    print(1)\n"


def _production(files: dict[str, str]) -> set[str]:
    return {each.path for each in facts({**APP, **files}).production} - set(APP)


@pytest.mark.parametrize(
    "source",
    [
        GUARDED,
        "import asyncio\nasyncio.run(check())\n",
        "loop = make()\nloop.run_until_complete(check())\n",
        "from app import db\nprint('begun')\ndb.mend()\n",
        "from app import db\nwith db.connect() as connection:\n    connection.mend()\n",
    ],
)
@pytest.mark.parametrize("path", ["backend/check_users.py", "list_users.py", "seeds/users.py"])
def test_programs_that_nothing_names_are_scripts(path, source):
    assert _production({path: source, "Makefile": f"seed:\n\tpython {path}\n"}) == set()


ROUTER = "from fastapi import APIRouter\nrouter = APIRouter()\n"


def test_a_copy_of_routes_above_the_application_is_not_served():
    files = {"backend/orders.py": ROUTER, "orders_copy.py": ROUTER, "backend/show.py": GUARDED}
    assert _production(files) == set()


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("routes/orders.py", ROUTER),
        ("backend/app/orders.py", ROUTER),
        ("backend/api.py", f"from app.db import orders\nimport fastapi\nfastapi.FastAPI()\n{ROUTER}"),
        ("backend/app/check_users.py", GUARDED),
        ("backend/helpers.py", "def help_out():\n    print(1)\n"),
        ("backend/names.py", "NAMES = open('names').read().split()\nprint\n"),
        ("backend/shown.py", "print('loaded')\ndef show():\n    return 1\n"),
        ("backend/run.py", f"from app.main import app\n{GUARDED}"),
        ("backend/serve.py", f"import uvicorn\n{GUARDED}"),
        ("hooks.py", f"from http.server import HTTPServer\n{GUARDED}"),
        ("bot/__init__.py", ""),
    ],
)  # fmt: skip
def test_modules_of_the_application_stay_production(path, source):
    assert _production({path: source}) == {path}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Dockerfile", 'CMD ["python", "worker.py"]\n'),
        ("docker-compose.yml", "services:\n  w:\n    command: python -m backend.worker\n"),
        ("start.sh", "python backend/worker.py\n"),
        ("pyproject.toml", '[project.scripts]\nworker = "backend.worker:main"\n'),
    ],
)
def test_a_program_that_is_deployed_is_production(name, text):
    assert _production({"backend/worker.py": GUARDED, name: text}) == {"backend/worker.py"}


def test_a_program_of_several_modules_is_one_of_the_product():
    bot = {"bot/main.py": f"from bot import handlers\n{GUARDED}", "bot/handlers.py": ""}
    assert _production(bot) == set(bot)


def test_where_nothing_is_served_a_program_is_what_the_project_is_for():
    assert [each.path for each in facts({"tool.py": GUARDED}).production] == ["tool.py"]


@pytest.mark.parametrize("folder", ["shop_client", "packages/shop-sdk", "client"])
@pytest.mark.parametrize("declared", ["pyproject.toml", "setup.py"])
def test_a_client_that_is_installed_by_others_is_not_served(folder, declared):
    files = {f"{folder}/{declared}": "", f"{folder}/src/shop/client.py": "print(1)\n"}
    assert _production(files) == set()


@pytest.mark.parametrize(
    "files",
    [
        {"shop_client/src/shop/client.py": "def work(): ...\n"},
        {"shop_client/pyproject.toml": "", "shop_client/api.py": "router = APIRouter()\n"},
        {"worker/pyproject.toml": "", "worker/tasks.py": "def work(): ...\n"},
        {"backend/client/pyproject.toml": "", "backend/client/orders.py": "",
         "backend/app/orders.py": "from client import orders\nrouter = APIRouter()\n"},
    ],
)  # fmt: skip
def test_what_the_service_is_made_of_is_production(files):
    assert _production(files) == {each for each in files if each.endswith(".py")}
