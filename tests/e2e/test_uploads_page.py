"""The files of rows that `docs/uploads.md` of a project shows."""

from __future__ import annotations

import re
import subprocess

import pytest
from support import projects
from support.projects import Tools

pytestmark = [pytest.mark.slow, pytest.mark.wide]

ROUTER = "src/app/features/reports/router.py"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    project = projects.new(folder, profile="minimal", with_capabilities=("uploads",))
    projects.add_inline(project, "reports", "title:str(120)", "upload_key:uuid?:read_only")
    tools = Tools(project)
    tools.run("alembic", "upgrade", "head")
    page = (project / "docs/uploads.md").read_text()
    [diff] = re.findall(r"^```diff\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    subprocess.run(
        ["git", "apply", "-"], cwd=project, input=diff, text=True, check=True, timeout=60
    )
    tools.run("alembic", "revision", "--autogenerate", "-m", "Let reports refer to uploads")
    return project


def test_a_file_is_attached_and_read_with_its_row(project, postgres_database):
    tools = Tools(project)
    tools.check_style()
    tools.check_types()
    tools.migrate_up_and_down()
    tools.test("-n2", "tests/unit/reports", "tests/e2e/reports", "tests/security")
    Tools(project, postgres_database).test("tests/e2e/reports/test_files.py")


def test_its_own_test_tells_whose_uploads_are_attached(project):
    path = project / ROUTER
    text = path.read_text()
    path.write_text(
        text.replace("uploads.get(user.id, upload_id)", "uploads._repository.get(upload_id)")
    )
    try:
        with pytest.raises(AssertionError, match="204"):
            Tools(project).test("tests/e2e/reports/test_files.py")
    finally:
        path.write_text(text)
