"""Probes: ``/health`` says that the process runs, ``/ready`` that it can do its work."""

import asyncio
from functools import cache, partial
from typing import Literal, NamedTuple

from alembic.script import ScriptDirectory
from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel
from sqlalchemy import Connection, String, column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from app.config import PROJECT_ROOT
from app.core.database import Database
from app.core.errors import ErrorDetail, UnavailableError, error_responses
from app.core.single_flight import SingleFlight

# Where Alembic keeps the revisions that a database has.
VERSIONS = table("alembic_version", column("version_num", String()))

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The answer of a probe that succeeds."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """What ``/ready`` answers where requests can be served.

    Attributes:
        without: resources that do not answer, and that requests are served without.
    """

    status: Literal["ok", "degraded"] = "ok"
    without: list[str] | None = None


# Some load balancers ask by HEAD.
@router.head("/health", include_in_schema=False)
@router.get("/health", openapi_extra={"x-permission": "public"})
async def health() -> Health:
    """Say that the process runs. Restart it when this fails."""
    return Health()


@router.head("/ready", include_in_schema=False)
@router.get(
    "/ready",
    response_model_exclude_none=True,
    responses=error_responses(503),
    openapi_extra={"x-permission": "public"},
)
async def ready(request: Request) -> Readiness:
    """Say that requests can be served. Send none here while this fails."""
    readiness: SingleFlight[Readiness] = request.app.state.readiness
    return await readiness()


def add_readiness(app: FastAPI) -> None:
    """Let all who ask for readiness at once share one check, which no limit keeps them from.

    Nothing is kept of it: however many ask, one check runs at a time, and each of its answers is
    of now.
    """
    app.state.readiness = SingleFlight(partial(check_readiness, app))


async def check_readiness(app: FastAPI) -> Readiness:
    """Ask the database and what else requests need.

    Raises:
        UnavailableError: names what does not answer, or that migrations are to be applied.
    """
    resources = app.state.resources
    asked = "database"
    try:
        async with asyncio.timeout(app.state.settings.readiness_timeout):
            applied = await applied_revisions(app.state.database)
            for asked, probe in resources.probes.items():
                if not await probe():
                    raise _not_ready(asked, "unavailable", "cannot be reached")
    except TimeoutError as error:
        raise _not_ready(asked, "timeout", "does not answer in time") from error
    except (SQLAlchemyError, OSError) as error:
        raise _not_ready(asked, "unavailable", "cannot be reached") from error
    if is_outdated(applied):
        raise _not_ready("migrations", "outdated", "are to be applied: alembic upgrade head")
    if resources.missed:
        return Readiness(status="degraded", without=sorted(resources.missed))
    return Readiness()


def _not_ready(field: str, code: str, message: str) -> UnavailableError:
    detail = ErrorDetail(code=code, field=field, message=message)
    return UnavailableError(f"Not ready: {field} {message}.", details=[detail])


async def applied_revisions(database: Database) -> frozenset[str]:
    """The newest revisions that the database has."""

    def heads(connection: Connection) -> frozenset[str]:
        # Alembic's own way to ask writes to the log each time.
        if not inspect(connection).has_table(VERSIONS.name):
            return frozenset()
        return frozenset(connection.scalars(select(VERSIONS.c.version_num)))

    async with database.probe.connect() as connection:
        return await connection.run_sync(heads)


def is_outdated(applied: frozenset[str]) -> bool:
    """Whether migrations of this code are to be applied to a database of these revisions."""
    known = known_revisions()
    # One that this code does not know was applied for the version that is about to replace it.
    return applied <= known.all and applied != known.heads


class Revisions(NamedTuple):
    """The revisions that this code comes with."""

    all: frozenset[str]
    heads: frozenset[str]


@cache
def known_revisions() -> Revisions:
    """The revisions in ``migrations``, which do not change while the process runs."""
    scripts = ScriptDirectory(str(PROJECT_ROOT / "migrations"))
    names = frozenset(script.revision for script in scripts.walk_revisions())
    return Revisions(names, frozenset(scripts.get_heads()))
