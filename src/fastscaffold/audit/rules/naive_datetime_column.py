"""Times with a zone, in columns without one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.classes import own_fields
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Function, dotted
from fastscaffold.audit.nodes import is_none
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Class, Facts
    from fastscaffold.audit.facts.classes import Field
    from fastscaffold.audit.modules import Scope

_COLUMNS = frozenset({"Column", "mapped_column"})
_NAIVE = frozenset({"DATETIME", "DateTime", "TIMESTAMP"})
_DEFAULTS = frozenset({"default", "default_factory", "insert_default", "onupdate"})
_MAP = "type_annotation_map"
_DRIVER = "postgresql+asyncpg"


def check(facts: Facts) -> Iterator[Hit]:
    """Columns of tables and of their mixins, where asyncpg is what they are sent by."""
    if not _uses_asyncpg(facts):
        return
    maps_types = any(
        _MAP in each.assigned for module in facts.production for each in module.classes.values()
    )
    models = {symbol for table in facts.tables for symbol in facts.index.ancestors(table.symbol)}
    for module in facts.production:
        for defined in module.classes.values():
            if defined.symbol not in models:
                continue
            for field in own_fields(defined):
                if _is_wrong(facts, defined, field, maps_types=maps_types):
                    message = f"`{field.name}` is given a time with a zone, and has none."
                    place = Place(module.path, field.line)
                    yield Hit(place, message, f"{defined.symbol}.{field.name}")


def _uses_asyncpg(facts: Facts) -> bool:
    found = facts.configuration.requirement("asyncpg")
    if found is not None and not found.is_development:
        return True
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and _DRIVER in node.value
        for module in facts.production
        for node in walk(module.tree)
    )


def _is_wrong(facts: Facts, defined: Class, field: Field, *, maps_types: bool) -> bool:
    call = field.value
    if not isinstance(call, ast.Call):
        return False
    name = facts.index.called(call.func, defined).rpartition(".")[2]
    given = {each.arg: each.value for each in call.keywords if each.arg is not None}
    column = call
    if name == "Field" and facts.index.is_a(defined.symbol, "*.SQLModel"):
        inner = given.get("sa_column")
        if isinstance(inner, ast.Call):
            column = inner
            given |= {each.arg: each.value for each in inner.keywords if each.arg is not None}
        elif {"sa_type", "sa_column"} & given.keys():
            kind = given.get("sa_type")
            return (
                kind is not None
                and _is_naive_type(facts, kind, defined) is True
                and _is_aware(facts, given, defined)
            )
    elif name not in _COLUMNS:
        return False
    types = [
        found
        for each in (*column.args, given.get("type_"))
        if each is not None and (found := _is_naive_type(facts, each, defined)) is not None
    ]
    if not types and (
        maps_types or not _is_datetime(facts, field) or _has_type(facts, column, defined)
    ):
        return False
    return all(types) and _is_aware(facts, given, defined)


def _has_type(facts: Facts, column: ast.Call, defined: Class) -> bool:
    """Whether a type of which nothing is known stands there."""
    for each in column.args:
        plain = each.func if isinstance(each, ast.Call) else each
        last = (facts.index.symbol(plain, defined) or dotted(plain) or "").rpartition(".")[2]
        if last and last not in {"ForeignKey", "Identity", "Sequence", "Computed"}:
            return True
    return False


def _is_naive_type(facts: Facts, node: ast.expr, scope: Scope) -> bool | None:
    """Whether a type of SQLAlchemy keeps no zone; None where it is another one."""
    plain = node.func if isinstance(node, ast.Call) else node
    symbol = facts.index.symbol(plain, scope) or ""
    if symbol.rpartition(".")[2] not in _NAIVE or not symbol.startswith(("sqlalchemy", "sqlmodel")):
        return None
    if not isinstance(node, ast.Call):
        return True
    values = [each.value for each in node.keywords if each.arg == "timezone"] or node.args[:1]
    return not values or facts.values.fold(values[0], scope) is False


def _is_datetime(facts: Facts, field: Field) -> bool:
    """Whether the annotation is of a date and time: ``Mapped[datetime]`` or plain."""
    for each in facts.index.members(field.annotation, field.owner):
        plain = [each]
        if isinstance(each, ast.Subscript):
            plain = facts.index.members(each.slice, field.owner)
        if any(facts.index.symbol(one, field.owner) == "datetime.datetime" for one in plain):
            return True
    return False


def _is_aware(facts: Facts, given: dict[str, ast.expr], scope: Scope) -> bool:
    """Whether a default is a time with a zone."""
    for name in sorted(_DEFAULTS & given.keys()):
        value: ast.AST = given[name]
        holder: Scope = scope
        if isinstance(value, ast.Name | ast.Attribute):
            function = facts.index.function_of(value, scope)
            if function is None:
                continue
            value, holder = function.node, function
        if _gives_zone(facts, value, holder):
            return True
    return False


def _gives_zone(facts: Facts, node: ast.AST, scope: Scope) -> bool:
    found = False
    for each in walk(node):
        if not isinstance(each, ast.Call):
            continue
        if isinstance(each.func, ast.Attribute) and each.func.attr == "replace":
            # The zone is taken away again.
            return False
        found = found or _is_zoned(facts, each, scope) or _is_of_zoned(facts, each, scope)
    return found


def _is_zoned(facts: Facts, call: ast.Call, scope: Scope) -> bool:
    """Whether it is ``datetime.now`` with a zone."""
    if facts.index.called(call.func, scope) != "datetime.datetime.now":
        return False
    zone = call.args[0] if call.args else next((each.value for each in call.keywords), None)
    return zone is not None and not is_none(zone)


def _is_of_zoned(facts: Facts, call: ast.Call, scope: Scope) -> bool:
    """Whether it calls a function of the project that gives such a time."""
    function = facts.index.definition(facts.index.called(call.func, scope))
    if not isinstance(function, Function):
        return False
    parts = [each for each in walk(function.node) if isinstance(each, ast.Call)]
    is_cut = any(getattr(each.func, "attr", "") == "replace" for each in parts)
    return not is_cut and any(_is_zoned(facts, each, function) for each in parts)


RULE = Rule(
    id="DB005",
    name="naive-datetime-column",
    severity=Severity.P1,
    topic="database",
    seed="asyncpg refuses offset-aware datetimes for TIMESTAMP WITHOUT TIME ZONE",
    what="A column `DateTime` without `timezone=True`, or a plain `Mapped[datetime]`, whose default"
    " is `datetime.now(UTC)`, in projects on asyncpg. Columns with a zone, types of one's own and"
    " naive defaults are left alone.",
    why="Such a time asyncpg refuses to write: the first insert on PostgreSQL fails, whatever"
    " SQLite said in the tests.",
    bad={
        "requirements.txt": "asyncpg\nsqlalchemy\n",
        "app/models.py": """from datetime import UTC, datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    created_at: Mapped[datetime] = mapped_column(DateTime, default=lambda: datetime.now(UTC))
""",
    },
    good={
        "requirements.txt": "asyncpg\nsqlalchemy\n",
        "app/models.py": """from datetime import UTC, datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    created_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), default=lambda: datetime.now(UTC)
    )
""",
    },
    fix="Use `DateTime(timezone=True)`, with a migration.",
    check=check,
    formerly=("X015",),
)
