"""Migrations that cannot be taken back."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.migrations import revisions
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Function

_SCHEMA = re.compile(r"(?i)^\s*(?:alter|create|drop|rename|comment\s+on)\b")
# Operations that move rows, or only look.
_ROWS = frozenset({"bulk_insert", "execute", "f", "get_bind", "get_context", "inline_literal"})


def check(facts: Facts) -> Iterator[Hit]:
    """Each migration that changes the schema and says nothing of the way back."""
    for revision in revisions(facts):
        if not _changes_schema(revision.upgrade):
            continue
        if revision.downgrade is None:
            yield hit_definition(revision.upgrade, "This migration has no `downgrade`.")
        elif _does_nothing(revision.downgrade):
            yield hit_definition(
                revision.downgrade, "`downgrade` does not undo what `upgrade` does."
            )


def _changes_schema(upgrade: Function) -> bool:
    for call in upgrade.calls:
        match call.node.func:
            case ast.Attribute(attr=name, value=ast.Name(id=receiver)):
                if receiver in {"op", "batch_op", "batch"} and name not in _ROWS:
                    return True
            case _:
                pass
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _SCHEMA.match(node.value) is not None
        for node in walk(upgrade.node)
    )


def _does_nothing(downgrade: Function) -> bool:
    """Whether it passes, or only raises that it is not implemented.

    What raises an error of its own with a reason has been thought about.
    """
    for statement in downgrade.node.body:
        match statement:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                continue
            case ast.Return(value=None | ast.Constant()):
                continue
            case ast.Raise(exc=raised) if raised is not None:
                if "NotImplemented" in unparsed(raised):
                    continue
                return False
            case _:
                return False
    return True


RULE = Rule(
    id="MIG004",
    name="migrations-downgrade",
    severity=Severity.P1,
    topic="database",
    seed="downgrade() for each upgrade()",
    what="A revision of Alembic that changes the schema while its `downgrade` is missing, passes or"
    " raises `NotImplementedError`. Migrations that only move rows, and those that refuse with"
    " an error and a reason, are left alone.",
    why="When a version has to be taken back, its schema cannot be, and the older one fails on it.",
    bad={
        "migrations/versions/0001_orders.py": """from alembic import op

revision = "0001"


def upgrade() -> None:
    op.create_table("orders")


def downgrade() -> None:
    pass
"""
    },
    good={
        "migrations/versions/0001_orders.py": """from alembic import op

revision = "0001"


def upgrade() -> None:
    op.create_table("orders")


def downgrade() -> None:
    op.drop_table("orders")
"""
    },
    fix="Write the way back, or raise an error that says why there is none.",
    check=check,
)
