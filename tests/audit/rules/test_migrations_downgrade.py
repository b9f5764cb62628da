from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.migrations_downgrade import RULE

TABLE = "from alembic import op\nrevision = '1'\ndef upgrade():\n    op.create_table('a')\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (TABLE + "def downgrade():\n    pass\n", 5),
        (TABLE + 'def downgrade():\n    """Nothing."""\n', 5),
        (TABLE + "def downgrade():\n    raise NotImplementedError\n", 5),
        (TABLE + "def downgrade():\n    raise NotImplementedError('later')\n", 5),
        (TABLE, 3),
        (TABLE.replace("op.create_table('a')", "op.execute('ALTER TYPE a ADD VALUE 1')"), 3),
        (
            TABLE.replace("revision = '1'", "revision: str = '1'")
            + "def downgrade() -> None: ...\n",
            5,
        ),
    ],
)
def test_it_finds(source, found):
    assert lines(RULE, {"alembic/versions/1.py": source}) == [found]


@pytest.mark.parametrize(
    "source",
    [
        TABLE + "def downgrade():\n    op.drop_table('a')\n",
        TABLE + "def downgrade():\n    raise RuntimeError('the rows are gone')\n",
        "revision = '1'\ndef upgrade():\n    pass\ndef downgrade():\n    pass\n",
        (
            "from alembic import op\nrevision = '1'\ndef upgrade():\n    op.execute('UPDATE a SET b = 1')\n"
            "def downgrade():\n    pass\n"
        ),
        "def upgrade():\n    op.create_table('a')\n",
    ],
)
def test_it_leaves_alone(source):
    assert lines(RULE, {"alembic/versions/1.py": source}) == []
