"""Revisions that a project's `make migration` writes on one database run on both."""

from __future__ import annotations

import pytest
from support import projects
from support.projects import Tools

pytestmark = pytest.mark.slow

# With the imports that Alembic's own begin with.
REVISION = """
import sqlalchemy as sa
from alembic import op

{code}

revision = "{name}"
down_revision = {parent!r}
"""
BOOKINGS = """
def upgrade() -> None:
    op.create_table(
        "bookings",
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_bookings_ends_later")),
    )
    op.execute("INSERT INTO bookings VALUES ('2030-01-01', '2030-01-02')")


def downgrade() -> None:
    op.drop_table("bookings")
"""
STATE = '    state: Mapped[StallState] = mapped_column(checked_enum(StallState, name="state"))\n'
SOLD = "    sold: Mapped[bool] = mapped_column(Boolean, server_default=false())\n"


@pytest.mark.parametrize("written_on", ["sqlite", "postgresql"])
def test_columns_of_enums_and_booleans_come_and_go(tmp_path, postgres_database, written_on):
    project = projects.new(tmp_path, profile="minimal")
    assert projects.add_inline(project, "stalls", "state:enum(open,closed)").status == "ok"
    databases = {"sqlite": f"sqlite:///{tmp_path / 'app.db'}", "postgresql": postgres_database}
    models = project / "src/app/features/stalls/models.py"
    imports = "from sqlalchemy import Boolean, false\nfrom sqlalchemy.orm import"
    with_state = models.read_text().replace("from sqlalchemy.orm import", imports)

    tools = Tools(project, databases[written_on])
    tools.run("alembic", "upgrade", "head")
    for columns, message in ((SOLD, "change"), (STATE, "change back")):
        models.write_text(with_state.replace(STATE, columns))
        tools.run("alembic", "revision", "--autogenerate", "-m", message)
        tools.run("alembic", "upgrade", "head")

    for url in databases.values():
        Tools(project, url).migrate_up_and_down()
        Tools(project, url).run("alembic", "downgrade", "base")
    Tools(project).run("ruff", "check", "--no-cache", "migrations")


@pytest.mark.parametrize("written_on", ["sqlite", "postgresql"])
def test_another_member_of_an_enum_is_allowed(tmp_path, postgres_database, written_on):
    project = projects.new(tmp_path, profile="minimal")
    assert projects.add_inline(project, "stalls", "state:enum(open,closed)").status == "ok"
    databases = {"sqlite": f"sqlite:///{tmp_path / 'app.db'}", "postgresql": postgres_database}
    models = project / "src/app/features/stalls/models.py"
    closed = '    CLOSED = "closed"\n'
    assert closed in models.read_text()
    models.write_text(models.read_text().replace(closed, closed + '    LOST = "it\'s lost"\n'))

    tools = Tools(project, databases[written_on])
    tools.run("alembic", "upgrade", "head")
    said = tools.run("alembic", "revision", "--autogenerate", "-m", "Let stalls be lost")
    tools.run("alembic", "upgrade", "head")

    assert "downgrade fails where stalls.state is it's lost." in said
    for url in databases.values():
        Tools(project, url).migrate_up_and_down()
        Tools(project, url).run("alembic", "upgrade", "head")
        # Nothing differs any more.
        last = Tools(project, url).run("alembic", "revision", "--autogenerate", "-m", "nothing")
        assert "Nothing to write" in last
        Tools(project, url).run("alembic", "downgrade", "base")
    Tools(project).run("ruff", "check", "--no-cache", "migrations")


@pytest.mark.parametrize("title", ["A column that every row has to have", "A column with a check"])
def test_what_is_written_by_hand_runs_as_documented(
    pristine_project, tmp_path, postgres_database, title
):
    project = projects.copied(pristine_project, tmp_path / "api")
    page = (project / "docs/operations.md").read_text()
    code = page.partition(f"## {title}\n")[2].partition("```python\n")[2].partition("```")[0]
    versions = project / "migrations/versions"
    head = Tools(project).run("alembic", "heads").split()
    first = {"code": BOOKINGS, "name": "bookings", "parent": head[0] if head else None}
    (versions / "bookings.py").write_text(REVISION.format(**first))
    by_hand = {"code": code, "name": "by_hand", "parent": "bookings"}
    (versions / "by_hand.py").write_text(REVISION.format(**by_hand))

    for url in (f"sqlite:///{tmp_path / 'app.db'}", postgres_database):
        for words in ("upgrade head", "downgrade bookings", "upgrade head"):
            Tools(project, url).run("alembic", *words.split())
