"""Names of addresses of databases, which may hold the credentials, too."""

from __future__ import annotations

from fastscaffold.audit.facts.secrets.names import ADDRESSES, DATABASES
from fastscaffold.audit.facts.secrets.words import words

# Which of several addresses of one database it is: what connects, and to what end.
_USES = frozenset(
    {
        *("admin", "aiomysql", "aiosqlite", "alembic", "async", "asyncpg", "default", "dev"),
        *("driver", "external", "internal", "local", "main", "migration", "migrations"),
        *("primary", "prod", "production", "psycopg", "pymysql", "read", "readonly", "replica"),
        *("ro", "rw", "sync", "write"),
    }
)
# How drivers, and the services of a cloud, call an address that holds the credentials, too.
_STRINGS = (["conn", "str"], ["connection", "str"], ["connection", "string"], ["conn", "string"])
_CONNECTED = DATABASES | {
    *("amqp", "blob", "broker", "bus", "cache", "cosmos", "eventhub", "pg", "rabbitmq", "redis"),
    *("servicebus", "sql", "storage"),
}
_ADDRESSED = DATABASES | {"sql"}


def is_address_name(name: str) -> bool:
    """Whether a name stands for the address of a database."""
    parts = words(name)
    # What it is for may stand last, too, as in DATABASE_URL_ASYNC.
    while parts and parts[-1] in _USES:
        parts.pop()
    if parts[-1:] in (["connstr"], ["connectionstring"]):
        parts[-1:] = ["connection", "string"]
    if parts[-2:] in _STRINGS:
        # Without another word it is the one of the database.
        return any(each.endswith(tuple(_CONNECTED)) for each in parts[:-2]) or len(parts) == 2  # noqa: PLR2004
    if parts[:-1] in (["conn"], ["connection"]) and parts[-1] in ADDRESSES:
        return True
    return bool(parts) and parts[-1] in ADDRESSES and bool(set(parts[:-1]) & _ADDRESSED)
