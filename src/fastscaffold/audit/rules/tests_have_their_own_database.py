"""Tests that write into the database that the application uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.databases.databases import engines
from fastscaffold.audit.facts.testing.isolation import reaches_the_database, separations
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project: where its tests take the engine or the application of production."""
    if not engines(facts):
        return
    tests = facts.suite
    if not tests.tests or next(separations(facts), None) is not None:
        return
    place = reaches_the_database(facts, tests)
    if place is not None:
        yield Hit(
            Place(place.path, place.line),
            "Tests use the database of the settings, and nothing gives them one of their own.",
        )


RULE = Rule(
    id="TEST008",
    name="tests-have-their-own-database",
    severity=Severity.P0,
    topic="testing",
    seed="Separate test DB",
    what="Tests that use the application or its engine while nothing in them overrides a"
    " dependency, sets the environment, makes an engine or starts a container, and no"
    " configuration is for tests.",
    why="Whoever runs the tests with the settings of a real environment changes or deletes what"
    " is stored there.",
    bad={
        "app/database.py": """from sqlalchemy import create_engine

from app.config import settings

engine = create_engine(settings.database_url)
""",
        "app/config.py": """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str


settings = Settings()
""",
        "tests/test_orders.py": """from sqlalchemy.orm import Session

from app.database import engine


def test_orders() -> None:
    with Session(engine) as session:
        assert session.execute("select 1")
""",
    },
    good={
        "app/database.py": """from sqlalchemy import create_engine

from app.config import settings

engine = create_engine(settings.database_url)
""",
        "app/config.py": """from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str


settings = Settings()
""",
        "tests/conftest.py": """import os

os.environ["DATABASE_URL"] = "postgresql://localhost/shop_tests"
""",
        "tests/test_orders.py": """from sqlalchemy.orm import Session

from app.database import engine


def test_orders() -> None:
    with Session(engine) as session:
        assert session.execute("select 1")
""",
    },
    fix="Give the tests an engine of their own, and override the dependency that gives sessions.",
    check=check,
)
