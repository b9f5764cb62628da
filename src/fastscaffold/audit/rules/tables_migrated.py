"""Tables without migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import at_definition
from fastscaffold.audit.facts.databases.migrations import creations, migration_tool, migrations
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project: where tables are made, else where the first one is defined."""
    if not facts.tables or not facts.stores.needs_migrations or migrations(facts):
        return
    made = creations(facts)
    if made:
        yield Hit(made[0], "Tables are made at startup, and no migration changes them later.")
    elif migration_tool(facts) is None:
        # A template may leave its revisions to those who use it; without a tool there are none.
        first = min(facts.tables, key=lambda each: (each.module.path, each.node.lineno))
        yield Hit(at_definition(first), "No migration makes this table.", first.symbol)


RULE = Rule(
    id="DB002",
    name="tables-migrated",
    severity=Severity.P0,
    topic="database",
    seed="Migrations present",
    what="Tables of a relational database in a project without a single migration, of Alembic,"
    " aerich, yoyo or SQL files. Documents, and tables that are only reflected, need none.",
    why="`create_all` makes what is missing and changes nothing that is there: the first new"
    " column fails in production, and no one can say which schema a database has.",
    bad={
        "app/models.py": """from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_engine("postgresql://localhost/shop")


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)


def prepare() -> None:
    Base.metadata.create_all(engine)
"""
    },
    good={
        "app/models.py": """from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_engine("postgresql://localhost/shop")


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
""",
        "migrations/versions/0001_orders.py": """from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table("orders")


def downgrade() -> None:
    op.drop_table("orders")
""",
    },
    fix="Set up Alembic, write the first migration of the tables that there are, and take"
    " `create_all` out of production code.",
    check=check,
)
