"""What the project has run for it: by CI, by its images and compose files, and by what they call.

A line of CI seldom names the tool itself: it says ``make test``, ``hatch run test`` or
``bash scripts/test.sh``. What such a line calls is followed through the texts of the project.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.images import application_images
from fastscaffold.audit.facts.places import Place

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
    "nixpacks.toml",
    "appspec.yml",
    "app.yaml",
    "supervisord.conf",
)
_MAKEFILES = ("Makefile", "makefile", "GNUmakefile", "*.mk")
_JUSTFILES = ("justfile", "Justfile", ".justfile")
_TASKFILES = ("Taskfile*.y*ml", "taskfile*.y*ml")
_TOX = ("tox.ini",)
_PRE_COMMIT = (".pre-commit-config.y*ml",)

_COMMENT = re.compile(r"(^|\s)#.*$")
_ITEM = re.compile(r"\s*-\s+[\"']?[^\s\"':{}]+[\"']?\s*$")
_PUNCTUATION = re.compile(r"[\"',\[\]]+\s*")
_PARTS = re.compile(r"&&|\|\||;|\|(?!\|)")
_INSTALLS = re.compile(r"\b(install|add|sync|lock|cache|apt-get|apk)\b")
_NAME = re.compile(r"\s*-?\s*name:")
_SECTION = re.compile(
    r"\[tool\.(?:hatch\.(?:envs\.[\w.-]+\.)?scripts|pdm\.scripts|poe\.tasks|taskipy\.tasks"
    r"|rye\.scripts|pixi\.(?:feature\.[\w-]+\.)?tasks)(?:\.[\"']?(?P<name>[\w:-]+)[\"']?)?\]"
)
_MAKE = re.compile(r"(?:\bmake|\$\(MAKE\))((?:\s+[\w./=-]+)+)")
_JUST = re.compile(r"\bjust\s+([\w:-]+)")
_TASK = re.compile(r"\btask\s+([\w:-]+)")
_NAMED = re.compile(r"\b(?:run|poe|task|poethepoet|x)\s+(?:-\S+\s+)*(?:[\w-]+:)?([\w:-]+)")
_FILE = re.compile(r"[\w./-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file that is run, comments left out, lists of words as words."""

    path: str
    number: int
    text: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path, self.number, self.text.strip()[:120])


class Commands:
    """What is run, and by whom."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.configuration = facts.configuration
        self.texts = dict(facts.sources.texts)

    @cached_property
    def of_ci(self) -> list[Line]:
        """What CI runs, directly or through what it calls."""
        roots = [line for path in self.configuration.ci_paths for line in self.lines(path)]
        return self.reached(roots)

    @cached_property
    def of_deployment(self) -> list[Line]:
        """What images, compose files, manifests and CI run when a version goes live."""
        roots = [
            line for path in self.configuration.paths(*DEPLOYMENT) for line in self.lines(path)
        ]
        for path in self._manifests():
            roots += self.lines(path)
        for image in application_images(self.facts):
            for each in (instruction for stage in image.stages for instruction in stage):
                if each.name in {"CMD", "ENTRYPOINT", "RUN"}:
                    roots.append(Line(image.path, each.line, _words(each.value)))
                if "tiangolo" in each.value:
                    # That image runs prestart.sh by itself.
                    roots.append(Line(image.path, each.line, "prestart.sh"))
        return [*self.reached(roots), *self.of_ci]

    @cached_property
    def of_tasks(self) -> list[Line]:
        """What people may run: make and its kin, scripts, tox, nox."""
        paths = self.configuration.paths(*_MAKEFILES, *_JUSTFILES, *_TASKFILES, *_TOX, "*.sh")
        paths += [path for path in self.texts if re.search(r"(^|/)(scripts?|bin)/[\w-]+$", path)]
        found = [line for path in paths for line in self.lines(path)]
        for path in self.configuration.paths("pyproject.toml"):
            found += [line for _, lines in self._scripts(path) for line in lines]
        return [*found, *self._nox()]

    def lines(self, path: str) -> list[Line]:
        """The lines of a text that say something."""
        found: list[Line] = []
        before = ""
        start = 1
        listed = False
        is_yaml = path.endswith((".yml", ".yaml"))
        for number, raw in enumerate(self.facts.text(path).splitlines(), 1):
            text = _COMMENT.sub("", raw).rstrip()
            if not text.strip() or _NAME.match(text):
                listed = False
                continue
            if is_yaml and listed and _ITEM.match(text) and found:
                last = found[-1]
                item = _words(text.strip()[1:])
                found[-1] = Line(path, last.number, f"{last.text} {item}")
                continue
            start = start if before else number
            if text.endswith("\\"):
                before += f"{text[:-1]} "
                continue
            found.append(Line(path, start, _words(before + text)))
            before = ""
            listed = text.endswith(":") or _ITEM.match(text) is not None
        return found

    def reached(self, roots: Iterable[Line]) -> list[Line]:
        """Some lines, and those of what they call."""
        found = dict.fromkeys(roots)
        waiting = list(found)
        for _ in range(MAX_DEPTH):
            called = [each for line in waiting for each in self._called(line.text)]
            waiting = [each for each in dict.fromkeys(called) if each not in found]
            found |= dict.fromkeys(waiting)
        return list(found)

    def _called(self, text: str) -> Iterator[Line]:
        for match in _MAKE.finditer(text):
            for target in match.group(1).split():
                yield from self._targets.get(target, ())
        for expression, table in ((_JUST, self._recipes), (_TASK, self._tasks)):
            for match in expression.finditer(text):
                yield from table.get(match.group(1), ())
        for match in _NAMED.finditer(text):
            yield from self._named.get(match.group(1), ())
            yield from self._named.get(match.group(1).rpartition(":")[2], ())
        for word, lines in self._whole.items():
            if re.search(rf"(?<![\w/-]){word}\b", text):
                yield from lines()
        for match in _FILE.finditer(text):
            yield from self._script(match.group())

    @cached_property
    def _whole(self) -> dict[str, Callable[[], list[Line]]]:
        """Commands that run what a file of theirs says."""
        return {
            "tox": lambda: self._all(*_TOX),
            "nox": self._nox,
            "(?:pre-commit|prek)": lambda: self._all(*_PRE_COMMIT),
            "docker[ -]compose": lambda: self._all("*compose*.yml", "*compose*.yaml"),
            "(?:docker (?:buildx )?build|build-push-action)": lambda: self._all("*Dockerfile*"),
        }

    def _all(self, *patterns: str) -> list[Line]:
        return [line for path in self.configuration.paths(*patterns) for line in self.lines(path)]

    def _nox(self) -> list[Line]:
        paths = [
            module.path
            for module in self.facts.modules
            if PurePosixPath(module.path).name in {"noxfile.py", "tasks.py", "dodo.py"}
        ]
        return [line for path in paths for line in self.lines(path)]

    def _script(self, word: str) -> Iterator[Line]:
        name = word.rpartition("/")[2]
        for path in self._by_name.get(name, ()):
            if "/" in word or path.endswith(".sh"):
                yield from self.lines(path)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.texts:
            name = PurePosixPath(path).name
            if name.endswith(".sh") or re.search(r"(^|/)(scripts?|bin|docker)/[\w-]+$", path):
                found.setdefault(name, []).append(path)
        return found

    @cached_property
    def _targets(self) -> dict[str, list[Line]]:
        return self._blocks(
            _MAKEFILES, re.compile(r"^([\w./%-]+(?:\s+[\w./%-]+)*)\s*::?(?!=)(.*)$")
        )

    @cached_property
    def _recipes(self) -> dict[str, list[Line]]:
        return self._blocks(_JUSTFILES, re.compile(r"^@?([\w-]+)[^:=]*:(?!=)(.*)$"), "just")

    @cached_property
    def _tasks(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for path in self.configuration.paths(*_TASKFILES):
            below = re.search(r"(?m)^tasks:[^\n]*\n(?:\s*\n)*([ ]+)", self.texts[path])
            if below:
                head = re.compile(rf"^{below.group(1)}[\"']?([\w:.-]+?)[\"']?:(\s.*)?$")
                for name, lines in self._blocks((path,), head, "task").items():
                    found.setdefault(name, lines)
        return found

    def _blocks(
        self,
        patterns: tuple[str, ...],
        head: re.Pattern[str],
        tool: str = "make",
    ) -> dict[str, list[Line]]:
        """Named blocks of indented lines; what a head names behind its colon is called first."""
        found: dict[str, list[Line]] = {}
        for path in self.configuration.paths(*patterns):
            current: list[Line] = []
            for number, raw in enumerate(self.texts[path].splitlines(), 1):
                text = _COMMENT.sub("", raw).expandtabs(8)
                match = head.match(text)
                if match:
                    names, before = match.groups()
                    current = [
                        Line(path, number, f"{tool} {each}") for each in (before or "").split()
                    ]
                    for name in names.split():
                        found.setdefault(name, current)
                elif text.startswith(" "):
                    current.append(Line(path, number, _words(text)))
                elif text.strip():
                    current = []
        return found

    @cached_property
    def _named(self) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {}
        for path in self.configuration.paths("pyproject.toml"):
            for name, lines in self._scripts(path):
                found.setdefault(name, []).extend(lines)
        return found

    def _scripts(self, path: str) -> Iterator[tuple[str, list[Line]]]:
        """The commands that a ``pyproject.toml`` names."""
        inside = False
        name = ""
        for number, raw in enumerate(self.texts[path].splitlines(), 1):
            text = _COMMENT.sub("", raw)
            if text.startswith("["):
                match = _SECTION.match(text)
                inside = match is not None
                name = (match.group("name") or "") if match else ""
                continue
            if not inside or not text.strip():
                continue
            key = re.match(r"^[\"']?([\w:-]+)[\"']?\s*=", text)
            own = key.group(1) if key and not _SECTION_KEYS.fullmatch(key.group(1)) else ""
            name = own or name
            words = _words(text.partition("=")[2] if key else text)
            # Scripts of one table call each other by name alone.
            yield name, [Line(path, number, words), Line(path, number, f"run {words.strip()}")]

    def _manifests(self) -> Iterator[str]:
        for path in self.configuration.paths("*.yml", "*.yaml"):
            text = self.texts[path]
            if re.search(r"(?m)^kind:\s*\w+", text) and re.search(r"(?m)^apiVersion:", text):
                yield path


_SECTION_KEYS = re.compile(
    r"cmd|shell|sequence|help|env|args|script|composite|cwd|deps|default_item"
)


def running(pattern: str, lines: Iterable[Line]) -> list[Place]:
    """Lines that run something; those that only install it do not."""
    expression = re.compile(pattern)
    return [
        line.place
        for line in lines
        if any(
            expression.search(part) and not _INSTALLS.search(part)
            for part in _PARTS.split(line.text)
        )
    ]


def _words(text: str) -> str:
    return _PUNCTUATION.sub(" ", text)
