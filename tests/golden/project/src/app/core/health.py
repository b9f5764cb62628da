"""Probes: ``/health`` says that the process runs, ``/ready`` that it can do its work."""

import asyncio
from functools import cache
from typing import Literal

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.config import PROJECT_ROOT
from app.core.database import Database
from app.core.errors import ErrorDetail, UnavailableError, error_responses
from app.dependencies import DatabaseDep, SettingsDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The answer of a probe that succeeds."""

    status: Literal["ok"] = "ok"


@router.get("/health")
async def health() -> Health:
    """Say that the process runs. Restart it when this fails."""
    return Health()


@router.get("/ready", responses=error_responses(503))
async def ready(database: DatabaseDep, settings: SettingsDep) -> Health:
    """Say that requests can be served. Send none here while this fails."""
    problem = await _find_problem(database, settings.readiness_timeout)
    if problem is not None:
        raise UnavailableError("Not ready.", details=[problem])
    return Health()


async def _find_problem(database: Database, seconds: float) -> ErrorDetail | None:
    try:
        async with asyncio.timeout(seconds), database.engine.connect() as connection:
            applied = await connection.run_sync(_applied_revisions)
    except TimeoutError:
        return ErrorDetail(code="timeout", field="database", message="does not answer in time")
    except (SQLAlchemyError, OSError):
        return ErrorDetail(code="unavailable", field="database", message="cannot be reached")
    if applied != _expected_revisions():
        message = "is not at the newest revision: alembic upgrade head"
        return ErrorDetail(code="outdated", field="migrations", message=message)
    return None


def _applied_revisions(connection: Connection) -> frozenset[str]:
    return frozenset(MigrationContext.configure(connection).get_current_heads())


@cache
def _expected_revisions() -> frozenset[str]:
    """The newest revisions of this code, which do not change while it runs."""
    return frozenset(ScriptDirectory(str(PROJECT_ROOT / "migrations")).get_heads())
