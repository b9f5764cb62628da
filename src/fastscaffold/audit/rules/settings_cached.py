"""Settings that are read from the environment again and again."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from fastscaffold.audit.cures import Cure, Remedy, Rewrite, UncertainError, makes
from fastscaffold.audit.cures.imported import name_for
from fastscaffold.audit.facts.settings.classes import settings_classes
from fastscaffold.audit.facts.walking import returned
from fastscaffold.audit.findings import Severity
from fastscaffold.audit.modules import Class, Function
from fastscaffold.audit.rules.base import Hit, Rule, hit_definition
from fastscaffold.audit.unparsing import unparsed
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

# How tests give settings other values.
_ENVIRONMENT = re.compile(r"\b(?:setenv|delenv|os\.environ|patch\.dict)\b")
_CACHES = frozenset({"alru_cache", "cache", "cached", "cached_property", "lru_cache", "singleton"})


def check(facts: Facts) -> Iterator[Hit]:
    """Functions that make settings at each call, and are called in more places than one."""
    known = {each.symbol for each in settings_classes(facts)}
    for module in facts.production:
        for function in module.functions.values():
            if not _makes(facts, function, known) or _is_cached(facts, function):
                continue
            if not _is_called_once(facts, function):
                message = f"`{function.name}` reads the environment at each call."
                yield hit_definition(function, message)


def _makes(facts: Facts, function: Function, known: set[str]) -> bool:
    """Whether a function does no more than make settings anew."""
    if function.owner is not None or function.parent is not None:
        return False
    values = list(returned(function))
    return bool(values) and all(
        isinstance(each, ast.Call) and facts.index.symbol(each.func, function) in known
        for each in values
    )


def _is_cached(facts: Facts, function: Function) -> bool:
    for decorator in function.node.decorator_list:
        plain = decorator.func if isinstance(decorator, ast.Call) else decorator
        symbol = facts.index.symbol(plain, function.module) or unparsed(plain)
        if symbol.rpartition(".")[2] in _CACHES:
            return True
    for module in facts.production:
        for call in module.calls:
            last = facts.index.called(call.node.func, module).rpartition(".")[2]
            if last in _CACHES and any(
                facts.index.function_of(each, module) is function for each in call.node.args
            ):
                return True
    return False


def _is_called_once(facts: Facts, function: Function) -> bool:
    """Whether all that calls it keeps what it gets: a name of a module."""
    calls = facts.calls_by_origin.get(function.symbol, [])
    for module in facts.production:
        for node in walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and facts.index.called(node.func, module).endswith((".Depends", ".Security"))
                and any(facts.index.function_of(each, module) is function for each in node.args)
            ):
                return False
    return bool(calls) and all(
        call.function is None and not isinstance(call.owner, Class) for call in calls
    )


def cure(facts: Facts, found: Hit) -> Remedy:
    """Cache what takes nothing, unless tests count on settings that change."""
    node = found.node
    if not isinstance(node, ast.FunctionDef):
        raise UncertainError("A coroutine cannot be cached like that.")
    arguments = node.args
    if arguments.posonlyargs or arguments.args or arguments.kwonlyargs:
        raise UncertainError("What it gives depends on its arguments.")
    if arguments.vararg is not None or arguments.kwarg is not None:
        raise UncertainError("What it gives depends on its arguments.")
    if any(_ENVIRONMENT.search(line) for module in facts.tests for line in module.lines):
        raise UncertainError("Tests change the environment, and may want settings read anew.")
    module = facts.modules_by_path[found.place.path]
    name, names = name_for(module, "functools", "lru_cache")
    return Remedy((Rewrite(module.path, node, makes.decorator(name), names),))


_TOP = """from functools import lru_cache

from fastapi import Depends, FastAPI
from pydantic_settings import BaseSettings

app = FastAPI()


class Settings(BaseSettings):
    name: str = "shop"


"""
_ROUTE = """def get_settings() -> Settings:
    return Settings()


@app.get("/")
def read(settings: Settings = Depends(get_settings)) -> str:
    return settings.name
"""

RULE = Rule(
    id="CONF004",
    name="settings-cached",
    severity=Severity.P2,
    topic="configuration",
    seed="Configuration rule 4: cache settings, lru_cache ensures a single parse",
    what="Functions that return new settings at each call and are not cached. One that a module"
    " calls once, to keep what it gives, is left alone.",
    why="Each request reads the environment and the `.env` file again, and two parts of one process"
    " may see different settings.",
    bad={"app/main.py": _TOP + _ROUTE},
    good={"app/main.py": f"{_TOP}@lru_cache\n{_ROUTE}"},
    fix="Put `@lru_cache` on it.",
    check=check,
    cure=Cure(
        "Puts `@lru_cache` on a plain function without parameters, unless tests set variables of"
        " the environment.",
        cure,
    ),
)
