"""What production source stores things with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases import engines
from fastscaffold.audit.facts.places import Place, at_call, at_definition

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts

_ASYNC_ORM = (
    *("tortoise.Tortoise.init", "tortoise.contrib.fastapi.register_tortoise", "*.RegisterTortoise"),
    *("tortoise.contrib.fastapi.tortoise_lifespan", "gino.Gino"),
    *("*.Gino", "beanie.init_beanie"),
    *(
        "*.init_beanie",
        "odmantic.AIOEngine",
        "prisma.Prisma",
        "piccolo.engine.postgres.PostgresEngine",
    ),
    *(
        "*.PostgresEngine",
        "*.SQLiteEngine",
        "edgedb.create_async_client",
        "gel.create_async_client",
    ),
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
