"""Parts of an application that read the environment themselves."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from fastscaffold.audit.facts import Place
from fastscaffold.audit.facts.project.programs import in_main_block
from fastscaffold.audit.facts.project.projects import main_app
from fastscaffold.audit.facts.secrets.raw import CONFIGURATION
from fastscaffold.audit.facts.secrets.words import words
from fastscaffold.audit.facts.settings.classes import settings_classes
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.rules.base import Hit, Rule
from fastscaffold.audit.values import ENVIRONMENT_READERS
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts, Module

_COMMANDS = frozenset({"argparse", "click", "typer"})
# Their own libraries read these, too, and no settings could say them otherwise.
_OF_LIBRARIES = frozenset({"PROMETHEUS_MULTIPROC_DIR", "PYTEST_CURRENT_TEST", "TZ"})
_LIBRARIES = ("decouple", "dynaconf", "environ", "environs", "starlette.config")


def check(facts: Facts) -> Iterator[Hit]:
    """The first place of each module, or of the project where it has no settings."""
    if main_app(facts) is None:
        return
    holders = {each.module.path for each in settings_classes(facts)}
    has_settings = bool(holders) or next(facts.imports(*_LIBRARIES), None) is not None
    for module in facts.production:
        line = _first_read(facts, module)
        if line is None or (has_settings and _is_configuration(module, holders)):
            continue
        if has_settings:
            message = "The environment is read beside the settings."
        else:
            message = "The environment is read without a class of settings."
        yield Hit(Place(module.path, line), message, module.name)
        if not has_settings:
            return


def _is_configuration(module: Module, holders: set[str]) -> bool:
    if module.path in holders:
        return True
    return any(set(words(part)) & CONFIGURATION for part in module.name.split("."))


def _first_read(facts: Facts, module: Module) -> int | None:
    """The line at which a module first reads a variable; what stands under ``__main__`` is none."""
    targets = {*module.imports.values()}
    if not any(each == "os" or each.startswith("os.") for each in targets):
        return None
    if any(each.partition(".")[0] in _COMMANDS for each in targets):
        return None
    lines = [
        node.lineno
        for node in walk(module.tree)
        if isinstance(node, ast.Call | ast.Subscript)
        and not in_main_block(module, node)
        and _reads(facts, module, node)
    ]
    return min(lines, default=None)


def _reads(facts: Facts, module: Module, node: ast.Call | ast.Subscript) -> bool:
    if isinstance(node, ast.Call):
        name = node.args[0] if node.args else None
        is_read = facts.index.symbol(node.func, module) in ENVIRONMENT_READERS
    else:
        name = node.slice
        is_read = isinstance(node.ctx, ast.Load) and (
            facts.index.symbol(node.value, module) == "os.environ"
        )
    return is_read and str(facts.values.fold(name, module)).upper() not in _OF_LIBRARIES


_APP = '\n\n@app.get("/")\ndef read() -> str:\n    return NAME\n'

RULE = Rule(
    id="ARCH006",
    name="configuration-in-settings",
    severity=Severity.P1,
    topic="architecture",
    seed="Architecture rule 6: config via environment, Pydantic Settings",
    what="`os.getenv` and `os.environ` outside of the settings, once a module; without any settings"
    " once. Modules of configuration, commands and scripts are left alone.",
    why="A variable that is read anywhere is listed nowhere, is not checked at startup, and cannot"
    " be set in a test without patching.",
    bad={
        "app/main.py": "import os\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
        'NAME = os.getenv("NAME", "shop")\n' + _APP
    },
    good={
        "app/config.py": "from pydantic_settings import BaseSettings\n\n\n"
        'class Settings(BaseSettings):\n    name: str = "shop"\n\n\nsettings = Settings()\n',
        "app/main.py": "from fastapi import FastAPI\n\nfrom app.config import settings\n\n"
        "app = FastAPI()\nNAME = settings.name\n" + _APP,
    },
    fix="Make it a field of the settings, and read it from there.",
    check=check,
)
