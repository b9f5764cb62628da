"""Logs that only people can read."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.logs import configuration, structured, undecided
from fastscaffold.audit.facts.usage import application
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule, hit_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Module

_COMMANDS = ("argparse", "click", "cyclopts", "fire", "rich", "typer")
_COMMAND_FILES = re.compile(
    r"(?i)^(__main__|.*cli.*|manage|.*commands?|.*scripts?|seed.*|.*_seed)\.py$"
)
_MAIN = re.compile(r"""^if __name__ == ["']__main__["']""")


def check(facts: Facts) -> Iterator[Hit]:
    """Once for the project where its logs are text, and once for each module that prints."""
    place = application(facts)
    if place is None:
        return
    if not structured(facts) and undecided(facts) is None:
        where = configuration(facts) or place
        yield Hit(Place(where.path, where.line), "Logs are not written as keys and values.")
    told: set[str] = set()
    calls = sorted(facts.calls("print"), key=lambda call: (call.module.path, call.node.lineno))
    for call in calls:
        if call.module.path not in told and not _is_command(call.module):
            told.add(call.module.path)
            yield hit_call(call, "This is printed instead of logged.")


def _is_command(module: Module) -> bool:
    """Whether a module is run by people, who read what it prints."""
    imported = {target.partition(".")[0] for target in module.imports.values()}
    path = PurePosixPath(module.path)
    return (
        bool(imported & set(_COMMANDS))
        or _COMMAND_FILES.match(path.name) is not None
        or bool({"cli", "commands", "management"} & set(path.parts))
        or any(_MAIN.match(line) for line in module.lines)
    )


RULE = Rule(
    id="OBS001",
    name="logs-structured",
    severity=Severity.P1,
    topic="observability",
    seed="Structured logging, no print",
    what="An application whose logging is configured by none of structlog, python-json-logger,"
    " loguru with `serialize=True`, logfire and formatters of JSON; and `print` in modules that"
    " no one runs by hand.",
    why="What is to be searched by user, request or status has to be a field, and what is printed"
    " has neither a level nor a time.",
    bad={
        "app/main.py": """import logging

from fastapi import FastAPI

logging.basicConfig(format="%(asctime)s %(message)s")
app = FastAPI()
"""
    },
    good={
        "app/main.py": """import structlog
from fastapi import FastAPI

structlog.configure(processors=[structlog.processors.JSONRenderer()])
app = FastAPI()
"""
    },
    fix="Configure structlog or a formatter of JSON at startup, and log instead of printing.",
    check=check,
)
