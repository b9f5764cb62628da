"""Migrations and models agree, in both directions."""

from io import StringIO
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection, Enum, inspect

from app.config import PROJECT_ROOT, Settings
from app.core.database import Base, Database


@pytest.mark.usefixtures("migrated")
def test_the_models_need_no_further_migration(alembic_config: Config) -> None:
    command.check(alembic_config)


def test_migrations_go_down_and_up_again(settings: Settings, tmp_path: Path) -> None:
    url = SecretStr(f"sqlite+aiosqlite:///{tmp_path / 'fresh.db'}")
    config = Config(PROJECT_ROOT / "alembic.ini")
    config.attributes["settings"] = settings.model_copy(update={"database_url": url})

    command.upgrade(config, "head")
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    command.check(config)


def test_migrations_can_be_written_as_sql() -> None:
    output = StringIO()
    config = Config(PROJECT_ROOT / "alembic.ini", output_buffer=output)

    command.upgrade(config, "head", sql=True)

    revisions = ScriptDirectory.from_config(config).walk_revisions()
    assert all(revision.revision in output.getvalue() for revision in revisions)


async def test_checked_columns_allow_the_members_of_their_enums(engine_database: Database) -> None:
    """Alembic does not compare CHECK constraints: a new member would go unnoticed."""
    async with engine_database.engine.connect() as connection:
        checks = await connection.run_sync(_checks)

    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Enum):
                text = checks[table.name][f"ck_{table.name}_{column.type.name}"]
                missing = [value for value in column.type.enums if f"'{value}'" not in text]
                assert not missing, f"{table.name}.{column.name}"


def _checks(connection: Connection) -> dict[str, dict[str, str]]:
    inspector = inspect(connection)
    return {
        table.name: {
            str(check["name"]): check["sqltext"]
            for check in inspector.get_check_constraints(table.name)
        }
        for table in Base.metadata.sorted_tables
    }
