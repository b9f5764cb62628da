"""Which applications the shipped commands start, where each of them tells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.command_lines import PARTS
from fastscaffold.audit.nodes import constant_texts
from fastscaffold.audit.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fastscaffold.audit.facts import Facts
    from fastscaffold.audit.modules import Module

_NAMES = r"(?:uvicorn|gunicorn|hypercorn|granian|daphne|fastapi\s+(?:run|dev))"
_SERVERS = re.compile(rf"\b{_NAMES}\b")
# A server with what it is given, or alone where its configuration says the rest.
_COMMAND = re.compile(
    rf"(?:^|[\s=]|bin/){_NAMES}\s+\S"
    rf"|(?:^|(?:command:|entrypoint:|exec|run|-m|web:)\s+|bin/){_NAMES}\s*$"
)
# What only speaks of a server, or makes it ready.
_SPEAKS = re.compile(
    r"(?i)\b(install|apt-get|apk|echo|printf|p?kill|pgrep|systemctl|description|chown|mkdir)\b"
    r"|\b(uv|poetry|pdm|rye)\s+(add|sync|lock)\b|--(version|help)\b"
)
_APPLICATION = re.compile(r"(?<![\w.:/])([A-Za-z_][\w.]*):[A-Za-z_]\w*")
_PROGRAM = re.compile(
    r"\bpython[\d.]*\s+(?:-[^\Wm]\s+)*(?:-m\s+(?P<name>[\w.]+)|(?P<path>\S+\.py)\b)"
)
_FILE = re.compile(r"\bfastapi\s+(?:run|dev)\s+(?:\S+\s+)*?(?P<path>\S+\.py)\b")
_VARIABLE = re.compile(r"\bpython[\d.]*\s+(?:-[a-zA-Z]\s+)*[\"']?\$")
_SCRIPT = re.compile(r"""(?m)^\s*["']?([\w.-]+)["']?\s*=\s*["']?([A-Za-z_][\w.]*):\w+""")
_SHIPPED = frozenset({Role.PRODUCTION, Role.SCRIPT})
RUNNERS = (
    *("uvicorn.run", "uvicorn.Config", "uvicorn.config.Config", "hypercorn.asyncio.serve"),
    *("hypercorn.trio.serve", "granian.Granian", "granian.server.Granian"),
)


@lru_cache(maxsize=2)
def starters(facts: Facts) -> frozenset[Module]:
    """Modules of production source that run a server by themselves, as `uvicorn.run(app)` does."""
    return frozenset(call.module for call in facts.calls(*RUNNERS))


@lru_cache(maxsize=2)
def started(facts: Facts) -> frozenset[Module]:
    """What the commands load that are shipped to serve an application.

    None where no command of a server names one, or where one starts what is not known: any other
    application may be it.
    """
    made = {app.call.module for app in facts.apps}
    named: set[Module] = set()
    run: set[Module] = set()
    of_ci = set(facts.configuration.ci_paths)
    for line in facts.commands.of_deployment:
        folder = line.path.rpartition("/")[0]
        for part in PARTS.split(line.text):
            found = set(_named(made, part, folder))
            named |= found
            if line.path in of_ci:
                continue
            if not found and _is_unknown(part):
                return frozenset()
            for program in _programs(facts, part, folder):
                served = _served(facts, made, program)
                if served is not None and not served:
                    return frozenset()
                run |= served or set()
    return frozenset(facts.index.loaded_by(named | run)) if named else frozenset()


def _named(made: set[Module], part: str, folder: str) -> Iterator[Module]:
    """The modules whose application a server is told to serve."""
    if _SERVERS.search(part):
        for found in _APPLICATION.finditer(part):
            yield from _called(made, found[1], folder)
        for found in _FILE.finditer(part):
            yield from _at(made, found["path"], folder)


def _is_unknown(part: str) -> bool:
    """Whether a command starts an application that it does not name, or that nothing makes."""
    if _SPEAKS.search(part):
        return False
    return bool(_COMMAND.search(part.strip()) or _VARIABLE.search(part))


def _programs(facts: Facts, part: str, folder: str) -> Iterator[Module]:
    """The modules that a command runs as programs, by their names, paths or entry points."""
    modules = {each for each in facts.modules if each.role in _SHIPPED}
    for found in _PROGRAM.finditer(part):
        if found["path"]:
            yield from _at(modules, found["path"], folder)
        else:
            main = _called(modules, f"{found['name']}.__main__", folder)
            yield from main or _called(modules, found["name"], folder)
    said = set(part.split())
    for text in _entry_points(facts):
        for script, name in _SCRIPT.findall(text):
            if script in said:
                yield from _called(modules, name, folder)


def _entry_points(facts: Facts) -> Iterator[str]:
    for path in facts.configuration.paths("pyproject.toml", "setup.cfg"):
        yield facts.configuration.texts[path]


def _served(facts: Facts, made: set[Module], program: Module) -> set[Module] | None:
    """The modules whose application a program serves; None where it runs no server."""
    loaded = facts.index.loaded_by([program])
    calls = [each for each in facts.calls(*RUNNERS, role=None) if each.module in loaded]
    if not calls:
        return None
    folder = program.path.rpartition("/")[0]
    texts = [text for call in calls for text in constant_texts(call.node)]
    named = [
        _called(made, found[1], folder) for each in texts for found in _APPLICATION.finditer(each)
    ]
    return (loaded & made).union(*named)


def _called(modules: Iterable[Module], name: str, folder: str) -> set[Module]:
    """The modules of a name: of several those beside the command, then the one at the root."""
    found = {
        each
        for each in modules
        if any(f".{known}".endswith(f".{name}") for known in (each.name, _dotted(each.path)))
    }
    beside = {each for each in found if folder and each.path.startswith(f"{folder}/")}
    return beside or {each for each in found if each.name == name} or found


def _at(modules: Iterable[Module], path: str, folder: str) -> set[Module]:
    """The modules of a path, which in an image may begin with a folder of its own."""
    parts = _dotted(path.strip("\"'./")).split(".")
    for start in range(len(parts)):
        found = _called(modules, ".".join(parts[start:]), folder)
        if found:
            return found
    return set()


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
