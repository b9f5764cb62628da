"""Foreign keys that no index begins with."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.facts.databases.databases import SERVERS, engines
from fastscaffold.audit.facts.databases.indexes import unindexed
from fastscaffold.audit.facts.databases.migrations import alembic_folder
from fastscaffold.audit.facts.databases.tables import tables
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_MYSQL = frozenset({"mariadb", "mysql"})
_MYSQL_DRIVERS = frozenset(
    {"aiomysql", "asyncmy", "mariadb", "mysql-connector-python", "mysqlclient", "pymysql"}
)
REVISION = 'alembic revision --autogenerate -m "Index foreign keys"'


def check(facts: Facts) -> Iterator[Hit]:
    """Each such column once, where it is declared: a mixin may bring it into several tables."""
    if _indexes_by_itself(facts):
        return
    seen: set[int] = set()
    for table in tables(facts):
        for column in unindexed(facts, table):
            if id(column.node) not in seen:
                seen.add(id(column.node))
                message = f"`{column.attribute}` is a foreign key, and no index begins with it."
                yield hit(column.module, column.node, message, f"{table.symbol}.{column.attribute}")


def _indexes_by_itself(facts: Facts) -> bool:
    """Whether the only database is MySQL or MariaDB, which index each foreign key."""
    dialects = {each.dialect for each in engines(facts)}
    if dialects <= _MYSQL:
        return bool(dialects)
    names = {each.name for each in facts.configuration.requirements if not each.is_development}
    drivers = names & SERVERS
    return bool(drivers) and drivers <= _MYSQL_DRIVERS and dialects <= _MYSQL | {None, "server"}


def cure(facts: Facts, found: Hit) -> Remedy:
    """Give the column an index; the migration that makes it is for Alembic to write."""
    column = next(
        (
            each
            for table in tables(facts)
            for each in unindexed(facts, table)
            if each.node is found.node
        ),
        None,
    )
    if column is None or column.call is None:
        raise UncertainError("The column is declared in an alias, which others may use.")
    change = Rewrite(found.place.path, column.call, makes.keyword("index", "True"))
    folder = alembic_folder(facts, found.place.path)
    if folder is None:
        return Remedy((change,))
    return Remedy((change,), (f"cd {quote(folder)} && {REVISION}" if folder else REVISION,))


_TOP = """from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase): ...


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
"""

RULE = Rule(
    id="DB007",
    name="foreign-keys-indexed",
    severity=Severity.P2,
    topic="database",
    seed="optimize my database queries: connection pooling, async, N+1 prevention",
    what="Columns with a `ForeignKey`, in classes of SQLAlchemy and SQLModel, their mixins and"
    " `Table`, that no index, unique constraint or primary key begins with: neither one of the"
    " model nor one that a migration makes. The second column of a composite key is such a one."
    " `index=False` is a choice, and projects on MySQL alone are left alone, since it makes these"
    " indexes itself.",
    why="No other database does: each join and each `WHERE` on the column reads the whole table,"
    " and so does each deletion of a row that it refers to, while it holds a lock.",
    bad={
        "app/models.py": f'{_TOP}    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))\n'
    },
    good={
        "app/models.py": f"{_TOP}    user_id: Mapped[int] = mapped_column(\n"
        '        ForeignKey("users.id"), index=True\n    )\n'
    },
    fix="Give the column `index=True` and make the migration; under Alembic that is"
    " `alembic revision --autogenerate`.",
    check=check,
    cure=Cure(
        "Adds `index=True` to the column, and names `alembic revision --autogenerate` in a project"
        " under Alembic: until its migration has run, the database is as slow as before. A column"
        " that an alias of a type declares is left alone.",
        cure,
    ),
)
