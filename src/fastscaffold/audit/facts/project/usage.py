"""Whether anything in the project uses what it defines, and where a project is pointed at."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.places import Place, at_call
from fastscaffold.audit.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Call, Function, Module

_MOCKS = re.compile(r"(?i)(?:^|_)(?:dummy|fake|mock(?:ed)?|stub|tests?)(?:_|$)")


def mentioning(modules: list[Module], *texts: str) -> Iterator[Module]:
    """Modules in which one of some texts stands: far quicker than a walk through all trees."""
    for module in modules:
        if any(text in line for line in module.lines for text in texts):
            yield module


def of_libraries(facts: Facts, *names: str) -> Iterator[Call]:
    """Calls as ``Facts.calls`` finds them, but for those of what the project defines itself."""
    for call in facts.calls(*names):
        if facts.index.definition(facts.index.origin(call)) is None:
            yield call


def is_used(facts: Facts, function: Function | None) -> bool:
    """Whether a function may run: something names it, decorates it, or holds it.

    What only defines or imports a name does not use it.
    """
    while function is not None:
        name = function.name
        if function.owner is not None and (name.startswith("_") or function.owner.node.bases):
            name = function.owner.name
        is_inner = function.parent is not None or function.node.decorator_list
        if not is_inner and not is_named(facts, name):
            return False
        function = function.parent
    return True


def is_named(facts: Facts, name: str) -> bool:
    """Whether production source names something where it neither defines nor imports it."""
    word = re.escape(name)
    used = re.compile(rf"\b{word}\b")
    passed_over = re.compile(
        rf"\s*(?:(?:async\s+)?def\s+{word}\b|class\s+{word}\b|from\s.*\simport\s|import\s|#"
        rf"|[\"']{word}[\"'],?\s*$|{word}(?:\s+as\s+\w+)?,?\s*\)?\s*$)"
    )
    for module in mentioning([*facts.production, *_starters(facts)], name):
        if any(used.search(line) and not passed_over.match(line) for line in module.lines):
            return True
    return False


@lru_cache(maxsize=2)
def loaded_names(facts: Facts) -> frozenset[str]:
    """Every name that production source uses rather than defines or imports."""
    found: set[str] = set()
    for module in facts.production:
        names = walk(module.tree, ast.Name)
        found.update(each.id for each in names if isinstance(each.ctx, ast.Load))
        found.update(each.attr for each in walk(module.tree, ast.Attribute))
    return frozenset(found)


def _starters(facts: Facts) -> list[Module]:
    """Modules beside production source that start it."""
    return [module for module in facts.modules if module.path.endswith(("setup.py", "conf.py"))]


def in_use(facts: Facts, call: Call) -> bool:
    """Whether a call may be reached."""
    return is_used(facts, call.function)


def those_in_use(facts: Facts, calls: Iterable[Call]) -> list[Call]:
    """The calls that may be reached; all, where none is, since what is left there may be meant.

    What is called a mock, and is named in tests only, is meant for these.
    """
    found = list(calls)
    used = [each for each in found if in_use(facts, each)]
    return used or [each for each in found if not _is_for_tests(facts, each)]


def _is_for_tests(facts: Facts, call: Call) -> bool:
    """Whether a call that nothing reaches stands in a function that stands in for another."""
    function = call.function
    if function is None:
        return False
    called = (function.name, call.module.name.rpartition(".")[2])
    return any(map(_MOCKS.search, called)) and any(mentioning(facts.tests, function.name))


def application(facts: Facts) -> Place | None:
    """Where the application is made; the first that has routes and is not mounted in another."""
    alone = [app for app in facts.apps if not app.parents]
    busy = _with_routes(facts)
    chosen = [app for app in alone if id(app) in busy] or alone or facts.apps
    calls = [app.call for app in chosen] or list(facts.calls("fastapi.FastAPI", "*.FastAPI"))
    return min((at_call(call, "the application") for call in calls), default=None)


def _with_routes(facts: Facts) -> set[int]:
    """The identities of all routers that have routes, or include others that do."""
    found: set[int] = set()
    waiting = [route.router for route in facts.routes]
    while waiting:
        router = waiting.pop()
        if router is not None and id(router) not in found:
            found.add(id(router))
            waiting += [each.parent for each in router.parents]
    return found
