"""Whether SQL is never put together from what a request says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.databases.drivers import ROWS
from fastscaffold.audit.facts.places import Place, at_call, at_import
from fastscaffold.audit.verdicts import met, not_applicable, not_met, some, unknown

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.verdicts import Judgement

# Packages that ask databases in SQL, beside the drivers of which cursors are followed.
_DATABASES = ROWS | {
    *("acouchbase", "advanced_alchemy", "aiochclient", "aiosql", "asyncpgsa", "asynch", "chdb"),
    *("couchbase", "databricks.sql", "dataset", "django.db", "edgedb", "encode", "fastcrud"),
    *("fastapi_sqlalchemy", "gel", "gino", "google.cloud.bigquery", "hdbcli", "ibm_db", "ormar"),
    *("peewee", "peewee_async", "pg8000", "piccolo", "pony", "prisma", "pugsql", "pyhive"),
    *("pypika", "records", "redshift_connector", "sqlalchemy", "sqlite_utils", "sqlmodel"),
    *("teradatasql", "tortoise", "trino", "vertica_python"),
}


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
            parts = target.split(".")
            names = {".".join(parts[:end]) for end in (1, 2, 3)} & _DATABASES
            if names:
                library = min(names)
                found.append(replace(at_import(module, library), note=f"uses {library}"))
                break
    return found
