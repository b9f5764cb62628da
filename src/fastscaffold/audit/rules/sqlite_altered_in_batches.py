"""Migrations that SQLite cannot run."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.databases.databases import engines
from fastscaffold.audit.facts.databases.migrations import revisions
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_ALTERS = frozenset(
    {
        *("alter_column", "create_check_constraint", "create_foreign_key", "create_primary_key"),
        *("create_unique_constraint", "drop_column", "drop_constraint"),
    }
)


# Operations that take the table first; the others begin with the name of the constraint.
_OF_TABLE = frozenset({"alter_column", "drop_column"})


def check(facts: Facts) -> Iterator[Hit]:
    """Each such operation in a project whose database is SQLite, as shipped."""
    if not _is_sqlite(facts):
        return
    for revision in revisions(facts):
        for function in (revision.upgrade, revision.downgrade):
            # Who asks for the dialect knows that there are several.
            if function is not None and "dialect" not in unparsed(function.node):
                yield from _alters(function)


def _is_sqlite(facts: Facts) -> bool:
    dialects = {engine.dialect for engine in engines(facts)}
    if dialects:
        return dialects == {"sqlite"}
    return bool(
        facts.configuration.search(re.compile(r"^sqlalchemy\.url\s*=\s*sqlite"), "alembic.ini")
    )


def _alters(function: Function) -> Iterator[Hit]:
    for call in function.calls:
        match call.node.func:
            case ast.Attribute(attr=name, value=ast.Name(id=receiver)) if name in _ALTERS:
                if function.module.imports.get(receiver) == "alembic.op":
                    place = Place(function.module.path, call.node.lineno)
                    yield Hit(
                        place,
                        f"SQLite cannot run `{name}` outside of a batch.",
                        function.symbol,
                        call.node,
                    )
            case _:
                pass


def cure(facts: Facts, found: Hit) -> Remedy:
    """Give an operation that is a statement of its own a batch of its own."""
    module = facts.modules_by_path[found.place.path]
    statement = next(
        (
            node
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Expr) and node.value is found.node
        ),
        None,
    )
    if statement is None or not isinstance(statement.value, ast.Call):
        raise UncertainError("The operation is not a statement of its own.")
    call = statement.value
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    place = 0 if name in _OF_TABLE else 1
    given = call.args[: place + 1]
    if len(given) <= place or any(isinstance(each, ast.Starred) for each in given):
        raise UncertainError("The table is not the argument that it is as a rule.")
    if any(each.arg in {"schema", "source_schema"} for each in call.keywords):
        raise UncertainError("A batch takes the schema itself.")
    if place and not (isinstance(given[0], ast.Constant) and isinstance(given[0].value, str)):
        raise UncertainError("In a batch a constraint needs its name.")
    if "batch_op" in {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}:
        taken = any(
            isinstance(node, ast.With | ast.AsyncWith)
            and any(each is statement for each in ast.walk(node))
            for node in ast.walk(module.tree)
        )
        if taken:
            raise UncertainError("It stands in a batch already.")
    return Remedy((Rewrite(module.path, statement, makes.batch(place)),))


RULE = Rule(
    id="MIG005",
    name="sqlite-altered-in-batches",
    severity=Severity.P2,
    topic="database",
    seed="batch_alter_table for SQLite",
    what="`op.alter_column`, `op.drop_column` and the constraints' operations outside of"
    " `batch_alter_table`, in a project whose engines are all of SQLite as shipped.",
    why="SQLite has no such statements: the migration stops in the middle, or at an old version.",
    bad={
        "app/database.py": """from sqlalchemy import create_engine

engine = create_engine("sqlite:///shop.db")
""",
        "migrations/versions/0002_names.py": """from alembic import op

revision = "0002"


def upgrade() -> None:
    op.alter_column("orders", "name", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("orders") as batch:
        batch.alter_column("name", nullable=True)
""",
    },
    good={
        "app/database.py": """from sqlalchemy import create_engine

engine = create_engine("sqlite:///shop.db")
""",
        "migrations/versions/0002_names.py": """from alembic import op

revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("orders") as batch:
        batch.alter_column("name", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("orders") as batch:
        batch.alter_column("name", nullable=True)
""",
    },
    fix="Do it in `with op.batch_alter_table(...)`, and set `render_as_batch=True`.",
    check=check,
    cure=Cure(
        "Puts an operation that is a statement of its own into a `batch_alter_table` of its table;"
        " constraints need a name, and a schema is left alone.",
        cure,
    ),
)
