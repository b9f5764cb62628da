"""Where the parts of a spec stand in its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

# Stands for every path, where it is not known what a text would have held.
ANYTHING: Path = ("*",)


@dataclass(frozen=True, slots=True)
class Position:
    """1-based line and column."""

    line: int
    column: int


# The feature's name stands before the inline fields, in an argument of its own.
NAME_ARGUMENT = Position(0, 0)
NAME_SOURCE = "NAME"


@dataclass(frozen=True, slots=True)
class Positions:
    """The places of all keys and values of one text.

    Attributes:
        source: how errors name the text.
        lines: its lines, as errors count them.
        keys: path of an entry to the place of its key.
        values: path of an entry, or of an item of a list, to the place of its value.
        name: the argument with the feature's name, where it stands apart from the text.
    """

    source: str
    lines: tuple[str, ...] = ()
    keys: dict[Path, Position] = field(default_factory=dict[Path, Position])
    values: dict[Path, Position] = field(default_factory=dict[Path, Position])
    name: str = ""

    def of_value(self, path: Path) -> Position:
        """Give the place of a value, or of the nearest thing around it that has one."""
        for length in range(len(path), -1, -1):
            position = self.values.get(path[:length]) or self.keys.get(path[:length])
            if position is not None:
                return position
        return Position(1, 1)

    def of_key(self, path: Path) -> Position:
        """Give the place of an entry's key, or of the nearest thing around it."""
        return self.keys.get(path) or self.of_value(path)
