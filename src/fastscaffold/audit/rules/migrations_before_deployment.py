"""Deployments that leave the schema as it was."""

from __future__ import annotations

import ast
import re
from functools import partial
from itertools import takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place, Role
from fastscaffold.audit.facts.databases.migrations import migrations
from fastscaffold.audit.facts.deployment.command_lines import running
from fastscaffold.audit.facts.deployment.commands import DEPLOYMENT
from fastscaffold.audit.facts.deployment.images import application_images
from fastscaffold.audit.facts.project.usage import mentioning
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.facts.deployment.dockerfiles import Dockerfile
    from fastscaffold.audit.modules import Call

_UPGRADES = (
    r"\balembic\b.*\bupgrade\b|\baerich\b.*\bupgrade\b|\byoyo\b.*\bapply\b|\bdbmate\b.*\b(?:up|migrate)\b"
    r"|\b(?:flyway|liquibase|goose|atlas|sqlx|piccolo|supabase|refinery|pgroll)\b"
    r"|\bprisma\s+(?:migrate|db)\b"
    # Whatever else a project calls its migrations.
    r"|(?:\b(?:python3?|uv|poetry|pdm|bash|sh|make|task|just|exec|fastapi|typer|flask|migrate)\b|\./)"
    r".*migrat|\bmigrate\b.*\bup\b|^\s*[\w-]*migrat[\w-]*:\s*$|\bdb[ -:]upgrade\b|\bupgrade[-_]db\b"
)
# What looks at migrations, up to the next command, moves no schema.
_CHECKERS = re.compile(
    r"\b(?:pytest|coverage|ruff|black|isort|flake8|mypy|pylint|pyright|bandit)\b[^&;|]*"
)
_UPGRADERS = ("alembic.command.upgrade", "*.apply_migrations", "*.run_migrations", "aerich.Command")
# Machines of developers are described, too.
_NOT_SHIPPED = re.compile(
    r"(?i)(?:^|[./_-])(?:devel(?:op(?:ment)?)?|dev|local|vagrant|tests?)[./_-]"
)
# An image beside the application, in a folder of images or of another program.
_FAR = 99
_COMMAND_LINES = ("alembic.config.main", "alembic.config.CommandLine")


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project that has migrations, and is deployed from here.

    A tool without a revision has nothing to run yet.
    """
    if not facts.stores.needs_migrations or not migrations(facts):
        return
    place = _deployed(facts)
    if place is None or _in_code(facts):
        return
    ran = running(_UPGRADES, facts.commands.of_deployment)
    if all(each.path.endswith(".py") for each in migrations(facts)):
        # What Prisma moves is the schema of another service.
        ran = [each for each in ran if "prisma" not in each.note]
    if not any(_is_run(facts, each) for each in ran):
        yield Hit(place, "Nothing runs the migrations before this starts the application.")


def _is_run(facts: Facts, place: Place) -> bool:
    """Whether a line does what it says: copying and checking run nothing, nor does a name."""
    lines = facts.text(place.path).splitlines()
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if re.match(r"\s*(?:COPY|ADD)\b", line):
        return False
    if _CHECKERS.search(line) and not re.search(_UPGRADES, _CHECKERS.sub("", line)):
        return False
    if re.match(r"\s*[\w-]*migrat[\w-]*:\s*$", line) is None:
        return True
    indent = len(line) - len(line.lstrip())
    block = takewhile(
        lambda each: not each.strip() or len(each) - len(each.lstrip()) > indent,
        lines[place.line :],
    )
    commands = [each for each in block if re.match(r"\s*(?:command|entrypoint):", each)]
    if commands:
        return any(re.search(r"upgrade|apply|migrat|\bup\b", each) for each in commands)
    # Under `depends_on` it is waited for, and not run.
    return _parent(lines, place.line - 1) != "depends_on:"


def _parent(lines: list[str], number: int) -> str:
    """The line that one is indented below."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    for line in reversed(lines[:number]):
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            return line.strip()
    return ""


def _deployed(facts: Facts) -> Place | None:
    """Where the application is started in production."""
    for image in sorted(application_images(facts), key=partial(_distance, facts)):
        for each in reversed(image.shipped[-1]):
            if each.name in {"CMD", "ENTRYPOINT"}:
                return Place(image.path, each.line)
        return Place(image.path, image.shipped[-1][0].line)
    for path in facts.configuration.paths(*DEPLOYMENT):
        if _NOT_SHIPPED.search(path) and path.endswith((".service", ".sh")):
            continue
        starts = facts.configuration.search(r"\b(?:uvicorn|gunicorn|hypercorn|granian)\b", path)
        if starts:
            return Place(path, starts[0].line)
    return None


def _distance(facts: Facts, image: Dockerfile) -> int:
    """How far an image lies from what holds the application: others may be of its clients."""
    folder = PurePosixPath(image.path).parent
    paths = [PurePosixPath(app.call.module.path) for app in facts.apps]
    depths = [len(path.parents) - len(folder.parts) for path in paths if folder in path.parents]
    return min(depths, default=_FAR)


def _in_code(facts: Facts) -> bool:
    """Whether Python runs them, at startup or as a command."""
    lines = [each for each in facts.calls(*_COMMAND_LINES, role=None) if _says_upgrade(each)]
    for call in (*facts.calls(*_UPGRADERS, role=None), *lines):
        is_beside = call.module.role is Role.TEST or "bench" in call.module.path
        if not is_beside and not call.module.path.endswith("env.py"):
            return True
    return any(
        isinstance(node, ast.List | ast.Tuple) and _is_command(node)
        for module in mentioning(facts.modules, "alembic")
        if module.role is not Role.TEST
        for node in walk(module.tree)
    )


def _says_upgrade(call: Call) -> bool:
    """Whether a command line is given to Alembic that upgrades: here, or as a name of here."""
    scope = call.function.node if call.function is not None else call.node
    return any(isinstance(node, ast.Constant) and node.value == "upgrade" for node in walk(scope))


def _is_command(node: ast.List | ast.Tuple) -> bool:
    words = {each.value for each in node.elts if isinstance(each, ast.Constant)}
    return {"alembic", "upgrade"} <= words


RULE = Rule(
    id="OPS003",
    name="migrations-before-deployment",
    severity=Severity.P0,
    topic="operations",
    seed="Migrations run before deploy",
    what="A project with migrations and an image, or another description of how it is started,"
    " in which nothing runs them: no entry point, compose service, manifest, release command,"
    " CI job or startup code, scripts that those call included.",
    why="New code meets the old schema, and every request that needs the new one fails until"
    " somebody remembers.",
    bad={
        "Dockerfile": """FROM python:3.12-slim
COPY . .
RUN pip install .
CMD ["uvicorn", "app.main:app"]
""",
        "app/database.py": """from sqlalchemy import create_engine

engine = create_engine("postgresql://localhost/shop")
""",
        "migrations/versions/0001_orders.py": """from alembic import op

revision = "0001"


def upgrade() -> None:
    op.create_table("orders")
""",
    },
    good={
        "Dockerfile": """FROM python:3.12-slim
COPY . .
RUN pip install .
ENTRYPOINT ["./scripts/start.sh"]
""",
        "scripts/start.sh": """alembic upgrade head
exec uvicorn app.main:app
""",
        "app/database.py": """from sqlalchemy import create_engine

engine = create_engine("postgresql://localhost/shop")
""",
        "migrations/versions/0001_orders.py": """from alembic import op

revision = "0001"


def upgrade() -> None:
    op.create_table("orders")
""",
    },
    fix="Run `alembic upgrade head` as a step of its own before the new version starts.",
    check=check,
)
