"""Revisions that a project's `make migration` writes on one database run on both."""

from __future__ import annotations

import pytest
from support import projects
from support.projects import Tools

pytestmark = pytest.mark.slow

STATE = '    state: Mapped[StallState] = mapped_column(checked_enum(StallState, name="state"))\n'


@pytest.mark.parametrize("written_on", ["sqlite", "postgresql"])
def test_columns_of_enums_come_and_go(tmp_path, postgres_database, written_on):
    project = projects.new(tmp_path, profile="minimal")
    assert projects.add_inline(project, "stalls", "state:enum(open,closed)").status == "ok"
    databases = {"sqlite": f"sqlite:///{tmp_path / 'app.db'}", "postgresql": postgres_database}
    models = project / "src/app/features/stalls/models.py"
    with_state = models.read_text()

    tools = Tools(project, databases[written_on])
    tools.run("alembic", "upgrade", "head")
    for text, message in ((with_state.replace(STATE, ""), "drop"), (with_state, "add")):
        models.write_text(text)
        tools.run("alembic", "revision", "--autogenerate", "-m", message)
        tools.run("alembic", "upgrade", "head")

    for url in databases.values():
        Tools(project, url).migrate_up_and_down()
        Tools(project, url).run("alembic", "downgrade", "base")
    Tools(project).check_style()
