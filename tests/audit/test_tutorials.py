"""Folders of lessons that are included in development only, and those that are shipped."""

from __future__ import annotations

import pytest
from support.audited import facts

LESSON = (
    "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/')\ndef read(): return {}\n"
)
DEBUG = "from decouple import config\nDEBUG = config('DEBUG', cast=bool, default={0})\n"
MAIN = """from fastapi import FastAPI
from tutorial import first
from app.config import DEBUG
app = FastAPI()
"""
OFF = "if DEBUG:\n    app.include_router(first, prefix='/1')\n"
TUTORIAL = {
    "tutorial/__init__.py": "from tutorial.chapter01 import router as first\n",
    "tutorial/chapter01.py": LESSON,
    "tutorial/notes.py": "print('a note')\n",
}


def _production(main: str, default: str = "False", **more: str) -> set[str]:
    files = {**TUTORIAL, "app/config.py": DEBUG.format(default), "app/main.py": main, **more}
    return {each.path for each in facts(files).production if each.path.startswith("tutorial/")}


@pytest.mark.parametrize(
    "body",
    [
        OFF,
        "if not DEBUG:\n    pass\nelse:\n    app.include_router(first)\n",
        "if DEBUG:\n    app.mount('/lessons', first)\n",
    ],
)
def test_what_nothing_includes_as_shipped_is_set_aside(body):
    assert _production(MAIN + body) == set()


@pytest.mark.parametrize(
    ("body", "default"),
    [
        ("app.include_router(first)\n", "False"),
        (OFF, "True"),
        (OFF.replace("if DEBUG", "if not DEBUG"), "False"),
        (f"{OFF}print(first.prefix)\n", "False"),
        (OFF.replace("if DEBUG", "if unknown()"), "False"),
    ],
)
def test_what_is_used_is_not(body, default):
    assert _production(MAIN + body, default) == set(TUTORIAL)


def test_what_a_deployment_names_is_not():
    more = {"Dockerfile": "FROM python\nCMD uvicorn tutorial.chapter01:router\n"}
    assert _production(MAIN + OFF, **more) == set(TUTORIAL)


IMAGE = "FROM python:3.13\n{0}COPY . .\nCMD uvicorn app.main:app\n"
COMPOSE = "services:\n  api:\n    build: .\n    environment:\n      {0}\n"
POD = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - env:\n        {0}\n"


@pytest.mark.parametrize(
    "more",
    [
        {"Dockerfile": IMAGE.format("ENV HOST=0.0.0.0 DEBUG=true\n")},
        {"Dockerfile": IMAGE.format("ENV DEBUG 1\n")},
        {"Dockerfile": IMAGE.format(""), "compose.yaml": COMPOSE.format('DEBUG: "true"')},
        {"Dockerfile": IMAGE.format(""), "compose.yaml": COMPOSE.format("- DEBUG=${DEBUG:-on}")},
        {"chart/values.yaml": "env:\n  debug: true\n"},
        {"deploy/pod.yaml": POD.format('- name: DEBUG\n          value: "true"')},
        {"fly.toml": "[env]\n  DEBUG = 'true'\n"},
    ],
)
def test_what_a_deployment_switches_on_is_not(more):
    assert _production(MAIN + OFF, **more) == set(TUTORIAL)


@pytest.mark.parametrize(
    "more",
    [
        {"Dockerfile": IMAGE.format("ENV DEBUG=false NO_DEBUGGING=true\n")},
        {
            "Dockerfile": IMAGE.format(""),
            "docker-compose.dev.yml": COMPOSE.format('DEBUG: "true"'),
        },
        {"chart/values.yaml": "env:\n  debug: false\n"},
        {"deploy/dev/pod.yaml": POD.format('- name: DEBUG\n          value: "true"')},
    ],
)
def test_what_is_switched_on_in_development_only_is_set_aside(more):
    assert _production(MAIN + OFF, **more) == set()


def test_a_setting_of_a_class_is_switched_on_by_its_own_name():
    settings = (
        "from pydantic import Field\nfrom pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    lessons: bool = Field(False, alias='SHOW_TUTORIAL')\n"
        "settings = Settings()\n"
    )
    main = MAIN.replace("DEBUG", "settings") + OFF.replace("DEBUG", "settings.lessons")
    more = {"app/config.py": settings}
    assert _production(main, **more) == set()
    more["Dockerfile"] = IMAGE.format("ENV SHOW_TUTORIAL=yes\n")
    assert _production(main, **more) == set(TUTORIAL)


def test_a_folder_of_lessons_may_be_all_there_is():
    files = {"tutorial/main.py": "from fastapi import FastAPI\napp = FastAPI()\n"}
    assert [each.path for each in facts(files).production] == ["tutorial/main.py"]


def test_what_is_called_otherwise_is_shipped():
    files = {path.replace("tutorial", "reports"): text for path, text in TUTORIAL.items()}
    files = {path: text.replace("tutorial", "reports") for path, text in files.items()}
    main = (MAIN + OFF).replace("tutorial", "reports")
    found = facts({**files, "app/config.py": DEBUG.format("False"), "app/main.py": main})
    assert "reports/chapter01.py" in {each.path for each in found.production}
