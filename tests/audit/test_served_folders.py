"""Folders whose names end like those of scripts, and which are part of what is served."""

from __future__ import annotations

import pytest
from support.audited import facts

ROUTER = "from fastapi import APIRouter\nrouter = APIRouter()\n"


@pytest.mark.parametrize("folder", ["call_scripts", "user_migrations"])
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
