"""Commands that a project names: targets of make and its kin, scripts of ``pyproject.toml``."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from fastscaffold.audit.facts.deployment.command_lines import Line, without_comment, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastscaffold.audit.facts.project.configuration import Configuration

MAKEFILES = ("Makefile", "makefile", "GNUmakefile", "*.mk")
JUSTFILES = ("justfile", "Justfile", ".justfile")
TASKFILES = ("Taskfile*.y*ml", "taskfile*.y*ml")

_SECTION = re.compile(
    r"\[tool\.(?:hatch\.(?:envs\.[\w.-]+\.)?scripts|pdm\.scripts|poe\.tasks|taskipy\.tasks"
    r"|rye\.scripts|pixi\.(?:feature\.[\w-]+\.)?tasks)(?:\.[\"']?(?P<name>[\w:-]+)[\"']?)?\]"
)
_SECTION_KEYS = re.compile(
    r"cmd|shell|sequence|help|env|args|script|composite|cwd|deps|default_item"
)


class NamedCommands:
    """The lines that each name runs."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration

    @cached_property
    def targets(self) -> dict[str, list[Line]]:
        """Targets of make."""
        return self._blocks(MAKEFILES, re.compile(r"^([\w./%-]+(?:\s+[\w./%-]+)*)\s*::?(?!=)(.*)$"))

    @cached_property
    def recipes(self) -> dict[str, list[Line]]:
        """Recipes of just."""
        return self._blocks(JUSTFILES, re.compile(r"^@?([\w-]+)[^:=]*:(?!=)(.*)$"), "just")

    @cached_property
    def tasks(self) -> dict[str, list[Line]]:
        """Tasks of a ``Taskfile``."""
        found: dict[str, list[Line]] = {}
        for path in self.configuration.paths(*TASKFILES):
            below = re.search(
                r"(?m)^tasks:[^\n]*\n(?:\s*\n)*([ ]+)", self.configuration.texts[path]
            )
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
            for number, raw in enumerate(self.configuration.texts[path].splitlines(), 1):
                text = without_comment(raw).expandtabs(8)
                match = head.match(text)
                if match:
                    names, before = match.groups()
                    current = [
                        Line(path, number, f"{tool} {each}") for each in (before or "").split()
                    ]
                    for name in names.split():
                        found.setdefault(name, current)
                elif text.startswith(" "):
                    current.append(Line(path, number, words(text)))
                elif text.strip():
                    current = []
        return found

    @cached_property
    def scripts(self) -> dict[str, list[Line]]:
        """Scripts that a ``pyproject.toml`` names."""
        found: dict[str, list[Line]] = {}
        for path in self.configuration.paths("pyproject.toml"):
            for name, lines in self._scripts_in(path):
                found.setdefault(name, []).extend(lines)
        return found

    def _scripts_in(self, path: str) -> Iterator[tuple[str, list[Line]]]:
        """The commands that a ``pyproject.toml`` names."""
        inside = False
        name = ""
        for number, raw in enumerate(self.configuration.texts[path].splitlines(), 1):
            text = without_comment(raw)
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
            command = words(text.partition("=")[2] if key else text)
            # Scripts of one table call each other by name alone.
            yield name, [Line(path, number, command), Line(path, number, f"run {command.strip()}")]
