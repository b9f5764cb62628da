from __future__ import annotations

import pytest
from support.audited import findings

from fastscaffold.audit.rules.naive_datetime_column import RULE

START = """import datetime as dt
from datetime import UTC, datetime, timezone
from functools import partial
import sqlalchemy as sa
from sqlalchemy import Column, DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlmodel import Field, SQLModel
def now(): return datetime.now(UTC)
class Base(DeclarativeBase): pass
class User(Base):
    __tablename__ = "users"
"""
MODEL = START + "class Item(SQLModel, table=True):\n    id: int = 1\n"
AWARE = "default=lambda: datetime.now(UTC)"


def places(source, requirements="asyncpg\n"):
    files = {"app/models.py": source, "requirements.txt": requirements}
    return [each.line for each in findings(RULE, files)]


@pytest.mark.parametrize(
    "field",
    [
        f"at: Mapped[datetime] = mapped_column(DateTime, {AWARE})",
        f"at: Mapped[datetime] = mapped_column({AWARE})",
        f"at: Mapped[datetime | None] = mapped_column(DateTime(), {AWARE})",
        f"at = Column(sa.DateTime(timezone=False), {AWARE})",
        f"at = Column(sa.TIMESTAMP, {AWARE})",
        "at: Mapped[datetime] = mapped_column(DateTime, default=now)",
        "at: Mapped[dt.datetime] = mapped_column(onupdate=lambda: dt.datetime.now(tz=UTC))",
    ],
)
def test_it_finds(field):
    assert places(f"{START}    {field}\n") == [12]
    assert places(f"{START}    {field}\n", "psycopg\n") == []


@pytest.mark.parametrize(
    "field",
    [
        f"at: Mapped[datetime] = mapped_column(DateTime(timezone=True), {AWARE})",
        f"at: Mapped[datetime] = mapped_column(sa.TIMESTAMP(True), {AWARE})",
        f"at: Mapped[datetime] = mapped_column(UtcDateTime, {AWARE})",
        "at: Mapped[datetime] = mapped_column(DateTime, default=datetime.utcnow)",
        "at: Mapped[datetime] = mapped_column(DateTime, server_default=sa.func.now())",
        "at: Mapped[datetime] = mapped_column(DateTime, default=lambda: datetime.now())",
        (
            "at: Mapped[datetime] = mapped_column("
            "DateTime, default=lambda: datetime.now(UTC).replace(tzinfo=None))"
        ),
        f"day: Mapped[str] = mapped_column({AWARE})",
    ],
)
def test_it_leaves_alone(field):
    assert places(f"{START}    {field}\n") == []


def test_mixins_and_sqlmodel_are_read_too():
    mixin = START.replace(
        "class User(Base)",
        f"class Times:\n    at: Mapped[datetime] = mapped_column({AWARE})\nclass User(Times, Base)",
    )
    assert places(mixin) == [11]
    assert places(f"{MODEL}    at: datetime = Field(default_factory=now)\n") == [14]
    zoned = "at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))"
    assert places(f"{MODEL}    {zoned}\n") == []
    column = "at: datetime = Field(default_factory=now, sa_column=Column(DateTime(timezone=True)))"
    assert places(f"{MODEL}    {column}\n") == []


def test_a_map_of_types_may_give_the_zone():
    mapped = START.replace("(DeclarativeBase): pass", "(DeclarativeBase): type_annotation_map = M")
    assert places(f"{mapped}    at: Mapped[datetime] = mapped_column({AWARE})\n") == []
