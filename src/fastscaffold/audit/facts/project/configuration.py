"""What the files around the code say: dependencies, images, CI, settings of tools."""

from __future__ import annotations

import re
import tomllib
from fnmatch import translate
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from fastscaffold.audit.facts.deployment.dockerfiles import DOCKERFILES, read_dockerfile
from fastscaffold.audit.facts.places import Place
from fastscaffold.audit.facts.project.requirements import declared, locked
from fastscaffold.audit.facts.settings.documents import as_table
from fastscaffold.yaml_loader import safe_loader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastscaffold.audit.facts.deployment.dockerfiles import Dockerfile
    from fastscaffold.audit.facts.project.requirements import Requirement

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
# The only one that is called as files of configuration are, and the longest of all files mostly.
_LOCK = "-lock.yaml"
# What a template of a project fills in, such as that of cookiecutter.
_FILLED_IN = re.compile(r"\{\{\s*\w[\w.]*[^{}]*\}\}")
_COMMENT = re.compile(r"(^|\s)#.*$")


class Configuration:
    """All files that are no Python, read for what rules ask."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self._lines: dict[str, list[tuple[str, str]]] = {}

    def paths(self, *patterns: str) -> list[str]:
        """Files whose path, or whose name, matches one of some patterns."""
        matches = _matching(patterns).match
        return [path for path in self.texts if matches(path) or matches(path.rpartition("/")[2])]

    def search(self, pattern: str | re.Pattern[str], *paths: str) -> list[Place]:
        """Lines, their comments left out, in which an expression is found.

        Lock files are looked at where all files are, as they say nothing but what is installed.
        """
        expression = re.compile(pattern) if isinstance(pattern, str) else pattern
        found: list[Place] = []
        named = [path for path in self.paths(*paths) if not path.endswith(_LOCK)] if paths else None
        for path in self.texts if named is None else named:
            for number, (line, plain) in enumerate(self._lines_of(path), 1):
                if expression.search(plain):
                    found.append(Place(path, number, line.strip()[:120]))
        return found

    def _lines_of(self, path: str) -> list[tuple[str, str]]:
        """The lines of a file, each with itself but for its comment."""
        if path not in self._lines:
            self._lines[path] = [
                (line, _COMMENT.sub("", line) if "#" in line else line)
                for line in self.texts[path].splitlines()
            ]
        return self._lines[path]

    @cached_property
    def ci_paths(self) -> list[str]:
        """Files of CI."""
        return self.paths(*_CI)

    def search_ci(self, pattern: str) -> list[Place]:
        """Lines of CI in which an expression is found."""
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
        return list(declared(self))

    def requirement(self, *names: str) -> Requirement | None:
        """The first declared dependency of some names."""
        return next((each for each in self.requirements if each.name in names), None)

    @cached_property
    def locked(self) -> dict[str, tuple[str, Place]]:
        """Versions that lock files and pinned requirements state."""
        return locked(self)

    @cached_property
    def dockerfiles(self) -> list[Dockerfile]:
        """Every Dockerfile, whatever it is called."""
        paths = [path for path in self.paths(*DOCKERFILES) if not path.endswith(".dockerignore")]
        return [read_dockerfile(path, self.texts[path]) for path in paths]

    @cached_property
    def composes(self) -> dict[str, dict[str, object]]:
        """Compose files that can be read, by path."""
        return {path: self.yaml(path) for path in self.paths("*compose*.yml", "*compose*.yaml")}

    def yaml(self, path: str) -> dict[str, object]:
        """A YAML file that holds a mapping; empty where it does not, or cannot be read."""
        return self._loaded(self.texts[path]) or self._loaded(_FILLED_IN.sub("x", self.texts[path]))

    def _loaded(self, text: str) -> dict[str, object]:
        yaml = import_module("yaml")
        try:
            return as_table(yaml.load(text, Loader=safe_loader()))
        except (RecursionError, ValueError, yaml.YAMLError):
            return {}


@lru_cache(maxsize=256)
def _matching(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """What matches a path that one of some patterns matches."""
    return re.compile("|".join(map(translate, patterns)) or r"(?!)")
