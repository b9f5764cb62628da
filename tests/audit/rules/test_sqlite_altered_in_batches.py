from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.sqlite_altered_in_batches import RULE

SQLITE = "from sqlalchemy import create_engine\nengine = create_engine('sqlite:///a.db')\n"
HEAD = "from alembic import op\nrevision = '1'\ndef upgrade():\n"


def audited(source: str, engine: str = SQLITE) -> list[int]:
    return lines(RULE, {"app/db.py": engine, "alembic/versions/1.py": HEAD + source})


@pytest.mark.parametrize("name", ["alter_column", "drop_constraint", "create_foreign_key"])
def test_it_finds(name):
    assert audited(f"    op.{name}('a', 'b')\n") == [4]


@pytest.mark.parametrize(
    "source",
    [
        "    with op.batch_alter_table('a') as batch_op:\n        batch_op.alter_column('b')\n",
        "    op.add_column('a', c)\n",
        "    if op.get_bind().dialect.name == 'postgresql':\n        op.alter_column('a', 'b')\n",
    ],
)
def test_it_leaves_alone(source):
    assert audited(source) == []


def test_it_leaves_servers_alone():
    assert audited("    op.alter_column('a', 'b')\n", SQLITE.replace("sqlite", "postgresql")) == []
