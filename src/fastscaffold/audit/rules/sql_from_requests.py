"""SQL that is put together from what a request says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts


def check(facts: Facts) -> Iterator[Hit]:
    """Each text of SQL with something from outside in it."""
    for each in facts.sql.injections:
        holder = each.call.scope
        symbol = holder.name if holder is each.call.module else getattr(holder, "symbol", "")
        yield Hit(each.place, f"`{each.what}` becomes part of the SQL.", str(symbol))


RULE = Rule(
    id="SEC009",
    name="sql-from-requests",
    severity=Severity.P0,
    topic="security",
    seed="SQL injection prevented",
    what="An f-string, `%`, `.format` or `+` that reaches `sqlalchemy.text`, `psycopg.sql.SQL`,"
    " `execute` or the `fetch` of a driver, by a helper of the project or at once, and holds what a"
    " request may have sent. Constants, numbers, enumerations and names that are compared with a"
    " list are left alone.",
    why="Whoever sends the value writes the rest of the statement: reads other tables, changes"
    " them, or drops them.",
    bad={
        "app/main.py": """from fastapi import FastAPI
from sqlalchemy import text

app = FastAPI()


@app.get("/users")
def find(name: str, session):
    return session.execute(text(f"SELECT * FROM users WHERE name = '{name}'"))
"""
    },
    good={
        "app/main.py": """from fastapi import FastAPI
from sqlalchemy import text

app = FastAPI()


@app.get("/users")
def find(name: str, session):
    return session.execute(text("SELECT * FROM users WHERE name = :name"), {"name": name})
"""
    },
    fix="Pass values as bound parameters, and take names from a list of those allowed.",
    check=check,
)
