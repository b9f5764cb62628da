"""What a generated project's page changes by hand is what its files have, and passes its tests."""

from __future__ import annotations

import re
import subprocess

import pytest
from support import projects
from support.projects import Tools

pytestmark = pytest.mark.slow

FEATURES = {
    "notes": ("title:str(120):search", "body:text?"),
    "rooms": ("name:str(80)",),
    "appointments": ("starts_at:datetime",),
    "cars": ("plate:str(20)", "in_repair:bool=false"),
    "rentals": ("starts_on:date", "car:ref(cars)"),
}


def test_the_changes_can_be_made_and_pass(tmp_path):
    project = projects.new(tmp_path, profile="minimal")
    for name, fields in FEATURES.items():
        projects.add_inline(project, name, *fields)
    tools = Tools(project)
    tools.run("alembic", "upgrade", "head")
    page = (project / "docs/changes.md").read_text()

    diffs = re.findall(r"^```diff\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    for diff in diffs:
        subprocess.run(
            ["git", "apply", "-"], cwd=project, input=diff, text=True, check=True, timeout=60
        )
    tools.run("alembic", "revision", "--autogenerate", "-m", "Add a colour and a room")

    assert len(diffs) == 4
    tools.check_style()
    tools.check_types()
    tools.migrate_up_and_down()
    tools.test("-n2", *(f"tests/{kind}/{name}" for kind in ("unit", "e2e") for name in FEATURES))
