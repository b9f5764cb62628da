from __future__ import annotations

import pytest
from support.audited import lines

from fastscaffold.audit.rules.tables_migrated import RULE

TABLE = """from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase
engine = create_engine("sqlite:///shop.db")
class Base(DeclarativeBase): ...
class Order(Base):
    __tablename__ = "orders"
"""
REVISION = "revision = '1'\ndef upgrade(): ...\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"app/models.py": TABLE}, [4]),
        ({"app/models.py": TABLE + "Base.metadata.create_all(engine)\n"}, [7]),
        (
            {
                "app/models.py": TABLE,
                "app/main.py": "def f(c): c.run_sync(Base.metadata.create_all)",
            },
            [1],
        ),
        # A folder for migrations is none yet while the tables are made at startup.
        (
            {
                "app/models.py": TABLE + "Base.metadata.create_all(engine)\n",
                "alembic.ini": "[alembic]",
                "migrations/versions/.gitkeep": "",
            },
            [7],
        ),
    ],
)
def test_it_finds(files, found):
    assert lines(RULE, files) == found


@pytest.mark.parametrize(
    "files",
    [
        {"app/models.py": TABLE, "alembic/versions/1.py": REVISION},
        {"app/models.py": TABLE, "db/migrations/versions/1.py": REVISION},
        {"app/models.py": TABLE, "migrations/models/0_init.py": "async def upgrade(db): ..."},
        {"app/models.py": TABLE, "migrations/0001.sql": "create table orders (id int);"},
        {"app/models.py": TABLE, "migrations/0001.py": "from yoyo import step\nstep('create')"},
        # A template whose users write the first revision.
        {"app/models.py": TABLE, "migrations/env.py": "from alembic import context"},
        {
            "app/models.py": "import beanie\nclass Order(beanie.Document): ...\nbeanie.init_beanie(d)"
        },
        {
            "app/models.py": "from sqlalchemy import create_engine\nengine = create_engine('sqlite://')"
        },
    ],
)
def test_it_leaves_alone(files):
    assert lines(RULE, files) == []
