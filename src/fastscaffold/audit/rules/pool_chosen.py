"""Engines whose pool nobody chose."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.databases import engines, speaks_to_server
from fastscaffold.audit.facts.databases.schema_engines import only_makes_tables
from fastscaffold.audit.facts.project.loaded import serving
from fastscaffold.audit.facts.project.served import is_imported
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts
    from fastscaffold.audit.facts.databases.databases import Engine

_MESSAGE = "Nothing is said of the pool of this engine."
# Engines of Piccolo, which connect anew for each query until a pool is started.
_POOLED_LATER = (
    "piccolo.engine.postgres.PostgresEngine",
    "piccolo.engine.cockroach.CockroachEngine",
)


def check(facts: Facts) -> Iterator[Hit]:
    """Each engine of a server about whose pool nothing is said."""
    made = [each for each in engines(facts) if not only_makes_tables(facts, each)]
    chosen = {each.call.module.path for each in made if each.is_pooled is not False}
    for engine in made:
        if engine.is_pooled is not False or not speaks_to_server(facts, engine):
            continue
        if _is_for_a_file(engine):
            continue
        # Another branch of the same module is for another database; and where the pool of the
        # application is chosen, an engine made inside a function lives for a moment only, and so
        # does that of a module that is run by hand.
        if engine.call.module.path in chosen:
            continue
        if chosen and (engine.call.function is not None or _is_run_by_hand(facts, engine.call)):
            continue
        yield hit_call(engine.call, _MESSAGE)
    if not any(facts.calls("*.start_connection_pool")):
        yield from (hit_call(call, _MESSAGE) for call in facts.calls(*_POOLED_LATER))


def _is_for_a_file(engine: Engine) -> bool:
    """Whether an engine is given what only SQLite takes, and not only where it is one of SQLite."""
    given = engine.call.argument("connect_args")
    if given is None or "check_same_thread" not in unparsed(given):
        return False
    return not isinstance(given, ast.IfExp)


def _is_run_by_hand(facts: Facts, call: Call) -> bool:
    if call.module in serving(facts):
        return False
    runs = any(line.startswith("if __name__ ==") for line in call.module.lines)
    return runs and not is_imported(facts.production, call.module)


RULE = Rule(
    id="DB003",
    name="pool-chosen",
    severity=Severity.P1,
    topic="database",
    seed="Connection pooling tuned",
    what="An engine of a database server without `pool_size`, `max_overflow`, `pool_timeout`,"
    " `pool_pre_ping` or `poolclass`, or one of Piccolo whose pool nothing starts."
    " SQLite needs none, and `NullPool` is a choice, too;"
    " where the application has chosen, engines of functions and of modules that are run by hand"
    " are left alone, and so are those that only make tables beside a driver that awaits.",
    why="The default of five connections and ten more is met under load by timeouts, and a"
    " connection that the server has closed is handed to a request.",
    bad={
        "app/database.py": """from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("postgresql+psycopg://localhost/shop")
"""
    },
    good={
        "app/database.py": """from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine(
    "postgresql+psycopg://localhost/shop", pool_size=10, max_overflow=5, pool_pre_ping=True
)
"""
    },
    fix="Give `pool_size`, `max_overflow`, `pool_timeout` and `pool_pre_ping`, from settings.",
    check=check,
)
