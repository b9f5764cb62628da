from __future__ import annotations

import ast
import subprocess
import sys
from textwrap import dedent

import pytest
from support.resources import EVERY_TYPE, refer, resources_of

from fastscaffold.fields.loader import field_types
from fastscaffold.migrations.operations import (
    Check,
    Column,
    CreateIndex,
    CreateTable,
    PrimaryKey,
)
from fastscaffold.migrations.plan import operations_for
from fastscaffold.migrations.render import render_revision
from fastscaffold.model.resource import Code, Import

SA = (Import("sqlalchemy", alias="sa"),)
ID = Column("id", Code("sa.Uuid()", SA))


def rendered(*operations, down_revision=None, message="Change things"):
    return render_revision(
        operations, revision="0123456789ab", down_revision=down_revision, message=message
    )


def test_the_whole_text():
    table = CreateTable(
        "notes",
        (ID, Column("text", Code("sa.Text()", SA), nullable=True)),
        PrimaryKey("pk_notes", ("id",)),
        checks=(Check("ck_notes_some", "text <> ''"),),
    )
    index = CreateIndex("ix_notes_text", "notes", ("text",))
    assert rendered(table, index, down_revision="ba9876543210", message="Create notes") == dedent(
        '''\
        """Create notes.

        Revision ID: 0123456789ab
        Revises: ba9876543210
        """

        import sqlalchemy as sa
        from alembic import op

        revision: str = "0123456789ab"
        down_revision: str | None = "ba9876543210"


        def upgrade() -> None:
            """Apply this revision."""
            op.create_table(
                "notes",
                sa.Column("id", sa.Uuid(), nullable=False),
                sa.Column("text", sa.Text(), nullable=True),
                sa.CheckConstraint("text <> ''", name=op.f("ck_notes_some")),
                sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
            )
            op.create_index(op.f("ix_notes_text"), "notes", ["text"], unique=False)


        def downgrade() -> None:
            """Undo this revision."""
            op.drop_index(op.f("ix_notes_text"), table_name="notes")
            op.drop_table("notes")
        '''
    )


def test_the_first_revision_has_no_parent():
    text = rendered(CreateIndex("ix_a_x", "a", ("x",)))
    assert "down_revision: str | None = None\n" in text
    assert "Revises:\n" in text


def test_nothing_is_imported_that_is_not_used():
    text = rendered(CreateIndex("ix_a_x", "a", ("x",)))
    assert "sqlalchemy" not in text


def test_the_imports_of_a_type_are_there_when_its_table_is_dropped():
    type_ = Code("postgresql.JSONB()", (Import("sqlalchemy.dialects", "postgresql"),))
    table = CreateTable("a", (ID, Column("x", type_)), PrimaryKey("pk_a", ("id",)))
    for operation in (table, table.reverse()):
        assert "from sqlalchemy.dialects import postgresql\n" in rendered(operation)


def test_a_foreign_key_that_closes_a_cycle_is_added_where_tables_can_be_altered():
    a, b = resources_of("features: {a_rows: {fields: {x: int}}, b_rows: {fields: {x: int}}}")
    text = rendered(*operations_for([refer(a, b), refer(b, a)]))
    assert text.count("use_alter=True") == 1
    added = "    if op.get_context().dialect.supports_alter:\n        op.create_foreign_key("
    dropped = "    if op.get_context().dialect.supports_alter:\n        op.drop_constraint("
    assert added in text.partition("def downgrade")[0]
    assert dropped in text.partition("def downgrade")[2]


@pytest.mark.parametrize("message", ['Say """', "End in \\", "Two\nlines", '"quoted"'])
def test_a_message_stays_a_message(message):
    module = ast.parse(rendered(CreateIndex("ix_a_x", "a", ("x",)), message=message))
    assert (ast.get_docstring(module) or "").startswith(" ".join(message.split()) + ".")


def test_the_spec_for_every_type_has_every_type():
    things = resources_of(EVERY_TYPE)[1]
    assert {field.type_name for field in things.fields} == set(field_types())


def test_the_text_is_formatted_and_passes_all_rules(tmp_path):
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    resources = resources_of(EVERY_TYPE)
    cycle = resources_of("features: {a_rows: {fields: {x: int}}, b_rows: {fields: {x: int}}}")
    texts = {
        "0001_every_type.py": rendered(*operations_for(resources)),
        "0002_cycle.py": rendered(
            *operations_for([refer(cycle[0], cycle[1]), refer(cycle[1], cycle[0])])
        ),
        "0003_drop.py": rendered(*(item.reverse() for item in operations_for(resources)[::-1])),
    }
    for name, text in texts.items():
        (versions / name).write_text(text)
    (tmp_path / "ruff.toml").write_text(
        'line-length = 100\ntarget-version = "py311"\n[lint]\nselect = ["ALL"]\n'
        'ignore = ["COM812", "CPY", "D203", "D213", "INP001"]\n'
    )
    for command in (["format", "--diff"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
