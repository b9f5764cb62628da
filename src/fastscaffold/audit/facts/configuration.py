"""What the files around the code say: dependencies, images, CI, settings of tools."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import cached_property
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.facts.places import Place
from fastscaffold.yaml_loader import safe_loader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REQUIREMENT = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*([^;#]*)")
_CI = (
    "*.github/workflows/*.yml",
    "*.github/workflows/*.yaml",
    "*.github/actions/*",
    "*.gitlab-ci.yml",
    "*.gitlab/*.yml",
    "*.circleci/*.yml",
    "*azure-pipelines*.yml",
    "*bitbucket-pipelines.yml",
    "*Jenkinsfile*",
    "*.travis.yml",
    "*.drone.yml",
    "*.woodpecker*.yml",
    "*.buildkite/*.yml",
    "*cloudbuild*.yaml",
)
_TASKS = (
    "Makefile",
    "*/Makefile",
    "*justfile",
    "*Taskfile*.y*ml",
    "tox.ini",
    "*/tox.ini",
    "*.sh",
    "pyproject.toml",
    "*/pyproject.toml",
    "*.pre-commit-config.yaml",
    "package.json",
)
_COMMENT = re.compile(r"(^|\s)#.*$")
_CONTINUED = re.compile(r"\\\s*$")
_DEFAULT = re.compile(r"""(\w+)=("[^"]*"|'[^']*'|\S*)""")
_ARGUMENT = re.compile(
    r"\$(?:\{(?P<braced>\w+)(?::?-(?P<default>[^}]*))?\}|(?P<plain>[A-Za-z_]\w*))"
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A dependency that is declared.

    Attributes:
        name: normalised: lower case, with hyphens.
        version: what is asked for, as it stands there.
    """

    name: str
    extras: str
    version: str
    place: Place
    is_development: bool


@dataclass(frozen=True, slots=True)
class Instruction:
    """A line of a Dockerfile, continued ones joined."""

    name: str
    value: str
    line: int


@dataclass(slots=True)
class Dockerfile:
    """An image; ``stages`` are the instructions of each ``FROM``."""

    path: str
    stages: list[list[Instruction]] = field(default_factory=list[list[Instruction]])

    @property
    def final(self) -> list[Instruction]:
        """The stage that is shipped."""
        return self.stages[-1] if self.stages else []

    def all(self, name: str) -> list[Instruction]:
        """Each instruction of a name."""
        return [each for stage in self.stages for each in stage if each.name == name]


class Configuration:
    """All files that are no Python, read for what rules ask."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def paths(self, *patterns: str) -> list[str]:
        """Files whose path, or whose name, matches one of some patterns."""
        return [
            path
            for path in self.texts
            if any(
                fnmatch(path, pattern) or fnmatch(PurePosixPath(path).name, pattern)
                for pattern in patterns
            )
        ]

    def search(self, pattern: str | re.Pattern[str], *paths: str) -> list[Place]:
        """Lines, their comments left out, in which an expression is found."""
        expression = re.compile(pattern) if isinstance(pattern, str) else pattern
        found: list[Place] = []
        for path in self.paths(*paths) if paths else self.texts:
            for number, line in enumerate(self.texts[path].splitlines(), 1):
                if expression.search(_COMMENT.sub("", line)):
                    found.append(Place(path, number, line.strip()[:120]))
        return found

    @cached_property
    def ci_paths(self) -> list[str]:
        """Files of CI."""
        return self.paths(*_CI)

    def search_ci(self, pattern: str) -> list[Place]:
        """Lines of CI in which an expression is found; of what it may run, where it has none."""
        return self.search(pattern, *_CI)

    def search_tasks(self, pattern: str) -> list[Place]:
        """Lines of make and its kin, which CI often calls."""
        return self.search(pattern, *_TASKS)

    @cached_property
    def pyprojects(self) -> dict[str, dict[str, object]]:
        """Every ``pyproject.toml`` that can be read, the nearest to the root first."""
        found: dict[str, dict[str, object]] = {}
        for path in sorted(self.paths("pyproject.toml"), key=lambda each: each.count("/")):
            try:
                found[path] = tomllib.loads(self.texts[path])
            except (RecursionError, tomllib.TOMLDecodeError):
                continue
        return found

    def tool(self, *names: str) -> tuple[dict[str, object], str] | None:
        """The table of a tool in the first ``pyproject.toml`` that has it, and that file's path."""
        for path, document in self.pyprojects.items():
            table: object = document
            for name in ("tool", *names):
                table = as_table(table).get(name)
            if isinstance(table, dict):
                return cast("dict[str, object]", table), path
        return None

    @cached_property
    def requirements(self) -> list[Requirement]:
        """Every dependency that is declared anywhere."""
        return [*self._of_pyprojects(), *self._of_requirements(), *self._of_pipfiles()]

    def requirement(self, *names: str) -> Requirement | None:
        """The first declared dependency of some names."""
        return next((each for each in self.requirements if each.name in names), None)

    @cached_property
    def locked(self) -> dict[str, tuple[str, Place]]:
        """Versions that lock files and pinned requirements state."""
        found: dict[str, tuple[str, Place]] = {}
        for path in self.paths("uv.lock", "poetry.lock", "pdm.lock"):
            name = ""
            for number, line in enumerate(self.texts[path].splitlines(), 1):
                if line.startswith("name = "):
                    name = normalised(line[7:].strip(' "'))
                elif line.startswith("version = ") and name:
                    found.setdefault(name, (line[10:].strip(' "'), Place(path, number)))
                    name = ""
        for each in self.requirements:
            pinned = re.fullmatch(r"={2,3}\s*([\w.!+-]+)", each.version.strip())
            if pinned:
                found.setdefault(each.name, (pinned.group(1), each.place))
        return found

    @cached_property
    def dockerfiles(self) -> list[Dockerfile]:
        """Every Dockerfile that starts from an image of Python, or at all where none does."""
        paths = [
            path
            for path in self.paths("*Dockerfile*", "*dockerfile*", "*Containerfile*")
            if not path.endswith(".dockerignore")
        ]
        return [_dockerfile(path, self.texts[path]) for path in paths]

    @cached_property
    def composes(self) -> dict[str, dict[str, object]]:
        """Compose files that can be read, by path."""
        return {path: self.yaml(path) for path in self.paths("*compose*.yml", "*compose*.yaml")}

    def yaml(self, path: str) -> dict[str, object]:
        """A YAML file that holds a mapping; empty where it does not, or cannot be read."""
        yaml = import_module("yaml")
        try:
            return as_table(yaml.load(self.texts[path], Loader=safe_loader()))
        except (RecursionError, ValueError, yaml.YAMLError):
            return {}

    def _of_pyprojects(self) -> Iterator[Requirement]:
        for path, document in self.pyprojects.items():
            project = as_table(document.get("project"))
            for text in as_texts(project.get("dependencies")):
                yield from self._parsed(text, path, development=False)
            for name, extra in as_table(project.get("optional-dependencies")).items():
                for text in as_texts(extra):
                    yield from self._parsed(text, path, development="dev" in name or "test" in name)
            for group in as_table(document.get("dependency-groups")).values():
                for text in as_texts(group):
                    yield from self._parsed(text, path, development=True)
            tools = as_table(document.get("tool"))
            for text in as_texts(as_table(tools.get("uv")).get("dev-dependencies")):
                yield from self._parsed(text, path, development=True)
            poetry = as_table(tools.get("poetry"))
            yield from self._of_table(poetry.get("dependencies"), path, development=False)
            yield from self._of_table(poetry.get("dev-dependencies"), path, development=True)
            for name, group in as_table(poetry.get("group")).items():
                table = as_table(group).get("dependencies")
                yield from self._of_table(table, path, development=name != "main")

    def _of_table(self, table: object, path: str, *, development: bool) -> Iterator[Requirement]:
        for name, given in as_table(table).items():
            version = given if isinstance(given, str) else as_table(given).get("version", "")
            extras = as_texts(as_table(given).get("extras"))
            place = self._line_of(path, name)
            yield Requirement(normalised(name), ",".join(extras), str(version), place, development)

    def _parsed(self, text: str, path: str, *, development: bool) -> Iterator[Requirement]:
        match = _REQUIREMENT.match(text)
        if match:
            name, extras, version = match.groups()
            place = self._line_of(path, name)
            yield Requirement(
                normalised(name), (extras or "").strip("[]"), version.strip(), place, development
            )

    def _line_of(self, path: str, name: str) -> Place:
        """The line that declares a dependency: its name begins a text or a key there."""
        begins = rf"""(^\s*["']?|["']){re.escape(name)}(?=\s*(["'\[=<>~!;@,(]|$))"""
        expression = re.compile(begins, re.IGNORECASE)
        for number, line in enumerate(self.texts[path].splitlines(), 1):
            if expression.search(line):
                return Place(path, number, line.strip()[:120])
        return Place(path)

    def _of_requirements(self) -> Iterator[Requirement]:
        for path in self.paths("*requirements*.txt", "*requirements*.in", "requirements/*.txt"):
            development = re.search(r"dev|test|lint|doc", path) is not None
            for number, line in enumerate(self.texts[path].splitlines(), 1):
                match = _REQUIREMENT.match(line)
                if match and not line.lstrip().startswith(("-", "#")):
                    name, extras, version = match.groups()
                    yield Requirement(
                        normalised(name),
                        (extras or "").strip("[]"),
                        version.strip(),
                        Place(path, number, line.strip()[:120]),
                        development,
                    )

    def _of_pipfiles(self) -> Iterator[Requirement]:
        for path in self.paths("Pipfile"):
            try:
                document = tomllib.loads(self.texts[path])
            except (RecursionError, tomllib.TOMLDecodeError):
                continue
            yield from self._of_table(document.get("packages"), path, development=False)
            yield from self._of_table(document.get("dev-packages"), path, development=True)


def as_table(value: object) -> dict[str, object]:
    """A mapping as one of texts; empty where it is none."""
    if not isinstance(value, dict):
        return {}
    return {str(key): each for key, each in cast("dict[object, object]", value).items()}


def as_list(value: object) -> list[object]:
    """A list; empty where it is none."""
    return cast("list[object]", value) if isinstance(value, list) else []


def as_texts(value: object) -> list[str]:
    """The texts of a list."""
    return [each for each in as_list(value) if isinstance(each, str)]


def normalised(name: str) -> str:
    """The name of a distribution as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _dockerfile(path: str, text: str) -> Dockerfile:
    image = Dockerfile(path)
    arguments: dict[str, str] = {}
    before = ""
    start = 1
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if not before:
            start = number
        if _CONTINUED.search(line):
            before += _CONTINUED.sub(" ", line)
            continue
        whole = (before + line).strip()
        before = ""
        name, _, value = whole.partition(" ")
        instruction = Instruction(name.upper(), value.strip(), start)
        if instruction.name == "ARG" and not image.stages:
            for given in _DEFAULT.finditer(instruction.value):
                arguments[given[1]] = _replaced(given[2].strip("\"'"), arguments)
        if instruction.name == "FROM":
            instruction = replace(instruction, value=_replaced(instruction.value, arguments))
            image.stages.append([])
        if image.stages:
            image.stages[-1].append(instruction)
    return image


def _replaced(value: str, arguments: Mapping[str, str]) -> str:
    """What is built unless a build argument says otherwise."""

    def default(found: re.Match[str]) -> str:
        name = found["braced"] or found["plain"]
        return arguments.get(name) or found["default"] or found[0]

    return _ARGUMENT.sub(default, value)
