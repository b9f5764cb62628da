"""Functions that are called from a terminal: by ``[project.scripts]``, or commands of Typer."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.command_lines import PARTS
from fastscaffold.audit.facts.deployment.long_running import runs_forever
from fastscaffold.audit.facts.deployment.started import RUNNERS
from fastscaffold.audit.facts.project.programs import is_command
from fastscaffold.audit.facts.settings.documents import as_table
from fastscaffold.audit.modules import Function
from fastscaffold.audit.nodes import constant_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts import Facts

# What stands before a command: a key of a table of processes, or what runs others.
_BEFORE = (
    r"\b(?:args|cmd|command|entrypoint|ExecStart|process|start\w*|web|\w*worker\w*)\s*[:=]"
    r"|\s--\s|\b(?:exec|run)(?:\s+-\S+)*\s"
)
# What a Procfile runs once is none that serves.
_PROCESS = re.compile(r"(?!release\b)[\w-]+\s*:")
_TABLES = (
    ("project", "scripts"),
    ("project", "gui-scripts"),
    ("tool", "poetry", "scripts"),
    ("tool", "flit", "scripts"),
)
_POINT = re.compile(r"\s*([\w.-]+)\s*=\s*([A-Za-z_][\w.]*:\w+)\s*(?:\[.*\])?")
_OF_SETUPTOOLS = re.compile(r"(?ms)^\s*\[?console_scripts\]?\s*=?\s*$(.*?)(?=^\S|\Z)")


def is_of_console_script(facts: Facts, function: Function | None) -> bool:
    """Whether a function is one of those, lies in one, or is called by nothing else."""
    return function in _of_console_scripts(facts)


@lru_cache(maxsize=2)
def _of_console_scripts(facts: Facts) -> frozenset[Function]:
    waiting = list(_console_scripts(facts))
    reached = facts.callers.reached(waiting, None)
    calls = {each: facts.callers.of(each) for each in reached}
    # How many calls of each function are not known to be made by such ones.
    others = {each: len(calls[each]) for each in reached}
    called: dict[Function | None, list[Function]] = defaultdict(list)
    inner: dict[Function | None, list[Function]] = defaultdict(list)
    for each in reached:
        inner[each.parent].append(each)
        for call in calls[each]:
            called[call.function].append(each)
    found: set[Function] = set()
    while waiting:
        function = waiting.pop()
        if function in found:
            continue
        found.add(function)
        waiting += inner[function]
        for each in called[function]:
            others[each] -= 1
            if not others[each]:
                waiting.append(each)
    return frozenset(found)


def _console_scripts(facts: Facts) -> frozenset[Function]:
    """Functions that people run by a name, but for those that start a server or are one."""
    named = {
        function
        for name, point in chain(_of_pyprojects(facts), _of_setuptools(facts))
        if (function := _function(facts, point)) is not None and not _is_service(facts, name)
    }
    named |= _of_libraries(facts)
    if not named:
        return frozenset()
    running = {call.function for call in facts.calls(*RUNNERS)}
    return frozenset(each for each in named if running.isdisjoint(facts.callers.reached([each])))


def _of_libraries(facts: Facts) -> set[Function]:
    """Commands as Typer and Click make them, but for those that run until they are stopped."""
    return {
        function
        for module in facts.production
        for function in module.functions.values()
        if is_command(function)
        if not any(runs_forever(each) for each in facts.callers.reached([function]))
    }


def _is_service(facts: Facts, name: str) -> bool:
    """Whether an image, a compose file or a Procfile starts a script by its name."""
    command = rf"(?:\S*/)?{re.escape(name)}(?=\s|$)"
    started = re.compile(rf"(?:^|{_BEFORE})\s*{command}")
    of_ci = set(facts.configuration.ci_paths)
    processes = set(facts.configuration.paths("Procfile*"))
    return any(
        started.search(part)
        for line in facts.commands.of_deployment
        if line.path not in of_ci
        for part in PARTS.split(
            _PROCESS.sub("", line.text, count=1) if line.path in processes else line.text
        )
    )


def _of_pyprojects(facts: Facts) -> Iterator[tuple[str, str]]:
    """The name and the entry point of each script."""
    for document in facts.configuration.pyprojects.values():
        for names in _TABLES:
            table: object = document
            for name in names:
                table = as_table(table).get(name)
            for script, given in as_table(table).items():
                # Poetry has a longer form: `{ callable = "shop:main", extras = [] }`.
                point = as_table(given).get("callable", given)
                if isinstance(point, str):
                    yield script, point


def _of_setuptools(facts: Facts) -> Iterator[tuple[str, str]]:
    for path in facts.configuration.paths("setup.cfg"):
        for section in _OF_SETUPTOOLS.finditer(facts.configuration.texts[path]):
            for line in section[1].splitlines():
                if point := _POINT.fullmatch(line):
                    yield point[1], point[2]
    for module in facts.modules:
        if module.name.rpartition(".")[2] == "setup":
            for text in constant_texts(module.tree):
                if point := _POINT.fullmatch(text):
                    yield point[1], point[2]


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
