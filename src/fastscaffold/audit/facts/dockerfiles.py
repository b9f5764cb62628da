"""How images are built: the instructions of Dockerfiles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONTINUED = re.compile(r"\\\s*$")
_DEFAULT = re.compile(r"""(\w+)=("[^"]*"|'[^']*'|\S*)""")
_ARGUMENT = re.compile(
    r"\$(?:\{(?P<braced>\w+)(?::?-(?P<default>[^}]*))?\}|(?P<plain>[A-Za-z_]\w*))"
)


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

    def all(self, name: str) -> list[Instruction]:
        """Each instruction of a name."""
        return [each for stage in self.stages for each in stage if each.name == name]


def read_dockerfile(path: str, text: str) -> Dockerfile:
    """Its instructions, those before the first ``FROM`` put into what they are for."""
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
