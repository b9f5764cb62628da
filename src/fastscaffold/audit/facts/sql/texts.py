"""What takes SQL as text, and the expressions that make such a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at
from fastscaffold.audit.modules import module_of
from fastscaffold.audit.nodes import arguments_of

if TYPE_CHECKING:
    import ast

    from fastscaffold.audit.modules import Call, Scope

# Functions that take SQL as text, whatever it says.
TEXTS = (
    "sqlalchemy.text",
    "sqlalchemy.literal_column",
    "sqlalchemy.sql.text",
    "sqlalchemy.sql.expression.text",
    "sqlalchemy.sql.expression.literal_column",
    "sqlalchemy.DDL",
    "sqlalchemy.schema.DDL",
    "sqlalchemy.TextClause",
    "sqlalchemy.sql.expression.TextClause",
    "sqlmodel.text",
    # Not what is formatted into them: that is quoted.
    "psycopg.sql.SQL",
    "psycopg2.sql.SQL",
    "pandas.read_sql",
    "pandas.read_sql_query",
    "peewee.SQL",
    "tortoise.expressions.RawSQL",
    "duckdb.sql",
    "couchbase.n1ql.N1QLQuery",
)
# Methods that do so of a connection; other things have methods of these names, too.
METHODS = (
    *("*.execute", "*.executemany", "*.executescript", "*.exec_driver_sql", "*.execute_query"),
    *("*.fetch", "*.fetchrow", "*.fetchval", "*.fetch_all", "*.fetch_one", "*.fetch_val"),
    *("*.raw", "*.read_sql", "*.read_sql_query", "*.execute_query_dict", "*.prepare"),
    *("*.from_raw", "*.scalar", "*.scalars", "*.iterate", "*.cursor", "*.query", "*.n1ql_query"),
    *("*.command", "*.execute_async", "*.execute_raw", "*.execute_sql", "*.query_df", "*.sql"),
    *("*.copy", "*.copy_expert", "*.copy_from_query"),
    *("*.query_first", "*.query_raw", "*.read_database", "*.start_query_execution"),
)
SQL = re.compile(
    r"(?i)\b(select\s|insert\s+into|update\s+\S*\s*set|delete\s+from|where\s|drop\s|alter\s"
    r"|create\s+(table|index|database|user|role|schema)|truncate\s|order\s+by|set\s+\w+|from\s|join\s"
    r"|grant\s|values\s*\(|like\s)"
)


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """What makes a text, and the call that gives it away: to a helper, where one asks for it."""

    built: ast.expr
    scope: Scope
    call: Call

    @property
    def place(self) -> Place:
        """Where it is put together, if that stands beside the call."""
        module = self.call.module
        stands_apart = module is not module_of(self.scope)
        node = self.call.node if stands_apart or self.built in _given_by(self.call) else self.built
        return at(module, node, "SQL from outside")


def _given_by(call: Call) -> list[ast.expr]:
    return arguments_of(call.node)


def text_of(call: Call) -> ast.expr | None:
    """What a call is given as SQL."""
    for name in ("text", "statement", "query", "sql", "operation", "clause", "QueryString"):
        node = call.argument(name)
        if node is not None:
            return node
    return call.argument("", 0)
