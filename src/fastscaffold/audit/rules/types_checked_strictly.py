"""Types that nobody has to keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.deployment.command_lines import running
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_CHECKERS = (
    r"(?:(?<![\w/.-])|(?<=bin/))(?:mypy|dmypy|pyright|basedpyright|pyrefly|zuban)(?![\w.-])|\bty\s+check\b"
    r"|\bmypy-action\b|pyright-action|mirrors-mypy"
)
_FILES = ("mypy.ini", ".mypy.ini", "setup.cfg", "tox.ini", "pyrightconfig.json", "ty.toml")
_STRICT = re.compile(
    r"^\s*strict\s*=\s*True|\"typeCheckingMode\"\s*:\s*\"(?:strict|all|recommended)\"",
    re.IGNORECASE,
)
_SECTION = re.compile(r"^\[tool\.(mypy|pyright|basedpyright|ty|pyrefly)[\].]|^\[mypy\]")


def check(facts: Facts) -> Iterator[Hit]:
    """Once for a project: where its checker is configured, else at the application."""
    place = application(facts)
    if place is None or not facts.routes:
        return
    strict = _is_strict(facts)
    in_ci = _in_ci(facts)
    if strict and in_ci:
        return
    where = next(iter(facts.configuration.search(_SECTION, "pyproject.toml", *_FILES)), place)
    if strict:
        message = "CI does not check the types."
    elif in_ci:
        message = "The types are checked, but not strictly."
    else:
        message = "Neither is a strict check of types configured, nor does CI run one."
    yield Hit(Place(where.path, where.line), message)


def _is_strict(facts: Facts) -> bool:
    mypy = (facts.configuration.tool("mypy") or ({}, ""))[0]
    if mypy.get("strict") is True or mypy.get("disallow_untyped_defs") is True:
        return True
    for name in ("pyright", "basedpyright"):
        table = facts.configuration.tool(name)
        mode = table[0].get("typeCheckingMode") if table else None
        if mode in {"strict", "all", "recommended"} or (table and name != "pyright" and not mode):
            return True
    if facts.configuration.tool("ty") or facts.configuration.tool("pyrefly"):
        return True
    if facts.configuration.search(_STRICT, *_FILES) or facts.configuration.search(
        r"^\s*disallow_untyped_defs\s*=\s*[Tt]rue", *_FILES
    ):
        return True
    commands = facts.commands
    lines = [*commands.of_ci, *commands.of_tasks]
    return bool(
        running(r"\bmypy\b.*--strict\b|\bty\s+check\b|\bpyrefly\b|\bbasedpyright\b", lines)
    ) or bool(facts.configuration.search(r"--strict\b", ".pre-commit-config.yaml"))


def _in_ci(facts: Facts) -> bool:
    commands = facts.commands
    if running(_CHECKERS, commands.of_ci):
        return True
    # Its service runs the hooks without a word in CI.
    service = facts.configuration.search(r"^ci:", ".pre-commit-config.yaml")
    hooks = facts.configuration.search(_CHECKERS, ".pre-commit-config.yaml")
    return bool(service and hooks)


RULE = Rule(
    id="TYP001",
    name="types-checked-strictly",
    severity=Severity.P1,
    topic="testing",
    seed="Strict types",
    what="A project in which no strict check of types, of mypy, pyright, ty or pyrefly, is"
    " configured, or in which CI runs none.",
    why="FastAPI builds validation and documentation from annotations: one that is wrong is a bug"
    " that no test has to meet.",
    bad={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
""",
        "pyproject.toml": "[tool.mypy]\nignore_missing_imports = true\n",
    },
    good={
        "app/main.py": """from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
async def orders() -> list[str]:
    return []
""",
        "pyproject.toml": "[tool.mypy]\nstrict = true\n",
        ".github/workflows/ci.yml": "jobs:\n  types:\n    steps:\n      - run: mypy app\n",
    },
    fix="Set `strict = true` for mypy, or its kin for another checker, and run it in CI.",
    check=check,
    command="fastscaffold add ci",
)
