"""Migrations of any tool, and what stands in for them."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call, at_definition
from fastscaffold.audit.facts.project.usage import mentioning
from fastscaffold.audit.roles import Role
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Function, Module

_REVISION_FOLDERS = re.compile(r"(^|/)(migrations?|alembic|versions|revisions|changelogs?)(/|$)")
_MIGRATIONS = ("django.db.migrations.Migration", "tortoise.migrations.Migration")
# Files of statements, by the language of the database.
_STATEMENTS = ("*.sql", "*.surql", "*.surrealql", "*.cypher")


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
        defined = module.classes.get("Migration")
        if defined is not None and facts.index.is_a(defined.symbol, *_MIGRATIONS):
            found.append(at_definition(defined, "a migration"))
    steps = facts.calls("yoyo.step", "yoyo.group", role=None)
    found += [at_call(call, "a migration") for call in steps]
    for path in facts.configuration.paths(*_STATEMENTS):
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


def alembic_folder(facts: Facts, path: str) -> str | None:
    """Where Alembic is started for the models of a file; "" for the top, None for nowhere.

    Of several configurations the nearest above the file is its own.
    """
    configured = list(facts.configuration.paths("alembic.ini"))
    table = facts.configuration.tool("alembic")
    configured += [table[1]] if table is not None else []
    folders = [PurePosixPath(each).parent for each in configured]
    above = [each for each in folders if each in PurePosixPath(path).parents]
    if folders:
        found = max(above or folders[:1], key=lambda each: len(each.parts))
        return "" if found == PurePosixPath() else str(found)
    tool = migration_tool(facts)
    by_alembic = bool(revisions(facts)) or (tool is not None and tool.path.endswith("env.py"))
    return "" if by_alembic else None


def creations(facts: Facts) -> list[Place]:
    """Where production source makes all tables by itself."""
    names = ("create_all", "generate_schemas")
    return [
        Place(module.path, node.lineno, f"{node.attr}: tables without migrations")
        for module in mentioning(facts.production, *names)
        for node in walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in names
    ]
