"""Copies and templates of an application below it, and services that are laid out alike."""

from __future__ import annotations

import pytest
from support.audited import facts

from fastscaffold.audit.facts.project.copies import set_copies_aside
from fastscaffold.audit.roles import Role

APP = {
    "main.py": "from fastapi import FastAPI\nfrom routes.orders import router\n"
    "app = FastAPI()\napp.include_router(router)\n",
    "models.py": "class Order: ...\n",
    "db.py": "engine = 1\n",
    "routes/__init__.py": "",
    "routes/orders.py": "from fastapi import APIRouter\nfrom db import engine\n"
    "from models import Order\nrouter = APIRouter()\n",
}
COPY = {f"demo/{path}": text for path, text in APP.items() if path != "db.py"}
TEMPLATE = {
    f"demo/{path}": text.replace("\n", "\nimport logging\n", 1)
    for path, text in APP.items()
    if path != "db.py"
}
COPIES = "import shutil\nshutil.copytree('demo', '.', dirs_exist_ok=True)\n"


def _production(files: dict[str, str]) -> set[str]:
    return {each.path for each in facts({**APP, **files}).production if each.path not in APP}


@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"_config.yml": "exclude:\n  - docs/  # built\n  # The rest\n  - demo/\n"},
        {"pyproject.toml": "[tool.ruff]\nextend-exclude = ['demo']\n"},
        {"pyproject.toml": '[tool.ruff]\nexclude = [\n    "docs",\n    "demo",\n]\n'},
        {".gitignore": "demo/static/uploads/\n"},
    ],
)
def test_a_copy_below_the_application_is_set_aside(beside):
    assert _production({**COPY, **beside}) == set()


def test_a_full_copy_is_set_aside():
    assert _production({f"saved/v1/{path}": text for path, text in APP.items()}) == set()


def test_a_template_that_a_program_copies_is_set_aside():
    assert _production({**TEMPLATE, "reset.py": COPIES}) == {"reset.py"}


OWN = "from fastapi import APIRouter\nfrom models import Order\nrouter = APIRouter()\n"


@pytest.mark.parametrize(
    ("own", "judged"),
    [
        ({"demo/restore.py": "def restore(): ...\n"}, {"demo/restore.py"}),
        ({"demo/routes/extra.py": OWN}, {"demo/routes/extra.py", "demo/models.py"}),
    ],
)
def test_what_differs_in_a_copy_is_judged_with_what_it_loads(own, judged):
    assert _production({**COPY, **own}) & {*COPY, *own} >= judged
    assert "demo/main.py" not in _production({**COPY, **own})


SERVICE = {
    "admin/main.py": "from fastapi import FastAPI\nfrom routes.users import router\n"
    "app = FastAPI()\n",
    "admin/models.py": "class User: ...\n",
    "admin/db.py": "engine = 2\n",
    "admin/routes/orders.py": "from fastapi import APIRouter\nfrom models import User\n"
    "from db import engine\nrouter = APIRouter()\n",
}


@pytest.mark.parametrize(
    "files",
    [
        # Their layout is the same, and their code their own.
        SERVICE,
        {**SERVICE, "build.py": COPIES.replace("demo", "admin")},
        # Nothing copies them, so they run where they are.
        TEMPLATE,
    ],
)
def test_services_that_are_laid_out_alike_are_production(files):
    assert _production(files) == {path for path in files if path.endswith(".py")}


def test_services_beside_each_other_are_production_though_one_began_as_a_copy():
    files = {f"services/{name}/{path}": text for name in ("a", "b") for path, text in APP.items()}
    assert {each.path for each in facts(files).production} == set(files)


@pytest.mark.parametrize(
    "beside",
    [
        {"Dockerfile": "COPY demo/ /app\n"},
        {"demo/Dockerfile": "COPY . /app\n"},
        {"demo/Procfile": "web: uvicorn main:app\n"},
        {"demo/pyproject.toml": "[project]\nname = 'demo'\n"},
        {".github/workflows/ship.yml": "matrix:\n  service:\n    - .\n    - demo\n"},
        {"pyproject.toml": '[tool.uv.workspace]\nmembers = [\n    "demo",\n]\n'},
        {"docker-compose.yml": "services:\n  demo:\n    build:\n      context: ./demo\n"},
        {
            "compose.yml": "services:\n  demo:\n    command:\n      - uvicorn\n      - demo.main:app\n"
        },
        {"serve.sh": "cd demo && uvicorn main:app\n"},
        {"run.py": "import uvicorn\nuvicorn.run('demo.main:app')\n"},
        {"run.py": "import uvicorn\nuvicorn.run('main:app', app_dir='demo')\n"},
        {"run.py": "from demo.main import app\n"},
        {"tests/test_demo.py": "from demo.main import app\n"},
    ],
)
def test_a_copy_that_something_loads_or_deploys_is_production(beside):
    assert set(COPY) <= _production({**COPY, **beside})


def test_a_copy_in_a_folder_of_copies_is_started_by_its_dotted_name():
    saved = {f"saved/v1/{path}": text for path, text in APP.items()}
    run = {"run.py": "import uvicorn\nuvicorn.run('saved.v1.main:app')\n"}
    assert set(saved) <= _production({**saved, **run})


def test_what_is_loaded_is_looked_for_once_however_many_copies_there_are(monkeypatch):
    files = {f"t{n}/{path}": each for n in range(9) for path, each in APP.items()}
    index = facts({**APP, **files}).index
    for module in index.modules.values():
        module.role = Role.PRODUCTION
    asked: list[str] = []
    imported_by = index.imported_by

    def count(module):
        asked.append(module.path)
        return imported_by(module)

    monkeypatch.setattr(index, "imported_by", count)
    set_copies_aside(index, {})
    assert {each.path for each in index.modules.values() if each.is_production} == set(APP)
    assert len(asked) == len(index.modules)


@pytest.mark.parametrize(
    "changed",
    [
        # What is imported by its name is meant to be where it is.
        {"demo/models.py": "from demo.settings import value\n", "demo/settings.py": "value = 1\n"},
        {"demo/main.py": "from fastapi import FastAPI\nfrom .models import Order\nFastAPI()\n"},
        # A few files of the same name are none of a copy.
        {f"demo/{name}.py": "print(1)\n" for name in ("users", "items", "carts")},
    ],
)
def test_a_template_with_code_of_its_own_is_production(changed):
    files = {**TEMPLATE, **changed, "reset.py": COPIES}
    assert _production(files) == {path for path in files if path.endswith(".py")}
