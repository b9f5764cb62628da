"""What drivers of databases are called, what they make, and what is sent by it."""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["rows", "documents", "session", "query", "builder"]

ROWS = frozenset(
    {
        *("aiomysql", "aioodbc", "aiopg", "aiosqlite", "asyncmy", "asyncpg", "cx_Oracle"),
        *("databases", "duckdb", "mariadb", "mysql", "oracledb", "psycopg", "psycopg2"),
        *("psycopg_pool", "pymssql", "pymysql", "pyodbc", "sqlite3", "MySQLdb"),
        *("cassandra", "clickhouse_connect", "clickhouse_driver", "libsql", "snowflake"),
    }
)
DOCUMENTS = frozenset(
    {
        *("elasticsearch", "influxdb", "influxdb_client", "motor", "neo4j", "opensearchpy"),
        *("prisma", "pymongo", "tinydb"),
    }
)
# Functions of a library that ask by themselves.
ASKING = frozenset(
    {
        f"pony.orm.{each}"
        for each in ("commit", "count", "delete", "exists", "flush", "get", "select")
    }
)
# What makes clients of services, of which one is a database.
AWS = frozenset({"aioboto3", "aiobotocore", "boto3"})
# Clients on which a query is built by one method after the other.
BUILDERS = frozenset(
    {
        *("firebase_admin.firestore.client", "firebase_admin.firestore_async.client"),
        *("google.cloud.firestore.AsyncClient", "google.cloud.firestore.Client"),
        *("supabase.AsyncClient", "supabase.Client", "supabase.acreate_client"),
        *("supabase.create_async_client", "supabase.create_client"),
        *("elasticsearch.dsl.AsyncSearch", "elasticsearch.dsl.Search"),
        *("elasticsearch_dsl.AsyncSearch", "elasticsearch_dsl.Search", "opensearchpy.Search"),
    }
)
SESSIONS = frozenset(
    {"async_scoped_session", "async_sessionmaker", "scoped_session", "sessionmaker"}
)
# What an annotation says that a value is.
SESSION_TYPES = frozenset({"AsyncSession", "Session"})
ENGINES = frozenset({"create_async_engine", "create_engine"})
MADE = frozenset(
    {
        *("connect", "connect_async", "connection", "create_pool", "create_pool_async", "cursor"),
        *("acquire", "begin", "get_conn", "get_connection", "getconn", "raw_connection", "session"),
        *("Connection", "AsyncConnection", "Cursor", "Database", "Pool", "MySQLConnectionPool"),
        *("AsyncConnectionPool", "AsyncNullConnectionPool", "ConnectionPool", "SessionPool"),
        *("NullConnectionPool", "PooledMySQLDatabase", "SimpleConnectionPool", "__aenter__"),
        *("AbstractConnectionPool", "ThreadedConnectionPool", "__enter__", "execution_options"),
        *("AsyncIOMotorClient", "AsyncMongoClient", "MongoClient", "AsyncIOMotorDatabase"),
        *("get_collection", "get_database", "get_default_database", "AsyncIOMotorCollection"),
        *("Collection", "AsyncCollection", "AsyncDatabase", "Prisma", "prisma", "TinyDB"),
        *("AsyncElasticsearch", "AsyncOpenSearch", "Client", "Cluster", "Elasticsearch"),
        *("InfluxDBClient", "InfluxDBClientAsync", "OpenSearch", "driver", "get_client"),
    }
)
# What clients and collections of documents give further ones by.
OPENED = frozenset({"Table", "begin_transaction", "options", "query_api", "table", "write_api"})
# What only hands on what it is given.
THROUGH = frozenset(
    {
        *("__aenter__", "__anext__", "__enter__", "__next__", "aclosing", "anext", "cast"),
        *("closing", "enter_async_context", "enter_context", "next"),
    }
)
# What gives a callable that gives what the one in it does.
WRAPPING = frozenset({"asynccontextmanager", "contextmanager", "partial", "lru_cache", "cache"})
# What is given a query that is sent by and by.
PREPARED = frozenset({"cursor", "prepare"})
SENT: dict[Kind, frozenset[str]] = {
    "rows": frozenset(
        {
            *("callproc", "copy_records_to_table", "exec_driver_sql", "execute", "execute_many"),
            *("executemany", "executescript", "fetch", "fetch_all", "fetch_one", "fetch_val"),
            *("fetchall", "fetchmany", "fetchone", "fetchrow", "fetchval", "iterate", "scalar"),
            *("command", "execute_async", "query", "query_df", "scalars", "stream"),
        }
    ),
    "documents": frozenset(
        {
            *("aggregate", "bulk_write", "count_documents", "delete_many", "delete_one"),
            *("distinct", "estimated_document_count", "find", "find_one", "find_one_and_delete"),
            *("find_one_and_replace", "find_one_and_update", "insert_many", "insert_one"),
            *("replace_one", "update_many", "update_one"),
            # Prisma has a collection for each model, too.
            *("count", "create", "create_many", "delete", "execute_raw", "find_first"),
            *("find_first_or_raise", "find_many", "find_unique", "find_unique_or_raise"),
            *("query_first", "query_raw", "update", "upsert"),
            # So have DynamoDB, Neo4j, TinyDB, and what indexes texts or measures.
            *("all", "batch_get_item", "batch_writer", "bulk", "contains", "delete_item"),
            *("execute_query", "execute_read", "execute_write", "get", "get_item", "index"),
            *("insert", "insert_multiple", "put_item", "query", "remove", "run", "scan"),
            *("search", "update_item", "write", "write_points"),
        }
    ),
    "session": frozenset(
        {
            *("add", "add_all", "commit", "delete", "exec", "execute", "flush", "get", "get_one"),
            *("merge", "query", "refresh", "scalar", "scalars", "stream"),
        }
    ),
    # What is asked for with `session.query(...)`, and sent by whoever wants the rows.
    "query": frozenset(
        {
            *("all", "count", "delete", "first", "get", "one", "one_or_none", "scalar", "update"),
            *("yield_per",),
        }
    ),
    "builder": frozenset(
        {"add", "create", "delete", "execute", "get", "get_all", "set", "stream", "update"}
    ),
}
