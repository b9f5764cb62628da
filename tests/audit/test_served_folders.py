"""Folders whose names end like those of scripts, and which are part of what is served."""

from __future__ import annotations

import pytest
from support.audited import facts

ROUTER = "from fastapi import APIRouter\nrouter = APIRouter()\n"


@pytest.mark.parametrize(
    "folder", ["call_scripts", "user_migrations", "docs", "dev", "versions", "migrations"]
)
def test_what_is_served_is_production_with_all_that_it_imports(folder):
    read = facts(
        {
            "app/main.py": f"from app.{folder}.router import router\n",
            f"app/{folder}/router.py": f"from app.{folder} import queries\n{ROUTER}",
            f"app/{folder}/queries.py": "",
            f"app/{folder}/load.py": "from app.main import router\n",
        }
    )
    served = {"app/main.py", f"app/{folder}/router.py", f"app/{folder}/queries.py"}
    assert {each.path for each in read.production} == served


@pytest.mark.parametrize("path", ["scripts/load.py", "app/scripts/load_scripts/users.py"])
def test_folders_of_scripts_stay_ones(path):
    name = path.removesuffix(".py").replace("/", ".")
    read = facts({"app/main.py": f"import {name}\n", path: ""})
    assert [each.path for each in read.production] == ["app/main.py"]


SCRIPT = "from scripts.system import run\ndef start():\n    return run()\n"
STARTED = f"{SCRIPT}if __name__ == '__main__':\n    start()\n"


@pytest.mark.parametrize(
    ("files", "served"),
    [
        ({"main.py": f"import scripts.tunnel\n{ROUTER}"}, {"scripts/tunnel.py", "scripts/system.py"}),
        ({"main.py": f"from scripts import tunnel\n{ROUTER}"}, {"scripts/tunnel.py", "scripts/system.py"}),
        # A route that runs one loads it when it is called.
        ({"main.py": f"{ROUTER}def run():\n    import scripts.tunnel\n"}, set()),
        # A program is one, though a route runs it, too; what many load is a library as well.
        ({"main.py": f"import scripts.tunnel\n{ROUTER}", "scripts/tunnel.py": STARTED}, set()),
        (
            {
                **{f"{name}.py": f"import scripts.tunnel\n{ROUTER}" for name in ("a", "b", "main")},
                "scripts/tunnel.py": STARTED,
            },
            {"scripts/tunnel.py", "scripts/system.py"},
        ),
        # What serves nothing tells nothing of what is served.
        ({"main.py": "import scripts.tunnel\n"}, set()),
    ],
)  # fmt: skip
def test_scripts_that_an_application_cannot_start_without_are_part_of_it(files, served):
    read = facts({"scripts/tunnel.py": SCRIPT, "scripts/system.py": "def run(): ...\n", **files})
    assert {each.path for each in read.production if "/" in each.path} == served


@pytest.mark.parametrize(
    ("path", "imported"),
    [
        ("tools/search.py", "from tools.search import search"),
        ("tasks.py", "import tasks"),
        ("docs/router.py", "from docs.router import router"),
        ("app/api/versions/first.py", "import app.api.versions.first"),
    ],
)
def test_names_of_scripts_at_the_root_of_a_flat_project(path, imported):
    read = facts({"main.py": f"{imported}\n", path: ROUTER})
    assert {each.path for each in read.production} == {"main.py", path}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("app/versions/first.py", "down_revision = None\n"),
        ("app/versions/first.py", "down_revision: str | None = None\n"),
        ("app/migrations/env.py", ""),
        ("setup.py", ""),
    ],
)
def test_what_is_run_beside_the_application_is_not_served(path, source):
    name = path.removesuffix(".py").replace("/", ".")
    read = facts({"app/main.py": f"import {name}\n", path: source})
    assert [each.path for each in read.production] == ["app/main.py"]


@pytest.mark.parametrize(
    ("source", "is_served"),
    [
        (ROUTER, True),
        ("import fastapi\nrouter = fastapi.APIRouter()\n", True),
        (f"import pytest\n{ROUTER}", False),
        ("from fastapi import FastAPI\napp = FastAPI()\n", False),
    ],
)
@pytest.mark.parametrize("name", ["tests", "test_runs"])
def test_routes_beside_others_are_served_by_what_loads_the_folder(name, source, is_served):
    read = facts(
        {
            "app/main.py": "import importlib\n"
            "loaded = [importlib.import_module(f'app.api.{each}') for each in NAMES]\n",
            "app/api/users.py": ROUTER,
            f"app/api/{name}.py": source,
        }
    )
    assert (f"app/api/{name}.py" in {each.path for each in read.production}) == is_served


def test_routes_among_tests_are_not_served():
    read = facts(
        {"app/main.py": ROUTER, "tests/test_routers.py": ROUTER, "checks/test_it.py": ROUTER}
    )
    assert [each.path for each in read.production] == ["app/main.py"]
