"""Deletes for good what was deleted long ago: ``make purge DAYS=90``."""

import argparse
import asyncio
import sys
from datetime import timedelta

from app.config import ConfigurationError, Settings, get_settings
from app.core.database import Base, open_database
from app.core.errors import AppError
from app.core.purge import Purged, purge
from app.core.types import utc_now
from app.features import import_models

MAX_DAYS = 36_500


async def purge_after(settings: Settings, days: int) -> list[Purged]:
    """Purge the database that the settings name of what was deleted more than some days ago."""
    import_models()
    # Nobody waits for it, so a statement may take its time, as those of migrations.
    database = open_database(settings.model_copy(update={"database_statement_timeout": 0}))
    async with database.running():
        return await purge(database, Base.registry, utc_now() - timedelta(days=days))


def main() -> None:
    """Say of each table how many rows went, and how many are left.

    What is wrong with the days or the settings ends it with exit code 2, with the database with 1.
    """
    parser = argparse.ArgumentParser(prog="purge", usage=argparse.SUPPRESS)
    parser.add_argument("--days", type=_days, required=True)
    days = parser.parse_args().days
    try:
        tables = asyncio.run(purge_after(get_settings(), days))
    except ConfigurationError as error:
        parser.error(str(error))
    except AppError as error:
        parser.exit(1, f"{error} What was purged by then is gone: run it again.\n")
    for each in tables:
        sys.stdout.write(f"{each.table}: {each.deleted} rows deleted for good, {each.left} left\n")
    if not tables:
        sys.stdout.write("No feature keeps rows that are deleted.\n")


def _days(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= MAX_DAYS):
        raise argparse.ArgumentTypeError(f"a number from 1 to {MAX_DAYS:,}")
    return int(text)


if __name__ == "__main__":
    main()
