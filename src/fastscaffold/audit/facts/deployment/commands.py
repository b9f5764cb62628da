"""What the project has run for it: by CI, by its images and compose files, and by what they call.

A line of CI seldom names the tool itself: it says ``make test``, ``hatch run test`` or
``bash scripts/test.sh``. What such a line calls is followed through the texts of the project.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.command_lines import Line, lines_of, words
from fastscaffold.audit.facts.deployment.dockerfiles import DOCKERFILES
from fastscaffold.audit.facts.deployment.images import application_images
from fastscaffold.audit.facts.deployment.named_commands import (
    JUSTFILES,
    MAKEFILES,
    TASKFILES,
    NamedCommands,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fastscaffold.audit.facts import Facts

MAX_DEPTH = 4
DEPLOYMENT = (
    "Procfile*",
    "*compose*.yml",
    "*compose*.yaml",
    "fly*.toml",
    "railway.*",
    "render.yaml",
    "heroku.yml",
    "app.json",
    "vercel.json",
    "netlify.toml",
    "nixpacks.toml",
    "appspec.yml",
    "app.yaml",
    "supervisord.conf",
    "*.service",
    "*entrypoint*.sh",
)
# What gunicorn reads its settings from: Python, by the endings of paths.
GUNICORN = ("gunicorn.conf.py", "gunicorn_conf.py", "gunicorn_config.py")
_TOX = ("tox.ini",)
_PRE_COMMIT = (".pre-commit-config.y*ml",)

_MAKE = re.compile(r"(?:\bmake|\$\(MAKE\))((?:\s+[\w./=-]+)+)")
_JUST = re.compile(r"\bjust\s+([\w:-]+)")
_TASK = re.compile(r"\btask\s+([\w:-]+)")
_NAMED = re.compile(r"\b(?:run|poe|task|poethepoet|x)\s+(?:-\S+\s+)*(?:[\w-]+:)?([\w:-]+)")
_FILE = re.compile(r"[\w./-]+")
_STARTS = frozenset({"CMD", "ENTRYPOINT"})


class Commands:
    """What is run, and by whom."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.configuration = facts.configuration
        self.named = NamedCommands(facts.configuration)

    @cached_property
    def of_ci(self) -> list[Line]:
        """What CI runs, directly or through what it calls."""
        roots = [line for path in self.configuration.ci_paths for line in self._lines(path)]
        return self.reached(roots)

    @cached_property
    def of_deployment(self) -> list[Line]:
        """What images, compose files, manifests and CI run when a version goes live."""
        roots = [
            line for path in self.configuration.paths(*DEPLOYMENT) for line in self._lines(path)
        ]
        for path in self._manifests():
            roots += self._lines(path)
        for image in application_images(self.facts):
            instructions = [each for stage in image.stages for each in stage]
            started = " ".join(each.value for each in instructions if each.name in _STARTS)
            for each in instructions:
                if each.name in {*_STARTS, "RUN"}:
                    roots.append(Line(image.path, each.line, words(each.value)))
                if each.name in {"ADD", "COPY"} and _is_renamed(each.value, started):
                    roots.append(Line(image.path, each.line, words(each.value)))
                if "tiangolo" in each.value:
                    # That image runs prestart.sh by itself.
                    roots.append(Line(image.path, each.line, "prestart.sh"))
        return [*self.reached(roots), *self.of_ci]

    @cached_property
    def of_tasks(self) -> list[Line]:
        """What people may run: make and its kin, scripts, tox, nox."""
        paths = self.configuration.paths(*MAKEFILES, *JUSTFILES, *TASKFILES, *_TOX, "*.sh")
        paths += [
            path
            for path in self.configuration.texts
            if re.search(r"(^|/)(scripts?|bin)/[\w-]+$", path)
        ]
        found = [line for path in paths for line in self._lines(path)]
        found += [line for lines in self.named.scripts.values() for line in lines]
        return [*found, *self._nox()]

    def reached(self, roots: Iterable[Line]) -> list[Line]:
        """Some lines, and those of what they call."""
        found = dict.fromkeys(roots)
        waiting = list(found)
        for _ in range(MAX_DEPTH):
            called = [each for line in waiting for each in self._called(line.text)]
            waiting = [each for each in dict.fromkeys(called) if each not in found]
            found |= dict.fromkeys(waiting)
        return list(found)

    def _lines(self, path: str) -> list[Line]:
        return lines_of(path, self.facts.text(path))

    def _called(self, text: str) -> Iterator[Line]:
        for match in _MAKE.finditer(text):
            for target in match.group(1).split():
                yield from self.named.targets.get(target, ())
        for expression, table in ((_JUST, self.named.recipes), (_TASK, self.named.tasks)):
            for match in expression.finditer(text):
                yield from table.get(match.group(1), ())
        for match in _NAMED.finditer(text):
            yield from self.named.scripts.get(match.group(1), ())
            yield from self.named.scripts.get(match.group(1).rpartition(":")[2], ())
        for word, lines in self._whole.items():
            if re.search(rf"(?<![\w/-]){word}\b", text):
                yield from lines()
        for match in _FILE.finditer(text):
            # `${SCRIPT:-start.sh}` names it with what stands before a default.
            yield from self._script(match.group().lstrip("-"))

    @cached_property
    def _whole(self) -> dict[str, Callable[[], list[Line]]]:
        """Commands that run what a file of theirs says."""
        return {
            "tox": lambda: self._all(*_TOX),
            "nox": self._nox,
            "(?:pre-commit|prek)": lambda: self._all(*_PRE_COMMIT),
            "docker[ -]compose": lambda: self._all("*compose*.yml", "*compose*.yaml"),
            "(?:docker (?:buildx )?build|build-push-action)": lambda: self._all(*DOCKERFILES),
        }

    def _all(self, *patterns: str) -> list[Line]:
        return [line for path in self.configuration.paths(*patterns) for line in self._lines(path)]

    def _nox(self) -> list[Line]:
        paths = [
            module.path
            for module in self.facts.modules
            if PurePosixPath(module.path).name in {"noxfile.py", "tasks.py", "dodo.py"}
        ]
        return [line for path in paths for line in self._lines(path)]

    def _script(self, word: str) -> Iterator[Line]:
        name = word.rpartition("/")[2]
        for path in self._by_name.get(name, ()):
            if "/" in word or path.endswith(".sh"):
                yield from self._lines(path)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, text in self.configuration.texts.items():
            name = PurePosixPath(path).name
            bare = "." not in name and text.startswith("#!")
            is_command = re.search(r"(^|/)(scripts?|bin|docker)/[\w-]+$", path)
            if name.endswith(".sh") or bare or is_command:
                found.setdefault(name, []).append(path)
        return found

    def _manifests(self) -> Iterator[str]:
        for path in self.configuration.paths("*.yml", "*.yaml"):
            text = self.configuration.texts[path]
            if re.search(r"(?m)^kind:\s*\w+", text) and re.search(r"(?m)^apiVersion:", text):
                yield path


def _is_renamed(copied: str, started: str) -> bool:
    """Whether a script is copied to another name, by which the image starts it."""
    source, *rest = [
        each.rpartition("/")[2] for each in words(copied).split() if not each.startswith("--")
    ] or [""]
    return len(rest) == 1 and source != rest[0] and rest[0].endswith(".sh") and rest[0] in started
