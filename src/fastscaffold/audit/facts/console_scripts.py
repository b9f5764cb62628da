"""Functions that an installed project is called by from a terminal: ``[project.scripts]``."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.documents import as_table
from fastscaffold.audit.facts.started import RUNNERS
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import constant_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

_MAX_STEPS = 4
_TABLES = (
    ("project", "scripts"),
    ("project", "gui-scripts"),
    ("tool", "poetry", "scripts"),
    ("tool", "flit", "scripts"),
)
_POINT = re.compile(r"\s*[\w.-]+\s*=\s*([A-Za-z_][\w.]*:\w+)\s*(?:\[.*\])?")
_OF_SETUPTOOLS = re.compile(r"(?ms)^\s*\[?console_scripts\]?\s*=?\s*$(.*?)(?=^\S|\Z)")


@lru_cache(maxsize=2)
def console_scripts(facts: Facts) -> frozenset[Function]:
    """Functions that people run by a name, but for those that start a server."""
    named = {
        function
        for point in chain(_of_pyprojects(facts), _of_setuptools(facts))
        if (function := _function(facts, point)) is not None
    }
    if not named:
        return frozenset()
    running = {call.function for call in facts.calls(*RUNNERS)}
    return frozenset(each for each in named if running.isdisjoint(facts.callers.reached([each])))


def is_of_console_script(facts: Facts, function: Function | None, steps: int = _MAX_STEPS) -> bool:
    """Whether a function is one of those, lies in one, or is called by nothing else."""
    if function is None or not console_scripts(facts):
        return False
    if function in console_scripts(facts):
        return True
    if steps == 0:
        return False
    if is_of_console_script(facts, function.parent, steps - 1):
        return True
    called = facts.callers.of(function)
    return bool(called) and all(
        is_of_console_script(facts, each.function, steps - 1) for each in called
    )


def _of_pyprojects(facts: Facts) -> Iterator[str]:
    for document in facts.configuration.pyprojects.values():
        for names in _TABLES:
            table: object = document
            for name in names:
                table = as_table(table).get(name)
            for given in as_table(table).values():
                # Poetry has a longer form: `{ callable = "shop:main", extras = [] }`.
                point = as_table(given).get("callable", given)
                if isinstance(point, str):
                    yield point


def _of_setuptools(facts: Facts) -> Iterator[str]:
    for path in facts.configuration.paths("setup.cfg"):
        for section in _OF_SETUPTOOLS.finditer(facts.configuration.texts[path]):
            for line in section[1].splitlines():
                if point := _POINT.fullmatch(line):
                    yield point[1]
    for module in facts.modules:
        if module.name.rpartition(".")[2] == "setup":
            for text in constant_texts(module.tree):
                if point := _POINT.fullmatch(text):
                    yield point[1]


def _function(facts: Facts, point: str) -> Function | None:
    """The function that an entry point names; source may begin in a folder such as ``src``."""
    name = point.partition("[")[0].strip().replace(":", ".")
    outer, _, last = name.rpartition(".")
    for module in facts.modules:
        if f".{module.name}".endswith(f".{outer}"):
            found = facts.index.definition(facts.index.named(last, module))
            if isinstance(found, Function):
                return found
    return None
