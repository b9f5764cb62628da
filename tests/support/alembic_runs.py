"""Runs revisions with Alembic in this process, on SQLite or PostgreSQL.

SQLite does not enforce foreign keys here, nor may a project's migrations let it: a table whose rows
restrict one another could never be dropped.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
ENV = """\
from alembic import context

attributes = context.config.attributes
context.configure(connection=attributes["connection"], target_metadata=attributes["metadata"])
with context.begin_transaction():
    context.run_migrations()
"""


@dataclass
class Runs:
    """Alembic on one connection; ``metadata`` is what the models say."""

    config: Config
    connection: sa.Connection
    metadata: sa.MetaData

    def upgrade(self, revision: str = "head") -> None:
        command.upgrade(self.config, revision)

    def downgrade(self, revision: str = "base") -> None:
        command.downgrade(self.config, revision)

    def differences(self) -> list[object]:
        """What ``alembic check`` would complain about, server defaults included."""
        context = MigrationContext.configure(
            self.connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, self.metadata))

    def schema(self) -> list[tuple[object, ...]]:
        """All that is in the database, Alembic's own table left out."""
        if self.connection.dialect.name == "sqlite":
            query = "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        else:
            query = (
                "SELECT relkind::text, relname::text, '' FROM pg_class JOIN pg_namespace n "
                "ON n.oid = relnamespace WHERE nspname = 'public' UNION ALL "
                "SELECT contype::text, conname::text, '' FROM pg_constraint JOIN pg_namespace n "
                "ON n.oid = connamespace WHERE nspname = 'public' UNION ALL "
                "SELECT typtype::text, typname::text, '' FROM pg_type JOIN pg_namespace n "
                "ON n.oid = typnamespace WHERE nspname = 'public'"
            )
        rows = self.connection.exec_driver_sql(query)
        return sorted(tuple(row) for row in rows if "alembic_version" not in str(row))


@contextmanager
def alembic_runs(
    directory: Path, files: Mapping[str, str], url: str, metadata: sa.MetaData
) -> Iterator[Runs]:
    """Put revisions into a directory and connect to a database.

    Args:
        directory: an empty one.
        files: name to text of each revision.
        url: the database; a PostgreSQL one without a driver.
        metadata: what the models say.
    """
    (directory / "versions").mkdir()
    (directory / "env.py").write_text(ENV)
    for name, text in files.items():
        (directory / "versions" / name).write_text(text)
    config = Config()
    config.set_main_option("script_location", str(directory))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        config.attributes.update(connection=connection, metadata=metadata)
        yield Runs(config, connection, metadata)
    engine.dispose()
