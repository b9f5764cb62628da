"""Whether SQL is never put together from what a request says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.verdicts import met, not_applicable, not_met, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement

_DATABASES = re.compile(
    r"(sqlalchemy|sqlmodel|asyncpg|aiosqlite|sqlite3|psycopg2?|databases|tortoise|peewee|ormar"
    r"|piccolo|pony|pymysql|aiomysql|MySQLdb|duckdb|gino|edgedb|clickhouse_\w+|pypika|encode"
    r"|couchbase|acouchbase|cassandra|aiopg|pyodbc|aioodbc|pymssql|oracledb|cx_Oracle|mariadb)(\.|$)"
)


def judge(facts: Facts) -> Judgement:
    """Met where a database is asked, and nothing from outside becomes SQL.

    Unknown where values are quoted by hand, and it cannot be told where they come from.
    """
    if facts.sql.injections:
        return not_met(*some(each.place for each in facts.sql.injections))
    if facts.sql.doubts:
        return unknown(*some(facts.sql.doubts))
    texts = [at_call(call, "constant SQL") for call in facts.sql.texts]
    used = list(_used(facts))
    if not texts and not used:
        return not_applicable()
    return met(*some(texts or used))


def _used(facts: Facts) -> list[Place]:
    found: list[Place] = []
    for module in facts.production:
        for target in (*module.imports.values(), *module.stars):
            if _DATABASES.match(target):
                found.append(Place(module.path, 1, f"uses {target.partition('.')[0]}"))
                break
    return found
