"""Engines, what they speak to, and what is said of their pools."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.modules import Class, Function, enclosing_class
from fastscaffold.audit.roles import Role
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Scope

SERVERS = frozenset(
    {
        *("aiomysql", "asyncmy", "asyncpg", "cx-oracle", "mysql-connector-python", "mysqlclient"),
        *("oracledb", "pg8000", "psycopg", "psycopg-binary", "psycopg2", "psycopg2-binary"),
        *("pymysql", "pyodbc", "aioodbc", "mariadb", "sqlalchemy-cockroachdb"),
    }
)
_SYNC = ("*.create_engine", "*.engine_from_config")
_ASYNC = ("*.create_async_engine", "*.async_engine_from_config")
_SQLALCHEMY = ("sqlalchemy", "sqlmodel", "?")
_DIALECT = re.compile(r"^([a-z0-9_]+)(?:\+[a-z0-9_]+)?:")
_SERVER_TYPES = ("*.PostgresDsn", "*.MySQLDsn", "*.MariaDBDsn", "*.CockroachDsn")
_POOL = frozenset(
    {"max_overflow", "pool", "pool_pre_ping", "pool_size", "pool_timeout", "poolclass"}
)
# What names a URL of a server, where its text comes from elsewhere.
_SERVER_NAME = re.compile(r"(?i)postgres|mysql|mariadb|(?<![a-z])pg(?![a-z])")


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """An engine of SQLAlchemy.

    Attributes:
        dialect: such as ``sqlite``, ``postgresql``, or ``server`` for one of several; None where
            the repository does not decide it.
        is_pooled: whether something is said of its pool; None where that cannot be told.
    """

    call: Call
    is_async: bool
    dialect: str | None
    is_pooled: bool | None

    @property
    def place(self) -> Place:
        """Where it is made."""
        return at_call(self.call, "async engine" if self.is_async else "sync engine")


def engines(facts: Facts, role: Role | None = Role.PRODUCTION) -> list[Engine]:
    """Every engine."""
    found: list[Engine] = []
    wrapped = _wrapped(facts, role)
    for names, is_async in ((_SYNC, False), (_ASYNC, True)):
        for call in facts.calls(*names, role=role):
            origin = facts.index.origin(call)
            if origin.partition(".")[0] in _SQLALCHEMY and facts.index.definition(origin) is None:
                dialect = dialect_of(facts, call.argument("url", 0), call.scope)
                awaits = is_async or id(call.node) in wrapped
                found.append(Engine(call, awaits, dialect, _is_pooled(facts, call)))
    return sorted(found, key=lambda each: each.place)


def _wrapped(facts: Facts, role: Role | None) -> set[int]:
    """The nodes that ``AsyncEngine(...)`` is given, itself or by a name: they are awaited."""
    found: set[int] = set()
    for call in facts.calls("*.AsyncEngine", role=role):
        node = call.argument("sync_engine", 0)
        scope = call.scope
        values = [value for value, _ in facts.index.values_of(facts.index.symbol(node, scope))]
        if isinstance(node, ast.Name) and isinstance(scope, Function):
            values += scope.assigned.get(node.id, [])
        found |= {id(each) for each in (node, *values) if each is not None}
    return found


def _is_pooled(facts: Facts, call: Call) -> bool | None:
    if any(each.arg in _POOL for each in call.node.keywords):
        return True
    for each in call.node.keywords:
        if each.arg is None:
            names = _keys(facts, each.value, call.scope)
            if names is None:
                return None
            if names & _POOL:
                return True
    return False


def _keys(facts: Facts, node: ast.expr, scope: Scope) -> frozenset[str] | None:
    """The keys of a mapping; None where they cannot be told."""
    if isinstance(node, ast.Dict):
        names = [facts.values.text(key, scope) for key in node.keys]
        return frozenset(name for name in names if name) if None not in names else None
    if isinstance(node, ast.Call) and facts.index.called(node.func, scope) == "dict":
        given = [each.arg for each in node.keywords]
        return None if node.args or None in given else frozenset(filter(None, given))
    if isinstance(node, ast.Name):
        if isinstance(scope, Function) and node.id in scope.assigned:
            # It may be filled on the way.
            return None
        values = facts.index.values_of(facts.index.symbol(node, scope))
        if len(values) == 1:
            return _keys(facts, *values[0]) if isinstance(values[0][0], ast.Dict) else None
    maker = _maker(facts, node, scope)
    if maker is not None:
        made = [_keys(facts, value, maker) for value in returned(maker)]
        known = [each for each in made if each is not None]
        return frozenset[str]().union(*known) if made and len(known) == len(made) else None
    return None


def _maker(facts: Facts, node: ast.expr, scope: Scope) -> Function | None:
    """The function or the property that gives a mapping."""
    if isinstance(node, ast.Call):
        function = facts.index.function_of(node.func, scope)
        if function is None and isinstance(node.func, ast.Attribute):
            return _maker(facts, node.func, scope)
        return function
    if isinstance(node, ast.Attribute):
        return facts.index.method(facts.index.kind(node.value, scope), node.attr)
    return None


# What an engine speaks to


def dialect_of(facts: Facts, node: ast.expr | None, scope: Scope, steps: int = 8) -> str | None:
    """The dialect of the URL that an expression gives, defaults as shipped."""
    if node is None or steps == 0:
        return None
    text = leading_text(facts, node, scope)
    match = _DIALECT.match(text)
    if match and match.group(1) not in {"http", "https"}:
        return match.group(1)
    match node:
        case ast.Call():
            return _of_call(facts, node, scope, steps)
        case ast.Attribute():
            owner = facts.index.kind(node.value, scope)
            if isinstance(node.value, ast.Name) and node.value.id == "self":
                around = scope if isinstance(scope, Class) else enclosing_class(scope)
                owner = around.symbol if around is not None else None
            return _of_attribute(facts, owner, node.attr, steps)
        case ast.Name():
            values = facts.index.values_of(facts.index.symbol(node, scope))
            if isinstance(scope, Function) and node.id in scope.assigned:
                values = [(each, scope) for each in scope.assigned[node.id]]
            dialects = {dialect_of(facts, each, holder, steps - 1) for each, holder in values}
            return dialects.pop() if len(dialects) == 1 else None
        case _:
            return None


def _of_call(facts: Facts, node: ast.Call, scope: Scope, steps: int) -> str | None:
    name = facts.index.called(node.func, scope).rpartition(".")[2]
    keywords = {each.arg: each.value for each in node.keywords}
    if name in {"build", "create", "URL"}:
        first = node.args[0] if node.args else None
        driver = facts.values.text(keywords.get("scheme", keywords.get("drivername", first)), scope)
        return driver.partition("+")[0] if driver else None
    function = facts.index.function_of(node.func, scope)
    if function is None and isinstance(node.func, ast.Attribute):
        if name in {"get_secret_value", "unicode_string", "replace", "render_as_string"}:
            return dialect_of(facts, node.func.value, scope, steps - 1)
        function = facts.index.method(facts.index.kind(node.func.value, scope), name)
    if function is not None:
        return _returned(facts, function, steps)
    if name in {"str", "make_url", "PostgresDsn", "AnyUrl", "SecretStr"} and node.args:
        return dialect_of(facts, node.args[0], scope, steps - 1)
    return None


def _of_attribute(facts: Facts, owner: str | None, name: str, steps: int) -> str | None:
    method = facts.index.method(owner, name)
    if method is not None:
        return _returned(facts, method, steps)
    for ancestor in facts.index.ancestors(owner):
        definition = facts.index.definition(ancestor)
        if not isinstance(definition, Class):
            continue
        for statement in definition.node.body:
            match statement:
                case ast.AnnAssign(target=ast.Name(id=found)) if found == name:
                    kinds = facts.index.members(statement.annotation, definition)
                    symbols = [facts.index.symbol(kind, definition) for kind in kinds]
                    if any(facts.index.is_a(symbol, *_SERVER_TYPES) for symbol in symbols):
                        return "server"
                case _:
                    pass
        for value in definition.assigned.get(name, []):
            return _default(facts, value, definition, steps)
    return None


def _default(facts: Facts, value: ast.expr, scope: Scope, steps: int) -> str | None:
    if isinstance(value, ast.Call):
        for keyword in value.keywords:
            if keyword.arg == "default":
                return dialect_of(facts, keyword.value, scope, steps - 1)
        if value.args and facts.index.called(value.func, scope).rpartition(".")[2] == "Field":
            return dialect_of(facts, value.args[0], scope, steps - 1)
    return dialect_of(facts, value, scope, steps - 1)


def _returned(facts: Facts, function: Function, steps: int) -> str | None:
    found = {
        dialect_of(facts, node.value, function, steps - 1)
        for node in walk(function.node)
        if isinstance(node, ast.Return)
    }
    return found.pop() if len(found) == 1 else None


def leading_text(facts: Facts, node: ast.expr, scope: Scope) -> str:
    """What a string begins with, as far as it is known."""
    whole = facts.values.text(node, scope)
    while whole is None:
        match node:
            case ast.BinOp(left=inner) | ast.Call(func=ast.Attribute(attr="format", value=inner)):
                node = inner
                whole = facts.values.text(node, scope)
            case _:
                break
    if whole is not None:
        return whole
    match node:
        case ast.JoinedStr():
            found = ""
            for part in node.values:
                inner = part.value if isinstance(part, ast.FormattedValue) else part
                text = facts.values.text(inner, scope)
                if text is None:
                    break
                found += text
            return found
        case _:
            return ""


def _is_beside_sqlite(call: Call) -> bool:
    """Whether it stands outside of the branch that its function has for SQLite."""
    branches = [
        node
        for node in (walk(call.function.node) if call.function is not None else ())
        if isinstance(node, ast.If)
        and re.search(r"== .sqlite|sqlite.* in |sqlite.*==", unparsed(node.test))
    ]
    inside = [each for branch in branches for statement in branch.body for each in walk(statement)]
    return bool(branches) and not any(each is call.node for each in inside)


def _is_turned_to_server(facts: Facts, call: Call) -> bool:
    """Whether the driver of a server is put into the URL, whatever its default is."""
    url = call.argument("url", 0)
    values = [each for each, _ in facts.index.values_of(facts.index.symbol(url, call.scope))]
    return any(
        isinstance(node, ast.Constant) and bool(_SERVER_NAME.match(str(node.value)))
        for value in (url, *values)
        if value is not None
        for node in walk(value)
    )


def speaks_to_server(facts: Facts, engine: Engine) -> bool:
    """Whether an engine speaks to a server, whose connections a pool has to keep."""
    names = {each.name for each in facts.configuration.requirements if not each.is_development}
    is_file = engine.dialect == "sqlite"
    if (
        is_file
        and names & SERVERS
        and (_is_beside_sqlite(engine.call) or _is_turned_to_server(facts, engine.call))
    ):
        return True
    if engine.dialect is not None:
        return engine.dialect not in {"sqlite", "duckdb"}
    url = engine.call.argument("url", 0)
    if url is not None and _SERVER_NAME.search(unparsed(url)):
        return True
    # Both stand there: one of them is for tests or for development.
    return bool(names & SERVERS)
