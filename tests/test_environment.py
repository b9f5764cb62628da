"""The environment of the tests has what generated projects need, in the same versions."""

from __future__ import annotations

import tomllib
from pathlib import Path

from fastscaffold.generators.workspace import catalogue
from fastscaffold.render.project import render_project

ROOT = Path(__file__).parent.parent


def test_the_group_equals_the_dependencies_of_a_new_project():
    own = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]["generated"]
    answers = {"project_name": "api", "secret_key": "x", "package": "app", "python": "3.11"}
    rendered = render_project(None, answers)
    project = tomllib.loads(rendered["pyproject.toml"].content.decode())

    needed = {*project["project"]["dependencies"], *project["dependency-groups"]["dev"]}
    for capability in catalogue().all():
        needed |= {*capability.dependencies, *capability.dev_dependencies}

    assert set(own) == needed
