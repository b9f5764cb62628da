"""Engines, what they speak to, and the migrations of what they hold."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call, at_definition
from fastscaffold.audit.facts.usage import mentioning
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.sources import Role

if TYPE_CHECKING:

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Module, Scope

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
_REVISION_FOLDERS = re.compile(r"(^|/)(migrations?|alembic|versions|revisions|changelogs?)(/|$)")


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
    for names, is_async in ((_SYNC, False), (_ASYNC, True)):
        for call in facts.calls(*names, role=role):
            origin = facts.index.origin(call)
            if origin.partition(".")[0] in _SQLALCHEMY and facts.index.definition(origin) is None:
                dialect = dialect_of(facts, call.argument("url", 0), scope_of(call))
                found.append(Engine(call, is_async, dialect, _is_pooled(facts, call)))
    return sorted(found, key=lambda each: each.place)


def scope_of(call: Call) -> Scope:
    """What the names in a call are read in."""
    return call.function or call.owner or call.module


def _is_pooled(facts: Facts, call: Call) -> bool | None:
    if any(each.arg in _POOL for each in call.node.keywords):
        return True
    for each in call.node.keywords:
        if each.arg is None:
            names = _keys(facts, each.value, scope_of(call))
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
    if isinstance(node, ast.Name):
        if isinstance(scope, Function) and node.id in scope.assigned:
            # It may be filled on the way.
            return None
        values = facts.index.values_of(facts.index.symbol(node, scope))
        if len(values) == 1:
            return _keys(facts, *values[0]) if isinstance(values[0][0], ast.Dict) else None
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
                owner = _owner(scope)
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
        for node in ast.walk(function.node)
        if isinstance(node, ast.Return)
    }
    return found.pop() if len(found) == 1 else None


def _owner(scope: Scope) -> str | None:
    current: Scope | None = scope
    while isinstance(current, Function):
        if current.owner is not None:
            return current.owner.symbol
        current = current.parent
    return current.symbol if isinstance(current, Class) else None


def leading_text(facts: Facts, node: ast.expr, scope: Scope) -> str:
    """What a string begins with, as far as it is known."""
    whole = facts.values.text(node, scope)
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
        case ast.BinOp():
            return leading_text(facts, node.left, scope)
        case ast.Call(func=ast.Attribute(attr="format")):
            return leading_text(facts, node.func.value, scope)
        case _:
            return ""


def speaks_to_server(facts: Facts, engine: Engine) -> bool:
    """Whether an engine speaks to a server, whose connections a pool has to keep."""
    if engine.dialect is not None:
        return engine.dialect not in {"sqlite", "duckdb"}
    names = {each.name for each in facts.configuration.requirements if not each.is_development}
    # Both stand there: one of them is for tests or for development.
    return bool(names & SERVERS)


# Migrations


@dataclass(frozen=True, slots=True, eq=False)
class Revision:
    """A migration that Alembic wrote."""

    module: Module
    upgrade: Function
    downgrade: Function | None


def revisions(facts: Facts) -> list[Revision]:
    """Migrations of Alembic, wherever they stand."""
    found: list[Revision] = []
    for module in facts.modules:
        upgrade = module.functions.get("upgrade")
        names = {*module.assigned, *module.annotated}
        if upgrade is not None and "revision" in names and module.role is not Role.TEST:
            found.append(Revision(module, upgrade, module.functions.get("downgrade")))
    return sorted(found, key=lambda each: each.module.path)


def migrations(facts: Facts) -> list[Place]:
    """Migrations of any tool."""
    found = [at_definition(each.upgrade, "a revision") for each in revisions(facts)]
    for module in facts.modules:
        function = module.functions.get("upgrade") or module.functions.get("forwards")
        is_other = function is not None and "revision" not in module.assigned
        if function is not None and is_other and _REVISION_FOLDERS.search(module.path):
            found.append(at_definition(function, "a migration"))
    for call in facts.calls("yoyo.step", "yoyo.group", role=None):
        found.append(at_call(call, "a migration"))
    for path in facts.configuration.paths("*.sql"):
        folders = str(PurePosixPath(path).parent)
        if _REVISION_FOLDERS.search(folders) or re.match(r"V\d+__", PurePosixPath(path).name):
            found.append(Place(path, 1, "a migration"))
    return found


def migration_tool(facts: Facts) -> Place | None:
    """Where migrations are set up, whether or not there are any."""
    for path in facts.configuration.paths("alembic.ini", "aerich.ini", "yoyo.ini", "dbmate*"):
        return Place(path, 1, "migrations are configured")
    for module in facts.modules:
        if PurePosixPath(module.path).name == "env.py" and any(
            target.startswith("alembic") for target in module.imports.values()
        ):
            return Place(module.path, 1, "the environment of Alembic")
    table = facts.configuration.tool("alembic") or facts.configuration.tool("aerich")
    return Place(table[1], 1, "migrations are configured") if table is not None else None


def creations(facts: Facts) -> list[Place]:
    """Where production source makes all tables by itself."""
    found: list[Place] = []
    for module in mentioning(facts.production, "create_all", "generate_schemas"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in {"create_all", "generate_schemas"}:
                found.append(Place(module.path, node.lineno, f"{node.attr}: tables without migrations"))
    return found


# What is stored where

_ASYNC_ORM = (
    *("tortoise.Tortoise.init", "tortoise.contrib.fastapi.register_tortoise", "*.RegisterTortoise"),
    *("tortoise.contrib.fastapi.tortoise_lifespan", "gino.Gino", "beanie.init_beanie"),
    *("*.init_beanie", "odmantic.AIOEngine", "prisma.Prisma", "piccolo.engine.postgres.PostgresEngine"),
    *("*.PostgresEngine", "*.SQLiteEngine", "edgedb.create_async_client", "gel.create_async_client"),
    *("*.AsyncSession", "*.async_sessionmaker", "advanced_alchemy.config.SQLAlchemyAsyncConfig"),
    *("*.SQLAlchemyAsyncConfig", "ormar.OrmarConfig", "saffier.Registry", "edgy.Registry"),
)
_DOCUMENTS = (
    *("beanie.init_beanie", "*.init_beanie", "odmantic.AIOEngine", "odmantic.SyncEngine"),
    *("*.AsyncIOMotorClient", "pymongo.AsyncMongoClient", "*.AsyncMongoClient", "*.MongoClient"),
    *("mongoengine.connect", "google.cloud.firestore.Client", "*.AsyncElasticsearch"),
    *("google.cloud.firestore.AsyncClient", "motor.motor_asyncio.AsyncIOMotorClient"),
)
_ASYNC_DRIVERS = (
    *("asyncpg.create_pool", "asyncpg.connect", "aiosqlite.connect", "aiomysql.create_pool"),
    *("databases.Database", "psycopg.AsyncConnection.connect", "psycopg_pool.AsyncConnectionPool"),
    *("asyncmy.create_pool", "*.AsyncIOMotorClient", "*.AsyncMongoClient", "aiomysql.connect"),
    *("psycopg.AsyncConnection", "google.cloud.firestore.AsyncClient"),
)
_SYNC_DRIVERS = (
    *("sqlite3.connect", "psycopg2.connect", "psycopg.connect", "pymysql.connect"),
    *("MySQLdb.connect", "mysql.connector.connect", "psycopg2.pool.SimpleConnectionPool"),
    *("psycopg_pool.ConnectionPool", "*.ThreadedConnectionPool", "peewee.SqliteDatabase"),
    *("peewee.PostgresqlDatabase", "peewee.MySQLDatabase", "pyodbc.connect", "dataset.connect"),
    *("pony.orm.Database", "*.PooledPostgresqlDatabase"),
)


@dataclass(frozen=True, slots=True)
class Stores:
    """What production source stores things with.

    Attributes:
        async_orm: engines and sessions of an ORM that awaits.
        others: everything else, drivers and documents included.
        needs_migrations: whether anything of it has a schema.
        awaits: whether a driver awaits, though no ORM does.
    """

    async_orm: tuple[Place, ...]
    others: tuple[Place, ...]
    needs_migrations: bool
    awaits: bool

    @property
    def any(self) -> bool:
        """Whether anything is stored."""
        return bool(self.async_orm or self.others)


def gather_stores(facts: Facts) -> Stores:
    """What is stored, and how."""
    made = engines(facts)
    async_orm = [engine.place for engine in made if engine.is_async]
    async_orm += [at_call(call, "an ORM that awaits") for call in facts.calls(*_ASYNC_ORM)]
    documents = [at_call(call, "documents") for call in facts.calls(*_DOCUMENTS)]
    awaiting = [at_call(call, "a driver that awaits") for call in facts.calls(*_ASYNC_DRIVERS)]
    blocking = [at_call(call, "a driver that blocks") for call in facts.calls(*_SYNC_DRIVERS)]
    engines_ = [engine.place for engine in made if not engine.is_async]
    tables = [] if documents else [at_definition(each, "a table") for each in facts.tables[:1]]
    others = [*engines_, *documents, *awaiting, *blocking, *tables]
    kinds = [each for each in async_orm if each.line not in {place.line for place in documents}]
    relational = [*kinds, *engines_, *blocking, *tables, *_apart(awaiting, documents)]
    return Stores(
        tuple(sorted(dict.fromkeys(async_orm))),
        tuple(dict.fromkeys(others)),
        bool(relational),
        bool(awaiting),
    )


def _apart(places: list[Place], others: list[Place]) -> list[Place]:
    known = {(each.path, each.line) for each in others}
    return [each for each in places if (each.path, each.line) not in known]
