"""What production source stores things with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.databases import engines
from fastscaffold.audit.facts.databases.django_models import is_django_awaited, model_of_django
from fastscaffold.audit.facts.databases.shared_sessions import shared_sessions
from fastscaffold.audit.facts.places import Place, at_call, at_definition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts

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
    *(
        "fastapi_async_sqlalchemy.SQLAlchemyMiddleware",
        "sqlalchemy_helpers.aio.manager_from_config",
    ),
    *("sqlalchemy_helpers.fastapi.manager_from_config", "*.AsyncDatabaseManager"),
    *("*.SQLAlchemyAsyncConfig", "ormar.OrmarConfig", "saffier.Registry", "edgy.Registry"),
)
_DOCUMENTS = (
    *("beanie.init_beanie", "*.init_beanie", "odmantic.AIOEngine", "odmantic.SyncEngine"),
    *("*.AsyncIOMotorClient", "pymongo.AsyncMongoClient", "*.AsyncMongoClient", "*.MongoClient"),
    *("mongoengine.connect", "google.cloud.firestore.Client", "*.AsyncElasticsearch"),
    *("google.cloud.firestore.AsyncClient", "motor.motor_asyncio.AsyncIOMotorClient"),
    *("couchbase.cluster.Cluster", "couchbase.cluster.Cluster.connect", "couchbase.bucket.Bucket"),
    *(
        "acouchbase.cluster.Cluster",
        "acouchbase.cluster.AsyncCluster",
        "elasticsearch.Elasticsearch",
    ),
    *("*.AsyncCluster.connect", "arango.ArangoClient", "couchdb.Server", "tinydb.TinyDB"),
    *(
        "neo4j.GraphDatabase.driver",
        "neo4j.AsyncGraphDatabase.driver",
        "firebase_admin.db.reference",
    ),
    *("firebase_admin.firestore.client", "firebase_admin.firestore_async.client"),
    *(
        "google.cloud.datastore.Client",
        "azure.cosmos.CosmosClient",
        "azure.cosmos.aio.CosmosClient",
    ),
    *("rethinkdb.RethinkDB", "surrealdb.Surreal", "surrealdb.AsyncSurreal", "deta.Deta"),
    *("influxdb_client.InfluxDBClient", "opensearchpy.OpenSearch", "opensearchpy.AsyncOpenSearch"),
)
# What typed sessions are where a library makes the engine.
_ASYNC_SESSIONS = (
    "fastapi_async_sqlalchemy",
    "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.session.AsyncSession",
    "sqlmodel.ext.asyncio.session.AsyncSession",
)
_BOTO = ("boto3.resource", "boto3.client", "*.Session.resource", "*.Session.client")
_ASYNC_DRIVERS = (
    *("asyncpg.create_pool", "asyncpg.connect", "aiosqlite.connect", "aiomysql.create_pool"),
    *("databases.Database", "psycopg.AsyncConnection.connect", "psycopg_pool.AsyncConnectionPool"),
    *("asyncmy.create_pool", "*.AsyncIOMotorClient", "*.AsyncMongoClient", "aiomysql.connect"),
    *("psycopg.AsyncConnection", "google.cloud.firestore.AsyncClient", "aiopg.create_pool"),
    *("acouchbase.cluster.Cluster", "acouchbase.cluster.AsyncCluster", "*.AsyncCluster.connect"),
    *("neo4j.AsyncGraphDatabase.driver", "azure.cosmos.aio.CosmosClient", "surrealdb.AsyncSurreal"),
    *("firebase_admin.firestore_async.client", "opensearchpy.AsyncOpenSearch", "aiopg.connect"),
    *("aioodbc.connect", "aioodbc.create_pool", "oracledb.connect_async", "*.AsyncElasticsearch"),
)
_SYNC_DRIVERS = (
    *("sqlite3.connect", "psycopg2.connect", "psycopg.connect", "pymysql.connect"),
    *("MySQLdb.connect", "mysql.connector.connect", "psycopg2.pool.SimpleConnectionPool"),
    *("psycopg_pool.ConnectionPool", "*.ThreadedConnectionPool", "peewee.SqliteDatabase"),
    *("peewee.PostgresqlDatabase", "peewee.MySQLDatabase", "pyodbc.connect", "dataset.connect"),
    *("pony.orm.Database", "*.PooledPostgresqlDatabase", "pymssql.connect", "oracledb.connect"),
    *("cx_Oracle.connect", "mariadb.connect", "duckdb.connect", "clickhouse_driver.Client"),
    *("clickhouse_connect.get_client", "snowflake.connector.connect", "supabase.create_client"),
    *("cassandra.cluster.Cluster", "peewee.PostgresqlExtDatabase"),
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
    if not made:
        async_orm += facts.imports(*_ASYNC_SESSIONS)
    documents = [
        at_call(call, "documents") for call in (*facts.calls(*_DOCUMENTS), *_of_aws(facts))
    ]
    awaiting = [at_call(call, "a driver that awaits") for call in facts.calls(*_ASYNC_DRIVERS)]
    blocking = [at_call(call, "a driver that blocks") for call in facts.calls(*_SYNC_DRIVERS)]
    engines_ = [engine.place for engine in made if not engine.is_async]
    tables = [] if documents else [at_definition(each, "a table") for each in facts.tables[:1]]
    of_django = [each for each in [model_of_django(facts)] if each is not None]
    if of_django and is_django_awaited(facts):
        async_orm += of_django
    else:
        tables += of_django
    others = [*engines_, *documents, *awaiting, *blocking, *tables]
    if not async_orm and not others:
        others = tables = list(shared_sessions(facts))
    kinds = [each for each in async_orm if each.line not in {place.line for place in documents}]
    relational = [*kinds, *engines_, *blocking, *tables, *_apart(awaiting, documents)]
    return Stores(
        tuple(sorted(dict.fromkeys(async_orm))),
        tuple(dict.fromkeys(others)),
        bool(relational),
        bool(awaiting),
    )


def _of_aws(facts: Facts) -> Iterator[Call]:
    """Clients of DynamoDB, which are made by the name of the service."""
    for call in facts.calls(*_BOTO):
        name = facts.values.text(call.argument("service_name", 0), call.function or call.module)
        if name == "dynamodb":
            yield call


def _apart(places: list[Place], others: list[Place]) -> list[Place]:
    known = {(each.path, each.line) for each in others}
    return [each for each in places if (each.path, each.line) not in known]
