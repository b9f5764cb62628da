"""Logs that only people can read."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.deployment.long_running import keeps_running
from fastscaffold.audit.facts.deployment.started import starters
from fastscaffold.audit.facts.logs.configuration import configuration, undecided
from fastscaffold.audit.facts.logs.logs import structured
from fastscaffold.audit.facts.logs.uses import first_use
from fastscaffold.audit.facts.project.console_scripts import is_of_console_script
from fastscaffold.audit.facts.project.islands import is_apart
from fastscaffold.audit.facts.project.loaded import is_left_out
from fastscaffold.audit.facts.project.programs import in_main_block, is_run
from fastscaffold.audit.facts.project.served import is_imported
from fastscaffold.audit.facts.project.usage import application
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import last_called
from fastscaffold.audit.rules.base import Hit, Rule, hit_call
from fastscaffold.audit.unparsing import unparsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Call, Facts, Module

_COMMANDS = frozenset({"argparse", "click", "cyclopts", "fire", "rich", "typer"})
# Handlers and formatters of logs, which servers have.
_OF_LOGS = re.compile(r"rich\.(?:logging|traceback)\b")
_COMMAND_FILES = re.compile(r"(?i)^(__main__|(.*[_-])?cli([_-].*)?|manage)\.py$")
# Names that commands and modules of applications share.
_MAYBE_COMMAND_FILES = re.compile(r"(?i)^(.*commands?|.*scripts?|seed.*|.*_seed)\.py$")
# What a server loads without an import.
_OF_SERVERS = re.compile(r"(?i)^(?:gunicorn|hypercorn|uvicorn)\w*\.py$")
_PRINTS = ("print", "pprint.pprint", "pprint.pp")


def check(facts: Facts) -> Iterator[Hit]:
    """Once for the project where its logs are text, and once for each call that prints."""
    place = application(facts)
    if place is None:
        return
    if not structured(facts) and undecided(facts) is None:
        where = configuration(facts) or first_use(facts) or place
        yield Hit(Place(where.path, where.line), "Logs are not written as keys and values.")
    printing: dict[Module, list[Call]] = defaultdict(list)
    for call in facts.calls(*_PRINTS):
        printing[call.module].append(call)
    serving = {app.call.module for app in facts.apps} | {each.module for each in facts.routes}
    loaded = _loaded(facts, serving) if printing else serving
    for module, calls in sorted(printing.items(), key=lambda item: item[0].path):
        if _is_command(module, serving, loaded, starters(facts)):
            continue
        if module not in serving and _is_program(facts, module, calls):
            continue
        if is_apart(facts, module):
            continue
        for call in sorted(calls, key=lambda each: each.node.lineno):
            if not _is_kept(call) and not _is_for_people(facts, call):
                yield hit_call(call, "This is printed instead of logged.")


def _is_for_people(facts: Facts, call: Call) -> bool:
    """Whether only those who run a module or a script of the project by hand go there."""
    if in_main_block(call.module, call.node):
        return True
    return is_of_console_script(facts, call.function)


def _is_program(facts: Facts, module: Module, printing: list[Call]) -> bool:
    """Whether a module does nothing but print, or runs as it is loaded, for whoever runs it.

    What only defines things may be meant for whoever imports it.
    """
    if not (module.functions or module.classes):
        is_of_server = _OF_SERVERS.match(PurePosixPath(module.path).name) is not None
        return not is_of_server and not is_imported(facts.production, module)
    if all(call.function is not None for call in printing) or not is_left_out(facts, module):
        return False
    run = {facts.callers.target(call) for call in module.calls if call.function is None}
    return not run.isdisjoint(module.functions.values())


def _is_kept(call: Call) -> bool:
    """Whether what is printed goes to a file of the caller's."""
    given = call.argument("file")
    return given is not None and not unparsed(given).startswith("sys.std")


def _loaded(facts: Facts, serving: set[Module]) -> set[Module]:
    """The modules that are imported by what serves, or by another that no one runs by hand."""
    servers = starters(facts)
    starts = [each for each in facts.production if not _is_command(each, serving, set(), servers)]
    return facts.index.loaded_by([*serving, *starts])


def _is_command(
    module: Module,
    serving: set[Module],
    loaded: set[Module],
    starters: frozenset[Module],
) -> bool:
    """Whether a module is run by people, who read what it prints.

    What serves is imported by the server as well, whoever may run it by hand.
    """
    if module in serving:
        return False
    targets = [each for each in module.imports.values() if not _OF_LOGS.match(each)]
    path = PurePosixPath(module.path)
    commands = {each.partition(".")[0] for each in targets} & _COMMANDS
    if commands == {"argparse"} and module in loaded:
        # Options that somebody else has parsed may well be what it is set up with.
        commands = {each for each in commands if _parses(module)}
    return (
        bool(commands)
        or _COMMAND_FILES.match(path.name) is not None
        or bool({"cli", "management"} & set(path.parts))
        or (
            module not in loaded
            and module not in starters
            and _is_run_by_hand(module, path)
            and not keeps_running(module)
        )
    )


def _parses(module: Module) -> bool:
    return any(last_called(call.node) == "ArgumentParser" for call in module.calls)


def _is_run_by_hand(module: Module, path: PurePosixPath) -> bool:
    return (
        _MAYBE_COMMAND_FILES.match(path.name) is not None
        or "commands" in path.parts
        or is_run(module)
    )


RULE = Rule(
    id="OBS001",
    name="logs-structured",
    severity=Severity.P1,
    topic="observability",
    seed="Structured logging, no print",
    what="An application whose logging is configured by none of structlog, python-json-logger,"
    " loguru with `serialize=True`, logfire and formatters of JSON; and each `print` in what"
    " no one runs by hand, and in folders that are linked with what is served; functions that"
    " only an entry point for a terminal runs, as of `[project.scripts]`, or a command of Typer"
    " or Click, are left alone.",
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
