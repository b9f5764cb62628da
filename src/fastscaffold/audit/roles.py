"""What each Python file of a project is for, by the names of its folders and its own."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePosixPath

from fastscaffold.audit.feature_folders import is_feature, is_set_aside

_TEST_FILE = re.compile(r"^(test_.*|.*_test|tests|conftest)\.py$")
_TEST_FOLDERS = frozenset({"test", "testing", "e2e", "integration_tests", "unit_tests"})
# Their number, or the database that they run against, is written without a hyphen, too.
_TESTS = re.compile(
    r"tests([_-].*|\d+|db|mysql|pg|postgres(ql)?|sqlite)?|testsuites?([_-].*)?"
    # What kind they are; tests of blood or of skills are what an application is about.
    r"|(acceptance|api|e2e|functional|legacy|live|manual|more|new|old|regression|smoke|system)"
    r"[_-]tests"
    # What they are made with; cases and data may be what an application is about.
    r"|test(ing)?[_-]?(fixtures?|helpers?|infra(structure)?|mocks?|support|utils?|utilities)"
)
_MIGRATION_FOLDERS = frozenset({"alembic", "migrations", "migration", "versions"})
_MIGRATION_ENDINGS = ("_migrations", "-migrations")
_SCRIPT_ENDINGS = ("_scripts", "-scripts")
_SCRIPT_FOLDERS = frozenset(
    {"benchmarks", "bin", "dev", "docs", "docs_src", "example", "examples", "script", "scripts"}
    # Programs that put load on what is served.
    | {"load-tests", "load_test", "load_testing", "load_tests", "loadtest", "loadtests", "locust"}
)
_SCRIPT_FILES = frozenset(
    {"dodo.py", "fabfile.py", "gunicorn.conf.py", "hatch_build.py", "locustfile.py", "noxfile.py"}
)
# Below the root these names are those of ordinary modules and packages.
_ROOT_SCRIPTS = frozenset({"setup.py", "tasks.py"})
# Those of evaluations put questions to models, or to what is served, and judge the answers.
_ROOT_SCRIPT_FOLDERS = frozenset({"eval", "evals", "hack", "notebooks", "tools"})


class Role(Enum):
    """What a Python file is for: most rules are about production source only."""

    PRODUCTION = "production"
    TEST = "test"
    MIGRATION = "migration"
    SCRIPT = "script"


def role_of(path: str) -> Role:
    """What a Python file is for."""
    pure = PurePosixPath(path)
    folders = {part.lower() for part in pure.parts[:-1]}
    if any(map(_is_for_tests, folders)) or _TEST_FILE.match(pure.name):
        return Role.TEST
    if any(map(_is_for_migrations, folders)):
        return Role.MIGRATION
    scripts = {each for each in folders if _is_for_scripts(each)}
    if scripts == {"docs"} and is_feature(pure, "docs"):
        return Role.PRODUCTION
    if scripts or pure.name in _SCRIPT_FILES or path in _ROOT_SCRIPTS:
        return Role.SCRIPT
    if len(pure.parts) > 1 and pure.parts[0] in _ROOT_SCRIPT_FOLDERS:
        return Role.SCRIPT
    if is_set_aside(pure):
        return Role.SCRIPT
    # Those of CI, editors and hooks: packages have no such names.
    if any(part.startswith(".") and part != ".." for part in folders):
        return Role.SCRIPT
    # Nothing can import ``main.old.py`` by its name: it is a copy, or a page of notes.
    if {".", ":"} & set(pure.stem):
        return Role.SCRIPT
    return Role.PRODUCTION


def _is_for_tests(folder: str) -> bool:
    """Whether a folder is one of tests, as ``tests_postgres`` is, too."""
    return folder in _TEST_FOLDERS or _TESTS.fullmatch(folder) is not None


def _is_for_migrations(folder: str) -> bool:
    """Whether a folder is one of migrations, as ``alembic_migrations`` is, too."""
    return folder in _MIGRATION_FOLDERS or folder.endswith(_MIGRATION_ENDINGS)


def _is_for_scripts(folder: str) -> bool:
    """Whether a folder is one of scripts, as ``startup_scripts`` is, too."""
    return folder in _SCRIPT_FOLDERS or folder.endswith(_SCRIPT_ENDINGS)
