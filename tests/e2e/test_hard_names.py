"""Names that mean something to Python, pydantic, SQLAlchemy, databases or the templates themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import projects
from support.projects import Tools


@pytest.mark.wide
def test_a_project_of_hard_names(tmp_path):
    project = projects.new(tmp_path, profile="minimal")

    result = projects.add(project, Path(__file__).with_name("hard_names.yaml"))

    assert result.status == "ok", result.issues
    tools = Tools(project)
    tools.check_style()
    tools.check_types()
    tools.migrate_up_and_down()
    shared = ("tests/unit", "tests/integration", "tests/security/test_requests.py")
    tools.test("-n2", *shared, "tests/e2e/long_customer_order_lines")
