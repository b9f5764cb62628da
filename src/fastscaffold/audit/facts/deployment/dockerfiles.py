"""How images are built: the instructions of Dockerfiles."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CONTINUED = re.compile(r"\\\s*$")
_DEFAULT = re.compile(r"""(\w+)=("[^"]*"|'[^']*'|\S*)""")
_ARGUMENT = re.compile(
    r"\$(?:\{(?P<braced>\w+)(?::?-(?P<default>[^}]*))?\}|(?P<plain>[A-Za-z_]\w*))"
)


# Files of images, whatever they are called.
DOCKERFILES = ("*[Dd]ocker[Ff]ile*", "*[Cc]ontainer[Ff]ile*")
# Stages that are built on what is shipped, to check it or to work on it.
_CHECKING = re.compile(r"(?:^|[._-])(?:tests?|testing|lint|debug|docs)(?:$|[._-])")
_WORKING = re.compile(r"(?:^|[._-])(?:dev|devel|development)(?:$|[._-])")
_HEREDOC = re.compile(r"""(?<!<)<<(?P<tabs>-?)(?P<quote>["']?)(?P<end>[A-Za-z_]\w*)(?P=quote)""")
# The first is handed a script, the others the texts of files.
_TAKING = frozenset({"RUN", "ADD", "COPY"})


@dataclass(frozen=True, slots=True)
class Instruction:
    """A line of a Dockerfile, continued ones joined, and the lines of what it is handed with."""

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

    @property
    def shipped(self) -> list[list[Instruction]]:
        """The stages without those behind what is shipped, which only ``--target`` builds.

        What is built by default is one for development where that starts something, and all of
        them where nothing before starts anything.
        """
        end = len(self.stages)
        while end and _is_aside(self.stages[end - 1]):
            end -= 1
        return self.stages[:end] if any(map(_starts, self.stages[:end])) else self.stages


def _is_aside(stage: list[Instruction]) -> bool:
    name = stage_name(stage)
    if _CHECKING.search(name):
        return True
    return _WORKING.search(name) is not None and not _starts(stage)


def _starts(stage: list[Instruction]) -> bool:
    return any(each.name in {"CMD", "ENTRYPOINT"} for each in stage)


def stage_name(stage: list[Instruction]) -> str:
    """What a stage is called by others, in lower case: ``FROM image AS name``."""
    words = [word for word in stage[0].value.split() if not word.startswith("--")]
    return words[2].lower() if len(words) > 2 and words[1].lower() == "as" else ""  # noqa: PLR2004


def read_dockerfile(path: str, text: str) -> Dockerfile:
    """Its instructions, those before the first ``FROM`` put into what they are for."""
    image = Dockerfile(path)
    arguments: dict[str, str] = {}
    for instruction in _instructions(text):
        if instruction.name == "ARG" and not image.stages:
            for given in _DEFAULT.finditer(instruction.value):
                arguments[given[1]] = _replaced(given[2].strip("\"'"), arguments)
        if instruction.name == "FROM":
            value = _replaced(instruction.value, arguments)
            image.stages.append([replace(instruction, value=value)])
        elif image.stages:
            image.stages[-1].append(instruction)
    return image


def _instructions(text: str) -> Iterator[Instruction]:
    before = ""
    start = 1
    waiting = deque(enumerate(text.splitlines(), 1))
    while waiting:
        number, line = waiting.popleft()
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if not before:
            start = number
        if _CONTINUED.search(line):
            before += _CONTINUED.sub(" ", line)
            continue
        name, _, value = (before + line).strip().partition(" ")
        before = ""
        name = name.upper()
        for heredoc in _HEREDOC.finditer(value) if name in _TAKING else ():
            body = _body(waiting, heredoc)
            if name == "RUN":
                value = "\n".join([value, *body])
        yield Instruction(name, value.strip(), start)


def _body(waiting: deque[tuple[int, str]], heredoc: re.Match[str]) -> list[str]:
    """Take the lines of a here-document off those that follow; none where nothing ends it."""
    for place, (_, line) in enumerate(waiting):
        if (line.lstrip("\t") if heredoc["tabs"] else line).rstrip() == heredoc["end"]:
            body = [waiting.popleft()[1] for _ in range(place + 1)]
            return body[:-1]
    return []


def _replaced(value: str, arguments: Mapping[str, str]) -> str:
    """What is built unless a build argument says otherwise."""

    def default(found: re.Match[str]) -> str:
        name = found["braced"] or found["plain"]
        return arguments.get(name) or found["default"] or found[0]

    return _ARGUMENT.sub(default, value)
